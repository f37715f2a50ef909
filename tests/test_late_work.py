"""Late work: who says when it came, what it loses, and where students, teacher and other programs read it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from generator.assignment.description import read_assignment
from generator.cli import main
from generator.errors import ByhandError
from grader.answers.arrival.commits import read_pushes
from grader.answers.arrival.platforms import stamp_of
from grader.autograder import run
from tests.simulated.homework import filled, grade, grades, make_homework, sheet_of

LATE = """
due = "2020-12-01T18:00:00"
timezone = "Europe/Berlin"
late = { grace = "1h", penalty = "10% per day", most = "50%" }
"""
"""The assignment is worth 188 points."""


def describe(homework: Path, before: str = LATE, after: str = "") -> None:
    """Put lines above and below everything else in assignment.toml."""
    path = homework / "assignment.toml"
    path.write_text(f"{before}\n{path.read_text(encoding='utf-8')}\n{after}\n", encoding="utf-8")


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    folder = make_homework(tmp_path)
    describe(folder)
    return folder


def zipped(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def download(homework: Path, names: dict[str, str]) -> Path:
    """The archive of a platform, with the right answers of these students under these names."""
    path = homework.parent / "download.zip"
    path.write_bytes(zipped({name: filled(sheet_of(homework, student)) for student, name in names.items()}))
    return path


def blackboard(**times: str) -> dict[str, str]:
    return {student: f"Homework_{student}_attempt_2020-12-{time}_answers.csv" for student, time in times.items()}


def taken_off(homework: Path) -> dict[str, str]:
    return {student: line["taken_off"] for student, line in grades(homework).items()}


def test_late_work_loses_points_by_the_time_in_a_platforms_names(homework: Path) -> None:
    times = blackboard(ada="01-19-00-00", ben="01-19-00-01", cyd="09-08-00-00")
    result = grade(homework, download(homework, times))
    assert result.exit_code == 0, result.stderr  # a rule applied needs nobody
    assert taken_off(homework) == {"ada": "0", "ben": "18.8", "cyd": "94"}
    line = grades(homework)["ben"]
    assert (line["earned"], line["score"], line["percent"]) == ("188", "169.2", "90")
    assert "late: handed in at 2020-12-01 19:00:01, due 2020-12-01 18:00 (Europe/Berlin); " in line["note"]
    assert "10 % of 188 points are taken off, from 188 to 169.2" in line["note"]


def test_the_same_of_ilias(homework: Path) -> None:
    names = {
        student: f"X_{student}_81/202012011900{second}_answers.csv"
        for student, second in (("ada", "00"), ("ben", "01"))
    }
    assert grade(homework, download(homework, names)).exit_code == 0
    assert taken_off(homework)["ada"] == "0"
    assert taken_off(homework)["ben"] == "18.8"


def test_both_read_it_and_every_program_gets_it(homework: Path) -> None:
    assert grade(homework, download(homework, blackboard(ada="01-18-00-00", ben="03-08-00-00"))).exit_code == 0
    marks = homework / "marks"
    why = "20 % of 188 points are taken off, from 188 to 150.4"
    for name in (
        "feedback/ben.md",
        "feedback/ben.html",
        "class.html",
        "junit.xml",
        "grades.csv",
        "gradescope/ben.json",
    ):
        assert why in (marks / name).read_text(encoding="utf-8").replace("\\", ""), name
    assert "150.4 of 188 (37.6 taken off for late work)" in (marks / "summary.md").read_text(encoding="utf-8")
    results = json.loads((marks / "gradescope" / "ben.json").read_text(encoding="utf-8"))
    assert results["score"] == 150.4
    assert results["tests"][-1]["score"] == -37.6
    for name in ("feedback/ada.md", "feedback/ada.html", "gradescope/ada.json"):
        assert "handed in" not in (marks / name).read_text(encoding="utf-8"), name
    assert (marks / "class.html").read_text(encoding="utf-8").count("late: ") == 1


@pytest.mark.parametrize(("platform", "place"), [("canvas", 5), ("moodle", 3)])
def test_gradebooks_get_the_points_after(homework: Path, platform: str, place: int) -> None:
    archive = download(homework, blackboard(ada="01-18-00-00", ben="03-08-00-00"))
    result = CliRunner().invoke(main, ["export", platform, str(homework), str(archive)])
    assert result.exit_code == 0, result.output
    lines = list(csv.reader(io.StringIO((homework / "marks" / f"{platform}.csv").read_text(encoding="utf-8"))))
    line = next(line for line in lines if "Ben Ray" in line)
    assert line[place] == "150.4"
    assert platform == "canvas" or "taken off, from 188 to 150.4" in line[-1]


def test_the_marked_sheet_says_so(homework: Path) -> None:
    archive = download(homework, blackboard(ada="01-18-00-00", ben="03-08-00-00"))
    assert grade(homework, archive, "--sheets").exit_code == 0
    text = pypdf.PdfReader(homework / "marks" / "sheets" / "ben.pdf").pages[0].extract_text()
    assert "150.4 of 188" in text
    assert "late: −37.6" in text


def test_late_work_loses_no_more_than_it_earned(homework: Path) -> None:
    text = filled(sheet_of(homework, "ada")).splitlines()
    few = [line if row < 3 else ",".join([*line.split(",")[:7], *[""] * 20]) for row, line in enumerate(text)]
    archive = homework.parent / "download.zip"
    archive.write_bytes(zipped({blackboard(ada="09-08-00-00")["ada"]: "\n".join(few)}))
    grade(homework, archive)
    line = grades(homework)["ada"]
    assert 0 < float(line["earned"]) < 94
    assert (line["score"], line["taken_off"]) == ("0", line["earned"])


def test_without_a_penalty_it_is_said_and_costs_nothing(tmp_path: Path) -> None:
    folder = make_homework(tmp_path)
    describe(folder, 'due = "2020-12-01T18:00:00+01:00"')
    assert grade(folder, download(folder, blackboard(ada="01-18-00-01", ben="01-18-00-00"))).exit_code == 0
    assert taken_off(folder) == {"ada": "0", "ben": "0", "cyd": "0"}
    said = "handed in at 2020-12-01 18:00:01, after it was due, 2020-12-01 18:00 (UTC+01:00)"
    assert said in (folder / "marks" / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert grades(folder)["ben"]["note"] == ""


def test_of_several_files_the_newest_that_counts_decides(homework: Path) -> None:
    sheet = filled(sheet_of(homework, "ada"))
    first = "\n".join(line for line in sheet.splitlines() if "lstm" in line or line.startswith("worksheet"))
    second = "\n".join(line for line in sheet.splitlines() if "lstm" not in line)
    blank = "\n".join(",".join([*line.split(",")[:7], ""]) for line in sheet.splitlines()[1:])
    files = {
        blackboard(ada="01-12-00-00")["ada"]: first,
        blackboard(ada="02-12-00-00")["ada"]: second,
        blackboard(ada="05-12-00-00")["ada"]: f"{sheet.splitlines()[0]}\n{blank}",  # counts for nothing
        blackboard(ben="01-12-00-00")["ben"]: filled(sheet_of(homework, "ben")),
    }
    archive = homework.parent / "download.zip"
    archive.write_bytes(zipped(files))
    grade(homework, archive)
    assert taken_off(homework) == {"ada": "18.8", "ben": "0", "cyd": "0"}


def test_whoever_hands_in_the_same_again_is_not_late_by_that(homework: Path) -> None:
    sheet = filled(sheet_of(homework, "ada"))
    one, two = "A_ada_attempt_2020-12-05-10-00-00_a.csv", "B_ada_attempt_2020-12-01-10-00-00_a.csv"
    archive = homework.parent / "download.zip"
    archive.write_bytes(zipped({one: sheet, two: sheet}))
    assert grade(homework, archive).exit_code == 0
    assert taken_off(homework)["ada"] == "0"


def test_a_mark_of_canvas_without_a_time_is_for_a_person_and_costs_nothing(homework: Path) -> None:
    names = {"ada": "lovelaceada_LATE_81_4711_answers.csv", "ben": "rayben_82_4712_answers.csv"}
    result = grade(homework, download(homework, names))
    assert result.exit_code == 1
    assert "ada: the learning platform marks this as late and does not say when" in result.stderr
    assert "ben" not in result.stderr  # not marked: in time
    assert taken_off(homework) == {"ada": "0", "ben": "0", "cyd": "0"}


def test_the_teacher_may_say_when_somebody_handed_in_and_give_more_time(homework: Path) -> None:
    names = {"ada": "lovelaceada_LATE_81_4711_answers.csv", "ben": "rayben_LATE_82_4712_answers.csv"}
    until = (
        "[late.until]\nben = 2020-12-05T18:00:00\n[late.received]\nada = 2020-12-02T10:00:00\nben = 2020-12-05T19:00:00"
    )
    folder = homework
    text = (
        (folder / "assignment.toml")
        .read_text(encoding="utf-8")
        .replace('late = { grace = "1h", penalty = "10% per day", most = "50%" }', "")
    )
    table = f'[late]\ngrace = "1h"\npenalty = "10% per day"\n{until}\n'
    (folder / "assignment.toml").write_text(f"{text}\n{table}", encoding="utf-8")
    result = grade(folder, download(folder, names))
    assert result.exit_code == 0, result.stderr
    assert taken_off(folder) == {"ada": "18.8", "ben": "0", "cyd": "0"}


def test_a_time_for_somebody_who_is_not_on_the_roster_is_put_before_a_person(homework: Path) -> None:
    path = homework / "assignment.toml"
    until = ', until = { nobody = "2020-12-05T18:00:00" } }'
    path.write_text(
        path.read_text(encoding="utf-8").replace(' most = "50%" }', f' most = "50%"{until}'), encoding="utf-8"
    )
    result = grade(homework, download(homework, blackboard(ada="01-18-00-00", ben="01-18-00-00")))
    assert "[late.until]: nobody is not on the roster" in result.stderr


def test_where_nobody_says_when_they_handed_in_a_person_is_asked_once(homework: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for student in ("ada", "ben"):
        (inbox / f"{student}.csv").write_text(filled(sheet_of(homework, student)), encoding="utf-8")
    result = grade(homework, inbox)
    assert result.exit_code == 1
    assert result.stderr.count("it is not known when these students handed in: ada, ben; nothing was taken off") == 1
    assert taken_off(homework) == {"ada": "0", "ben": "0", "cyd": "0"}


def test_where_late_work_costs_nothing_nobody_is_asked_when_it_came(tmp_path: Path) -> None:
    folder = make_homework(tmp_path)
    describe(folder, 'due = "2020-12-01T18:00:00+01:00"')
    (tmp_path / "ada.csv").write_text(filled(sheet_of(folder, "ada")), encoding="utf-8")
    result = grade(folder, tmp_path / "ada.csv")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_student_cannot_invent_the_stamp_of_a_platform(homework: Path, tmp_path: Path) -> None:
    """In a folder that students write into, names are theirs; so are those in an archive of Canvas or Moodle."""
    early = "20201101000000_answers.csv"
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / f"ada_attempt_2020-11-01-00-00-00_{early}").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    assert "it is not known when these students handed in: ada;" in grade(homework, inbox).stderr
    (inbox / "ben.csv").write_text(filled(sheet_of(homework, "ben")), encoding="utf-8")
    assert "it is not known when these students handed in: ada, ben;" in grade(homework, inbox).stderr
    assert (
        grade(homework, *inbox.iterdir()).stderr.count("it is not known when these students handed in: ada, ben;") == 1
    )
    assert stamp_of(f"x.zip/Ada_81_assignsubmission_file_/{early}") == stamp_of("x.zip/Ada_81_assignsubmission_file_/a")
    for canvas in ("x.zip/lovelaceada_LATE_81_4711_" + early, f"x.zip/lovelaceada_LATE_81_4711_a.zip/{early}"):
        stamp = stamp_of(canvas)
        assert stamp is not None
        assert (stamp.platform, stamp.time, stamp.late) == ("Canvas", None, True)


def test_a_time_that_does_not_exist_is_none() -> None:
    stamp = stamp_of("x/Homework_ada_attempt_2020-12-31-23-59-60_answers.csv")
    assert stamp is not None
    assert stamp.time is None


def commit(folder: Path, message: str) -> str:
    """A commit of everything, by somebody whose clock is slow."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for command in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", message, "--date", "2001-01-01T00:00:00Z")):
        subprocess.run(["git", *command], cwd=folder, check=True)
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_a_push_counts_for_the_files_that_it_changed_and_for_no_others(homework: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "ada.csv").write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): "9"}), encoding="utf-8")
    first = commit(inbox, "ada")
    (inbox / "ben.csv").write_text(filled(sheet_of(homework, "ben")), encoding="utf-8")
    second = commit(inbox, "ben")
    (inbox / "ada.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    third = commit(inbox, "ada again")
    pushes = tmp_path / "pushes.csv"

    def off(*lines: str) -> tuple[str, str]:
        pushes.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        grade(homework, inbox, "--pushes", pushes)
        return taken_off(homework)["ada"], taken_off(homework)["ben"]

    none = "0" * 40
    pushed = (
        f"{none},{first},2020-12-01T10:00:00Z",
        f"{first},{second},2020-12-01T18:00:01Z",
        f"{second},{third},2020-12-03T10:00:00Z",
    )
    assert off(*pushed) == ("37.6", "18.8")
    assert off(*reversed(pushed)) == ("37.6", "18.8")  # as GitHub lists them
    assert off(*pushed[:2]) == ("0", "18.8")  # nobody knows when the third came
    assert off(f"{none},{third},2020-12-01T18:00:00Z") == ("0", "0")
    assert off(f"{none},{third},2020-12-01T18:00:00Z", f"{third},{none},2020-12-09T10:00:00Z") == ("0", "0")
    # Taken away by a forced push, and pushed once more: it came with the first.
    once_more = (f"{first},{none},2020-12-02T10:00:00Z", f"{none},{third},2020-12-09T10:00:00Z")
    assert off(f"{none},{third},2020-12-01T10:00:00Z", *once_more) == ("0", "0")
    assert off() == ("0", "0")


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "a,b,2020-12-01T10:00:00Z",
        f"{'0' * 40},{'a' * 40},2020-12-01T10:00:00",
        f"{'0' * 40},--all,2020-12-01T10:00:00Z",
    ],
)
def test_a_file_of_pushes_that_cannot_be_read_is_refused(line: str) -> None:
    with pytest.raises(ByhandError, match=r"pushes\.csv, line 2: is not a push; expected the commit before"):
        read_pushes("pushes.csv", f"{'0' * 40},{'a' * 40},2020-12-01T10:00:00Z\n{line}\n")


def test_gradescope_says_when_it_was_uploaded_and_the_student_learns_no_score_while_it_is_open(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    describe(homework)
    (tmp_path / "source").mkdir()
    homework.rename(tmp_path / "source" / "assignment")
    homework = tmp_path / "source" / "assignment"
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "20201101000000_answers.csv").write_text(
        filled(sheet_of(homework, "ada")), encoding="utf-8"
    )

    def results(created: str) -> tuple[float, str]:
        metadata = {"created_at": created, "users": [{"email": "ada@example.org"}]}
        (tmp_path / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        run(tmp_path)
        found = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
        return found["score"], found["output"].replace("\\", "")

    assert results("2020-12-01T11:00:00.999-07:00")[0] == 169.2
    assert results("2020-12-01T11:00:00.000000-07:00")[0] == 188  # 19:00 in Berlin
    score, output = results("2020-12-02T20:00:00Z")
    assert score == 150.4
    assert "20 % of all points will be taken off" in output
    assert "188" not in output
    assert "150" not in output
    assert results("soon")[0] == 188


def test_the_newest_of_known_times_needs_them_all(tmp_path: Path) -> None:
    """A file without a time beside one with a time: when the work was complete is not known."""
    homework = make_homework(tmp_path)
    describe(homework)
    sheet = filled(sheet_of(homework, "ada")).splitlines()
    loose = tmp_path / "ada.csv"
    loose.write_text("\n".join(line for line in sheet if "lstm" not in line), encoding="utf-8")
    archive = tmp_path / "download.zip"
    first = "\n".join(line for line in sheet if "lstm" in line or line.startswith("worksheet"))
    archive.write_bytes(zipped({blackboard(ada="09-12-00-00")["ada"]: first}))
    result = grade(homework, archive, loose)
    assert "it is not known when these students handed in: ada;" in result.stderr
    assert taken_off(homework)["ada"] == "0"


def test_the_page_about_late_work_shows_lines_that_can_be_written(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "late-work.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        (tmp_path / "assignment.toml").write_text(f'exercise = [{{ name = "softmax" }}]\n{example}', encoding="utf-8")
        deadline = read_assignment(tmp_path).deadline
        assert deadline is not None
        assert deadline.penalty == Fraction(1, 10)


def test_until_it_is_due_feedback_says_only_what_was_read(tmp_path: Path) -> None:
    """A second attempt must not profit from the first."""
    folder = make_homework(tmp_path)
    describe(folder, 'due = "2199-12-01T18:00:00Z"')
    sheet = sheet_of(folder, "ada")
    (tmp_path / "ada.csv").write_text(filled(sheet, {("h1", 1, 1): "77", ("h1", 2, 1): "abc"}), encoding="utf-8")
    result = grade(folder, tmp_path / "ada.csv")
    assert "until 2199-12-01 18:00 (UTC) students can hand in again" in result.stdout
    feedback = folder / "marks" / "feedback"
    for name in ("ada.md", "ada.html"):
        text = (feedback / name).read_text(encoding="utf-8")
        assert "1 cannot be read" in text
        assert "score and feedback follow" in text
        assert not re.search(r"77|incorrect|wrong|of 188|should be", text.partition("<body>")[2] or text), name
    assert "expected" not in (folder / "marks" / "junit.xml").read_text(encoding="utf-8")
    results = json.loads((folder / "marks" / "gradescope" / "ada.json").read_text(encoding="utf-8"))
    assert {test["visibility"] for test in results["tests"]} == {"after_published"}
    assert grades(folder)["ada"]["incorrect"] == "1"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('due = "2199-12-01T18:00:00Z"', "[marking]\nresubmit = false"),
        ('due = "2001-12-01T18:00:00Z"', ""),
        ('due = "1 December 2199"', ""),
    ],
)
def test_where_nobody_can_hand_in_again_feedback_is_given_at_once(tmp_path: Path, before: str, after: str) -> None:
    folder = make_homework(tmp_path)
    describe(folder, before, after)
    (tmp_path / "ada.csv").write_text(filled(sheet_of(folder, "ada"), {("h1", 1, 1): "77"}), encoding="utf-8")
    grade(folder, tmp_path / "ada.csv")
    assert "You wrote 77" in (folder / "marks" / "feedback" / "ada.html").read_text(encoding="utf-8")
