"""Deadlines: what a teacher may write, and what work costs that is handed in at each side of every edge."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from generator.assignment.deadline import Deadline, resembles_a_time
from generator.assignment.description import read_assignment
from generator.errors import ByhandError
from generator.network.number import Number

DUE = 'due = "2026-12-01T18:00:00+01:00"'
BERLIN = 'timezone = "Europe/Berlin"'


def assignment_of(folder: Path, lines: str) -> tuple[str, Deadline | None]:
    (folder / "assignment.toml").write_text(f'{lines}\n[[exercise]]\nname = "softmax"\n', encoding="utf-8")
    assignment = read_assignment(folder)
    return assignment.due, assignment.deadline


def deadline_of(folder: Path, lines: str) -> Deadline:
    deadline = assignment_of(folder, lines)[1]
    assert deadline is not None
    return deadline


def error_of(folder: Path, lines: str) -> str:
    with pytest.raises(ByhandError) as error:
        assignment_of(folder, lines)
    return str(error.value)


@pytest.mark.parametrize("due", ["Friday", "2 December", "2026-12-01", "2026-12-01 18:00 in room 3", ""])
def test_any_text_may_be_printed_as_the_date_and_is_no_deadline(tmp_path: Path, due: str) -> None:
    assert assignment_of(tmp_path, f'due = "{due}"') == (due, None)


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        (DUE, "2026-12-01 18:00 (UTC+01:00)"),
        ("due = 2026-12-01T18:00:00+01:00", "2026-12-01 18:00 (UTC+01:00)"),
        ("due = 2026-12-01 18:00:30Z", "2026-12-01 18:00:30 (UTC)"),
        (f'due = "2026-12-01 18:00"\n{BERLIN}', "2026-12-01 18:00 (Europe/Berlin)"),
        (f"due = 2026-12-01T18:00:00\n{BERLIN}", "2026-12-01 18:00 (Europe/Berlin)"),
        (f'due = "2026-12-01T17:00:00Z"\n{BERLIN}', "2026-12-01 18:00 (Europe/Berlin)"),
    ],
)
def test_a_date_with_a_time_and_a_zone_is_a_deadline_however_it_is_written(
    tmp_path: Path, lines: str, printed: str
) -> None:
    due, deadline = assignment_of(tmp_path, lines)
    assert due == printed
    assert deadline is not None
    assert deadline.due.astimezone(UTC).minute == 0


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("due = 2026-12-01T18:00:00", 'needs a time zone; write its offset, as in "2026-12-01T18:00:00+01:00"'),
        ('due = "2026-12-01 18:00"', 'or add a line such as timezone = "Europe/Berlin"'),
        ('due = "2026-12-31T23:59:60Z"', "'2026-12-31T23:59:60Z' is not a date with a time"),
        ('due = "2026-02-30T18:00:00Z"', "is not a date with a time"),
        (f'due = "2026-10-25T02:30"\n{BERLIN}', "occurs twice or never"),
        (f'due = "2026-03-29T02:30"\n{BERLIN}', "occurs twice or never"),
        ('due = "Friday"\ntimezone = "Berlin"', "the timezone 'Berlin' is unknown"),
        ('due = "Friday"\ntimezone = "../../secret"', "is unknown"),
        ('due = "Friday"\nlate = { grace = "1h" }', "needs a due date with a time"),
        ('late = { penalty = "10% per day" }', "needs a due date with a time"),
        (f'{DUE}\nlate = "10% per day"', "late must be a table of its own"),
        (f'{DUE}\nlate = {{ penality = "10% per day" }}', "'penality' is unknown here"),
        (f'{DUE}\nlate = {{ penalty = "10%" }}', 'write a share of all points, as in "10% per day"'),
        (f'{DUE}\nlate = {{ penalty = "2 points per day" }}', "penalty '2 points per day' is unknown"),
        (f'{DUE}\nlate = {{ penalty = "-10% per day" }}', "is unknown"),
        (f'{DUE}\nlate = {{ penalty = "101% per day" }}', "is not a percentage from 0 to 100"),
        (f'{DUE}\nlate = {{ penalty = "1/0% per hour" }}', "is not a percentage from 0 to 100"),
        (f'{DUE}\nlate = {{ most = "half" }}', "most 'half' is not a percentage"),
        (f'{DUE}\nlate = {{ grace = "an hour" }}', 'write it as in "30min", "1h" or "2d"'),
        (f'{DUE}\nlate = {{ grace = "-1h" }}', "is not a span of time"),
        (f'{DUE}\n[late.until]\nada = "tomorrow"', "ada in until: 'tomorrow' is not a date with a time"),
        (f"{DUE}\n[late.until]\nada = 2026-12-03T18:00:00", "ada in until: 2026-12-03 18:00 needs a time zone"),
        (f"{DUE}\n[late.received]\nada = 5", "ada in received: '5' is not a date with a time"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_write(tmp_path: Path, lines: str, said: str) -> None:
    assert said in error_of(tmp_path, lines)


@pytest.mark.parametrize(
    ("due", "resembles"),
    [
        ("26.11.2026 18:00", True),
        ("11/26/2026, 6 pm", True),
        ("26 November, 18 Uhr", True),
        ("26.11.2026, 18.00 Uhr", True),
        ("2026-12-01 at 18:00", True),
        ("26.11.2026", False),
        ("Friday 18:00", False),
        ("18:00", False),
        ("before lesson 3", False),
        ("", False),
    ],
)
def test_a_due_text_with_a_date_and_a_time_resembles_a_deadline(due: str, resembles: bool) -> None:
    assert resembles_a_time(due) is resembles


LATE = f'{DUE}\nlate = {{ grace = "1h", penalty = "10% per day", most = "50%" }}'
END = datetime(2026, 12, 1, 18, tzinfo=UTC)  # 19:00 in UTC+01:00: due and an hour of grace
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("received", "share"),
    [
        (END - timedelta(hours=1), 0),  # exactly when it is due
        (END - timedelta(hours=1) + SECOND, 0),
        (END, 0),  # the end of the grace
        (END + timedelta(microseconds=1), Fraction(1, 10)),
        (END + SECOND, Fraction(1, 10)),
        (END + timedelta(days=1), Fraction(1, 10)),
        (END + timedelta(days=1) + SECOND, Fraction(1, 5)),
        (END + timedelta(days=4), Fraction(2, 5)),
        (END + timedelta(days=4) + SECOND, Fraction(1, 2)),
        (END + timedelta(days=5) + SECOND, Fraction(1, 2)),  # no more than that
        (END + timedelta(days=4000), Fraction(1, 2)),
    ],
)
def test_each_day_begun_after_the_grace_costs_its_share_up_to_the_most(
    tmp_path: Path, received: datetime, share: Number
) -> None:
    assert deadline_of(tmp_path, LATE).taken_off("ada", received) == share


def test_the_same_is_written_as_a_table_of_its_own(tmp_path: Path) -> None:
    table = f'{DUE}\n[late]\ngrace = "1h"\npenalty = "10 % per day"\nmost = "50 %"'
    assert deadline_of(tmp_path, table) == deadline_of(tmp_path, LATE)


@pytest.mark.parametrize(
    ("minutes", "share"), [(0, 0), (1, Fraction(1, 40)), (60, Fraction(1, 40)), (61, Fraction(1, 20)), (6000, 1)]
)
def test_a_penalty_may_be_counted_by_the_hour(tmp_path: Path, minutes: int, share: Number) -> None:
    deadline = deadline_of(tmp_path, f'{DUE}\nlate = {{ penalty = "2.5% per hour" }}')
    assert deadline.taken_off("ada", deadline.due + timedelta(minutes=minutes)) == share


def test_shares_are_exact(tmp_path: Path) -> None:
    deadline = deadline_of(tmp_path, f'{DUE}\nlate = {{ penalty = "100/3% per day" }}')
    assert deadline.taken_off("ada", deadline.due + timedelta(days=1, hours=1)) == Fraction(2, 3)


@pytest.mark.parametrize(
    ("due", "received", "share"),
    [
        # Clocks are put back in the night: Saturday to Sunday, 18:00, are 25 hours and one day.
        ("2026-10-24T18:00", datetime(2026, 10, 25, 17, 0, 0, tzinfo=UTC), Fraction(1, 10)),
        ("2026-10-24T18:00", datetime(2026, 10, 25, 17, 0, 1, tzinfo=UTC), Fraction(1, 5)),
        # Clocks are put forward: 23 hours are one day.
        ("2026-03-28T18:00", datetime(2026, 3, 29, 16, 0, 0, tzinfo=UTC), Fraction(1, 10)),
        ("2026-03-28T18:00", datetime(2026, 3, 29, 16, 0, 1, tzinfo=UTC), Fraction(1, 5)),
        # Handed in at the second 2:15 of the night, half an hour after the first 2:45.
        ("2026-10-25T02:45+02:00", datetime(2026, 10, 25, 1, 15, tzinfo=UTC), Fraction(1, 10)),
    ],
)
def test_a_day_ends_at_the_same_time_of_the_day_when_clocks_are_changed(
    tmp_path: Path, due: str, received: datetime, share: Number
) -> None:
    deadline = deadline_of(tmp_path, f'due = "{due}"\n{BERLIN}\nlate = {{ penalty = "10% per day" }}')
    assert deadline.taken_off("ada", received) == share


def test_grace_is_an_hour_also_when_clocks_are_changed(tmp_path: Path) -> None:
    deadline = deadline_of(tmp_path, f'due = "2026-10-25T01:30"\n{BERLIN}\nlate = {{ grace = "2h" }}')
    assert not deadline.is_late("ada", datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert deadline.is_late("ada", datetime(2026, 10, 25, 1, 30, 1, tzinfo=UTC))


def test_a_student_may_have_until_another_date_with_the_same_grace(tmp_path: Path) -> None:
    more = '[late]\ngrace = "1h"\npenalty = "10% per day"\n[late.until]\nada = 2026-12-03T18:00:00+01:00'
    deadline = deadline_of(tmp_path, f"{DUE}\n{more}")
    assert deadline.taken_off("ada", END + timedelta(days=2)) == 0
    assert deadline.taken_off("ada", END + timedelta(days=2) + SECOND) == Fraction(1, 10)
    assert deadline.taken_off("ben", END + timedelta(days=2)) == Fraction(1, 5)
    assert deadline.closes == END + timedelta(days=2)  # nobody profits from the feedback of others before
