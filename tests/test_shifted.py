"""Answers typed one line too low or too high: recognised, reported, and read where they belong if so set."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from generator.assignment.description import read_assignment
from generator.assignment.issue import issue_missing
from generator.assignment.worksheet import Worksheet, make_worksheet
from grader.answers.submission import Line, Submission
from grader.marking import shifting
from grader.marking.cells import mark
from grader.marking.marks import Verdict
from grader.marking.shifting import Shift, find_shifts
from tests.figures.fairness import share
from tests.figures.honesty import kinds, typed, worked
from tests.simulated.classroom import Pen
from tests.simulated.homework import filled, grade, grades, make_homework, sheet_of
from tests.simulated.students import FIRST, handed_in, key_of, worksheet_of

SEEDS = range(8)


def shifts_in(worksheet: Worksheet, submission: Submission) -> tuple[Shift, ...]:
    return find_shifts(worksheet, submission, mark(worksheet, submission))


def shifted(submission: Submission, first: int, by: int, last: int | None = None) -> Submission:
    """The answers from a line on, moved down or up; what leaves the sheet is lost."""
    lines = list(submission.typed)
    moved: dict[Line, tuple[str, ...]] = dict(submission.typed)
    for place in range(first, len(lines) if last is None else last):
        from_place = place - by
        inside = first <= from_place < len(lines)
        moved[lines[place]] = submission.typed[lines[from_place]] if inside else ()
    return replace(submission, typed=moved)


@pytest.mark.parametrize("name", FIRST)
@pytest.mark.parametrize("by", [1, -1])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_skipped_line_is_recognised_and_undone(name: str, seed: int, by: int) -> None:
    worksheet = worksheet_of(name, seed)
    submission = shifted(handed_in(worksheet, key_of(worksheet)), 3, by)
    (shift,) = shifts_in(worksheet, submission)
    assert shift.by == by
    plain, read = (share(mark(worksheet, each)) for each in (submission, shift.undone(submission)))
    assert plain < 0.8
    assert read > 0.9


@pytest.mark.parametrize("exercise", ["lstm", "backpropagation", "gcn"])
def test_students_with_other_slips_are_not_suspected(exercise: str) -> None:
    for kind, pen_of, _ in kinds(exercise):
        for seed in SEEDS if kind != "a row skipped" else ():
            worksheet = worksheet_of(exercise, seed)
            pen = pen_of(worked(worksheet, Pen()), random.Random(seed))
            submission = typed(worksheet, worked(worksheet, pen))
            assert shifts_in(worksheet, submission) == ()


@pytest.mark.parametrize(("more", "found"), [(0, True), (1, False)])
@pytest.mark.parametrize("limit", ["LEAST_SHIFTED", "LEAST_LINES"])
def test_so_many_cells_and_lines_have_to_be_shifted(
    limit: str, more: int, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    worksheet = worksheet_of("gcn", 1)
    submission = shifted(handed_in(worksheet, key_of(worksheet)), 20, 1)
    (shift,) = shifts_in(worksheet, submission)
    monkeypatch.setattr(shifting, limit, more + (shift.right if limit == "LEAST_SHIFTED" else len(shift.lines)))
    assert bool(shifts_in(worksheet, submission)) is found


@pytest.mark.parametrize(("more", "found"), [(0, True), (1, False)])
def test_without_enough_mistakes_nothing_is_suspected(more: int, found: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    worksheet = worksheet_of("gcn", 1)
    submission = shifted(handed_in(worksheet, key_of(worksheet)), 20, 1)
    mistaken = sum(mark_.verdict in (Verdict.INCORRECT, Verdict.BLANK) for mark_ in mark(worksheet, submission))
    monkeypatch.setattr(shifting, "LEAST_MISTAKEN", mistaken + more)
    assert bool(shifts_in(worksheet, submission)) is found


@pytest.mark.parametrize(("wrong", "found"), [(0.4, True), (0.6, False)])
def test_half_of_the_answers_have_to_be_right_there(wrong: float, found: bool) -> None:
    worksheet, chance = worksheet_of("gcn", 1), random.Random(1)
    submission = handed_in(worksheet, key_of(worksheet))
    spoiled = {
        line: tuple(str(int(chance.randint(100, 200))) if text and chance.random() < wrong else text for text in texts)
        for line, texts in submission.typed.items()
    }
    assert bool(shifts_in(worksheet, shifted(replace(submission, typed=spoiled), 3, 1))) is found


def graded(tmp_path: Path, setting: str) -> tuple[int, str, Mapping[str, str], str]:
    """Ada's answers from the fourth line on are a line too low: the exit code, what was said, her grade, feedback."""
    homework = make_homework(tmp_path)
    description = homework / "assignment.toml"
    description.write_text(description.read_text("utf-8") + setting, "utf-8")
    worksheet = sheet_of(homework, "ada")
    lines = filled(worksheet).splitlines()
    head = [line.split(",")[:7] for line in lines]
    width = len(lines[0].split(","))
    cells = [line.split(",")[7:] for line in lines]
    cells = [*cells[:4], [""] * (width - 7), *cells[4:-1]]
    text = "\n".join(",".join((*one, *other)) for one, other in zip(head, cells, strict=True))
    (tmp_path / "ada.csv").write_text(text, "utf-8")
    result = grade(homework, tmp_path / "ada.csv")
    feedback = (homework / "marks" / "feedback" / "ada.md").read_text("utf-8")
    return result.exit_code, result.output, grades(homework)["ada"], feedback


def test_shifted_rows_are_put_before_a_person_and_told_to_the_student(tmp_path: Path) -> None:
    code, output, grade_line, feedback = graded(tmp_path, "")
    assert code == 1
    assert "ada: from row" in output
    assert "one line too low" in feedback
    assert float(grade_line["percent"]) < 60


def test_a_teacher_may_let_them_be_read_where_they_belong(tmp_path: Path) -> None:
    code, output, grade_line, feedback = graded(tmp_path, '\n[marking]\nshifted_rows = "read"\n')
    assert code == 1
    assert "were marked there" in output
    assert "were marked there" in feedback
    assert float(grade_line["percent"]) > 70


def worksheet_with(*exercises: str) -> Worksheet:
    """A sheet with several exercises."""
    tasks = tuple(replace(worksheet_of(name, 1).tasks[0], id=name) for name in exercises)
    return make_worksheet("secret", "ada", "Ada Lovelace", tasks)


def all_right(worksheet: Worksheet) -> Submission:
    lines = {
        line: texts
        for task in worksheet.tasks
        for line, texts in handed_in(worksheet_of(task.id, 1), key_of(worksheet_of(task.id, 1))).typed.items()
    }
    return Submission("ada.csv", worksheet.id, lines)


@pytest.mark.parametrize("by", [1, -1])
def test_one_skipped_line_is_one_shift_though_it_goes_on_in_the_next_exercises(by: int) -> None:
    worksheet = worksheet_with("gcn", "lstm", "backpropagation")
    whole = all_right(worksheet)
    submission = shifted(whole, 20, by)
    (shift,) = shifts_in(worksheet, submission)
    assert {line.exercise for line in shift.lines} == {"gcn", "lstm", "backpropagation"}
    last = next(line for line in reversed(tuple(whole.typed)) if line.exercise == "lstm")
    assert shift.undone(submission).typed[last] == whole.typed[last], "it lay on a line of the next exercise"


def test_two_skips_with_work_in_its_place_between_are_two_shifts() -> None:
    worksheet = worksheet_with("gcn", "lstm", "backpropagation")
    whole = all_right(worksheet)
    lines = list(whole.typed)
    ends = {
        name: max(place for place, line in enumerate(lines) if line.exercise == name) + 1 for name in ("gcn", "lstm")
    }
    submission = shifted(shifted(whole, 3, 1, ends["gcn"]), ends["lstm"] + 3, 1)
    assert [shift.lines[0].exercise for shift in shifts_in(worksheet, submission)] == ["gcn", "backpropagation"]


def test_nobody_is_said_to_have_made_up_what_is_a_line_too_low(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    toml = homework / "assignment.toml"
    names = ("mlp", "gcn", "gru", "convolution")
    toml.write_text("".join(f'[[exercise]]\nname = "{name}"\n' for name in names), "utf-8")
    (homework / "issued.jsonl").unlink()
    assignment = read_assignment(homework)
    issue_missing(assignment, assignment.students())
    lines = [line.split(",") for line in filled(sheet_of(homework, "ada")).splitlines()]
    cells = [line[7:] for line in lines]
    cells = [*cells[:20], [""] * len(cells[0]), *cells[20:-1]]
    text = "\n".join(",".join((*line[:7], *own)) for line, own in zip(lines, cells, strict=True))
    (tmp_path / "ada.csv").write_text(text, "utf-8")
    result = grade(homework, tmp_path / "ada.csv")
    assert result.output.count("one line too low") == 1
    feedback = (homework / "marks" / "feedback" / "ada.md").read_text("utf-8")
    assert "made up" not in result.output + feedback + grades(homework)["ada"]["note"]
