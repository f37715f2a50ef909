"""Concerns: what a person should look at, in words for the teacher and, where it changes marks, for the student."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.errors import Said, say
from grader.escaping import visible
from grader.marking.copied.comparison import CopiedWork
from grader.marking.marks import Address, CellRemark, Mark, Verdict

LEAST_ALIKE = 8
"""A sheet with at least so many cells filled in, all with the same, is put before a person unless they are right."""


def without_work(marks: Sequence[Mark]) -> Iterator[Said]:
    """A concern where work was not done: numbers were made up or copied so that nothing was left to work out."""
    if targets := _cells_with(CellRemark.IS_TARGET, marks):
        yield say(
            "{grid} holds the numbers of the target, which a slip explains but copying would too; "
            "what follows from it earned credit: look at the sheet",
            grid=targets[0].grid,
        )
    filled = [found for found in marks if found.typed.strip()]
    if len({found.typed.strip() for found in filled}) == 1 and len(filled) >= LEAST_ALIKE and not _all_right(filled):
        yield say("every cell that is filled in holds {text}; look at the sheet", text=visible(filled[0].typed, 20))
    if filled_in := _cells_with(CellRemark.FILLED_IN, marks):
        yield say(
            "numbers seem to be filled in without any work, and nothing that follows from them was paid: {cells}, "
            "the first in {grid}; look at the sheet",
            cells=len(filled_in),
            grid=filled_in[0].grid,
        )
    if unpaid := _cells_with(CellRemark.NO_WORK, marks):
        yield say(
            "cells that follow from numbers that seem to be made up, and needed no work, earned nothing: {cells}, "
            "the first in {grid}; look at the sheet",
            cells=len(unpaid),
            grid=unpaid[0].grid,
        )


def _cells_with(remark: CellRemark, marks: Sequence[Mark]) -> Sequence[Address]:
    return [found.cell for found in marks if found.remark is remark]


def _all_right(marks: Sequence[Mark]) -> bool:
    return all(found.verdict is Verdict.CORRECT for found in marks)


def note_on(copy: CopiedWork) -> Said:
    """What the teacher reads about a copy."""
    return (on_swapped if copy.swapped else on_copied)(copy)[0]


def on_copied(copy: CopiedWork) -> tuple[Said, Said]:
    """What the teacher reads about a copy, and what the student reads, to whom nobody else is named."""
    note = say(
        "{matches} of {wrong} wrong numbers are those of {source}; in {exercises}, cells that hold them, and what "
        "follows from them, were given no credit; ask both",
        matches=copy.matches,
        wrong=copy.wrong,
        source=copy.source,
        exercises=", ".join(copy.exercises),
    )
    remark = say(
        "{matches} of your {wrong} wrong numbers belong to another student's sheet; in {exercises}, cells that hold "
        "them, and what follows from them, earned nothing. Numbers that you worked out yourself count: talk to your "
        "teacher if this is a mistake",
        matches=copy.matches,
        wrong=copy.wrong,
        exercises=", ".join(copy.exercises),
    )
    return note, remark


def on_swapped(copy: CopiedWork) -> tuple[Said, Said]:
    """The same where two students seem to have worked each other's sheets."""
    note = say(
        "has the numbers of the sheet of {source}, who has those of this one: the two sheets were probably swapped by "
        "mistake; give credit by [[accept]], or let both hand in under the other's id",
        source=copy.source,
    )
    remark = say(
        "your numbers belong to another student's sheet, who has yours: the two were probably swapped. "
        "Nobody is accused of anything; your teacher decides what it earns"
    )
    return note, remark
