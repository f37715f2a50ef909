"""A submission is fitted to its worksheet: its lines get the names there, and lines that are not on it are reported."""

from __future__ import annotations

from dataclasses import replace

from generator.assignment.worksheet import Worksheet
from generator.errors import Said, say
from grader.answers.sheet_lines import SheetLines
from grader.answers.submission import Line, Submission, few


def fitted(submission: Submission, worksheet: Worksheet) -> Submission:
    """The submission with its lines named as on the worksheet, ignoring case; remarks report what is not on it."""
    lines = SheetLines.of(worksheet)
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
        width = lines.each[place].width
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
