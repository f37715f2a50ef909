"""The form check: what a student can know about an answer sheet before handing it in, without any key.

The blank sheet numbers its lines and has a dash where nothing belongs; so its copy shows what is missing or misplaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.assignment.worksheet_id import is_id
from generator.catalogue import OURS
from generator.network.blueprint import View
from grader.answers.form.expected import NOTHING_KNOWN, Expected
from grader.answers.form.misplaced import misplaced, place_of, shifted
from grader.answers.submission import Line, Submission, cut_off
from grader.answers.typed import Fault, read_typed
from grader.escaping import visible

ADVICE = {
    Fault.WORDS: "is not a number; write -3, 0.5 or 1/2",
    Fault.LONG: "is far too long for a number; write -3, 0.5 or 1/2",
    Fault.DATE: "is a date that a spreadsheet made of a fraction; format the cell as text and write 1/2, or write 0.5",
    Fault.ERROR: "is a spreadsheet's error message; write the number itself, such as -3, 0.5 or 1/2",
    Fault.OPTION: "is not one of the choices; write the number or the words of one of them",
}
MOST_MISSING = 10
"""The most blank cells that are named."""


@dataclass(frozen=True)
class FormCheck:
    """The state of an answer sheet's form: the cells that are filled, those that are blank, and what is wrong.

    `cells` is None where the file does not show where the blank sheet has cells, as in its old form. `doubts` are no
    faults of form: numbers that a cell cannot hold, whatever was given.
    """

    submission: Submission
    filled: int
    cells: int | None
    missing: tuple[str, ...]
    unreadable: int
    faults: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def check_form(submission: Submission, expected: Expected = NOTHING_KNOWN) -> FormCheck:
    """Check every cell, the id, and that everything is where it belongs."""
    worded = worded_grids()
    shift = shifted(submission, expected, worded)
    filled, unreadable, missing, doubts = 0, 0, [], []
    faults = list(map(str, (*submission.remarks, *cut_off(submission))))
    for line, column, text in _cells(submission, expected):
        if not text:
            missing.append(place_of(line, column))
            continue
        filled += 1
        where = f"{submission.file}, {place_of(line, column)}: {visible(text, 30)!r}"
        fault = read_typed(text).fault
        if fault and not (fault is Fault.WORDS and line.grid.casefold() in worded):
            unreadable += 1
            faults.append(f"{where} {ADVICE[fault]}")
        elif not shift and (why := expected.impossible(line, text)):
            doubts.append(f"{where} {why}; look at it again")
    faults += [shift] if shift else misplaced(submission, expected)
    if not filled:
        faults.insert(0, f"{submission.file}: nothing is filled in; type the numbers into the numbered columns")
    if wrong_id := _about_id(submission):
        faults.insert(0, wrong_id)
    cells = filled + len(missing) if submission.blank.lines or any(submission.blank.dashes.values()) else None
    return FormCheck(
        submission, filled, cells, tuple(missing) if cells else (), unreadable, tuple(faults), tuple(doubts)
    )


def _about_id(submission: Submission) -> str:
    if not submission.worksheet:
        return f"{submission.file}: has no worksheet id; copy it from the printed sheet"
    if is_id(submission.worksheet):
        return ""
    shown = visible(submission.worksheet, 20)
    return (
        f"{submission.file}: {shown!r} is not a worksheet id; one looks like K7Q2-9F3M; copy it from the printed sheet"
    )


def _cells(submission: Submission, expected: Expected) -> Iterator[tuple[Line, int, str]]:
    """The line, column and text of every cell to fill; where these are not known, of every cell without a dash."""
    for line, texts in submission.typed.items():
        shown = set(range(1, len(texts) + 1)) - submission.blank.dashes.get(line, frozenset())
        for column in sorted(expected.lines.get(line, shown)):
            yield line, column, texts[column - 1] if column <= len(texts) else ""


def worded_grids() -> frozenset[str]:
    """The names of grids that ask for words somewhere in the catalogue; the worksheet itself is not available here."""
    return frozenset(
        grid.name.casefold()
        for exercise in OURS.all()
        for grid in exercise.blueprint().asked
        if grid.view is View.WORDS
    )
