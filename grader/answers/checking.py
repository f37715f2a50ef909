"""The form check: what a student can know about an answer sheet before handing it in. Sees no key and reveals none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalogue import EXERCISES
from generator.network.blueprint import View
from grader.answers.submission import Submission
from grader.answers.typed import Fault, read_typed
from grader.escaping import visible

ADVICE = {
    Fault.WORDS: "is no number; write -3, 0.5 or 1/2",
    Fault.LONG: "is far too long for a number; write -3, 0.5 or 1/2",
    Fault.DATE: "is a date: a spreadsheet changed a fraction; format the cell as text and write 1/2, or write 0.5",
    Fault.ERROR: "is a spreadsheet's error message; write the number itself, as -3, 0.5 or 1/2",
    Fault.OPTION: "is none of the choices",
}


@dataclass(frozen=True)
class FormCheck:
    """The state of an answer sheet's form: how many cells it has room for, how many are filled, and what is wrong."""

    submission: Submission
    filled: int
    faults: tuple[str, ...]


def check_form(submission: Submission) -> FormCheck:
    """Look at every cell that holds anything."""
    worded = _worded_grids()
    filled, faults = 0, list(map(str, submission.remarks))
    for name, place, text in _texts(submission):
        filled += 1
        fault = read_typed(text).fault
        if fault and not (fault is Fault.WORDS and name.casefold() in worded):
            faults.append(f"{submission.file}, {place}: {visible(text, 30)!r} {ADVICE[fault]}")
    if not submission.worksheet:
        faults.insert(0, f"{submission.file}: names no worksheet; copy the id from the printed sheet")
    return FormCheck(submission, filled, tuple(faults))


def _texts(submission: Submission) -> Iterator[tuple[str, str, str]]:
    """The grid, the place and the text of every cell that holds anything."""
    for line, texts in submission.typed.items():
        for column, text in enumerate(texts, start=1):
            if text:
                yield line.grid, f"column {column}, {line.exercise} {line.grid} row {line.row}", text


def _worded_grids() -> frozenset[str]:
    """The names of grids that ask for words somewhere in the catalogue; the sheet itself is not at hand."""
    return frozenset(
        grid.name.casefold() for exercise in EXERCISES for grid in exercise.blueprint().asked if grid.view is View.WORDS
    )
