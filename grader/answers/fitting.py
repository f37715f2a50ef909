"""A submission is fitted to its worksheet: its lines get the names there, and lines that are not on it are reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.assignment.worksheet import Worksheet
from generator.errors import Said, say
from generator.network.blueprint import Blueprint
from generator.network.covers import Spot
from grader.answers.submission import Line, Submission, few


def fitted(submission: Submission, worksheet: Worksheet) -> Submission:
    """The submission with its lines named as on the worksheet, ignoring case; remarks report what is not on it."""
    lines = _Lines.of(worksheet)
    if lines.fit(submission.typed):
        return replace(submission, worksheet=worksheet.id)
    typed: dict[Line, tuple[str, ...]] = {}
    remarks: list[Said] = []
    # In sorted order, so that neither marks nor remarks depend on the order of lines.
    for line, texts in sorted(submission.typed.items()):
        place = lines.meant_by(line)
        if place is None or place in typed:
            if any(texts):
                remarks.append(_not_taken(submission.file, line, place))
            continue
        width = lines.widths[place]
        if any(texts[width:]):
            remarks.append(
                say(
                    "{file}: row {row} of {grid} ends with column {width}; anything beyond it is not marked",
                    file=submission.file,
                    row=place.row,
                    grid=place.grid,
                    width=width,
                )
            )
        typed[place] = texts
    return replace(
        submission, worksheet=worksheet.id, typed=typed, remarks=few(submission.file, (*submission.remarks, *remarks))
    )


def _not_taken(file: str, line: Line, place: Line | None) -> Said:
    """Why a line is not marked: its place is not on the worksheet, or another line has taken it."""
    return say(
        "{file}: this worksheet has no row {row} of grid {grid!r} in exercise {exercise!r}; "
        "copy the line from the blank sheet"
        if place is None
        else "{file}: row {row} of grid {grid!r} in exercise {exercise!r} occurs twice, spelled differently; "
        "copy the line from the blank sheet",
        file=file,
        row=line.row,
        grid=line.grid[:20],
        exercise=line.exercise[:20],
    )


@dataclass(frozen=True)
class _Lines:
    """The lines of a worksheet's answer sheet: the width of each, and the lines that match when case is ignored."""

    widths: Mapping[Line, int]
    meant: Mapping[Line, tuple[Line, ...]]
    only: str

    @staticmethod
    def of(worksheet: Worksheet) -> _Lines:
        return _lines(tuple((task.id, task.blueprint, tuple(task.spots.items())) for task in worksheet.tasks))

    def fit(self, typed: Mapping[Line, Sequence[str]]) -> bool:
        """Whether every line is on the worksheet by just this name, with nothing beyond its last column."""
        return typed.keys() <= self.widths.keys() and not any(
            any(texts[self.widths[line] :]) for line, texts in typed.items()
        )

    def meant_by(self, line: Line) -> Line | None:
        """The line of the worksheet that is meant, `c1` before `C1`; None if there is not exactly one."""
        if line in self.widths:
            return line
        line = line._replace(exercise=line.exercise or self.only)
        candidates = self.meant.get(_folded(line), ())
        exact = [place for place in candidates if place.grid == line.grid] or candidates
        return exact[0] if len(exact) == 1 else None


@lru_cache(maxsize=64)
def _lines(tasks: tuple[tuple[str, Blueprint, tuple[tuple[str, tuple[Spot, ...]], ...]], ...]) -> _Lines:
    """The lines of a sheet with these exercises and cells to fill, which most of a class share."""
    widths = {
        Line(identity, name, row + 1): blueprint.by_name[name].shape[1]
        for identity, blueprint, grids in tasks
        for name, spots in grids
        for row, _ in spots
    }
    meant: dict[Line, tuple[Line, ...]] = {}
    for line in widths:
        meant[_folded(line)] = (*meant.get(_folded(line), ()), line)
    return _Lines(widths, meant, tasks[0][0] if len(tasks) == 1 else "")


def _folded(line: Line) -> Line:
    return Line(line.exercise.casefold(), line.grid.casefold(), line.row)
