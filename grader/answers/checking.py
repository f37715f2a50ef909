"""The form check: what a student can know about an answer sheet before handing it in, without any key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalogue import OURS
from generator.network.blueprint import View
from grader.answers.submission import Submission
from grader.answers.typed import Fault, read_typed
from grader.escaping import visible

ADVICE = {
    Fault.WORDS: "is not a number; write -3, 0.5 or 1/2",
    Fault.LONG: "is far too long for a number; write -3, 0.5 or 1/2",
    Fault.DATE: "is a date that a spreadsheet made of a fraction; format the cell as text and write 1/2, or write 0.5",
    Fault.ERROR: "is a spreadsheet's error message; write the number itself, such as -3, 0.5 or 1/2",
    Fault.OPTION: "is not one of the choices; write the number or the words of one of them",
}


@dataclass(frozen=True)
class FormCheck:
    """The state of an answer sheet's form: how many cells are filled, and what is wrong."""

    submission: Submission
    filled: int
    faults: tuple[str, ...]


def check_form(submission: Submission) -> FormCheck:
    """Check every cell that is not empty."""
    worded = _worded_grids()
    filled, faults = 0, list(map(str, submission.remarks))
    for name, place, text in _texts(submission):
        filled += 1
        fault = read_typed(text).fault
        if fault and not (fault is Fault.WORDS and name.casefold() in worded):
            faults.append(f"{submission.file}, {place}: {visible(text, 30)!r} {ADVICE[fault]}")
    if not submission.worksheet:
        faults.insert(0, f"{submission.file}: has no worksheet id; copy it from the printed sheet")
    return FormCheck(submission, filled, tuple(faults))


def _texts(submission: Submission) -> Iterator[tuple[str, str, str]]:
    """The grid, the place and the text of every cell that is not empty."""
    for line, texts in submission.typed.items():
        for column, text in enumerate(texts, start=1):
            if text:
                yield line.grid, f"column {column}, {line.exercise} {line.grid} row {line.row}", text


def _worded_grids() -> frozenset[str]:
    """The names of grids that ask for words somewhere in the catalogue; the worksheet itself is not available here."""
    return frozenset(
        grid.name.casefold()
        for exercise in OURS.all()
        for grid in exercise.blueprint().asked
        if grid.view is View.WORDS
    )
