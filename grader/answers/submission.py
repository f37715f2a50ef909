"""An answer sheet becomes Submissions: what was typed in which row, still as text, and what is wrong with the form.

This needs no key and no class. The order of lines never matters: lines that repeat a row are merged, and where they
disagree the cell shows both texts, which is not a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from generator.assignment.answer_sheet import MOST_COLUMNS, MOST_ROWS, NOTHING
from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError, Said, say
from generator.files import table_rows
from grader.answers.typed import read_typed

MOST_TITLES = 10


_NOTHING = frozenset((NOTHING, "–", "—", "−"))
"""The content of a cell to be left alone, including the forms that spreadsheets turn it into."""
_COUNT = re.compile(r"\d{1,5}/(\d{1,5})", re.ASCII)


class Line(NamedTuple):
    """The row and grid that a line of the answer sheet holds."""

    exercise: str
    grid: str
    row: int


@dataclass(frozen=True)
class Submission:
    """What one file says about one worksheet; `worksheet` is empty if the file has no worksheet id.

    `remarks` are what a person should know about the form of the file: where a fault is, and what to do about it.
    """

    file: str
    worksheet: str
    typed: Mapping[Line, tuple[str, ...]]
    remarks: tuple[Said, ...] = ()


@lru_cache(maxsize=16)  # every line of a sheet repeats it
def worksheet_id(text: str) -> str:
    """The id in its printed form, however it was copied: `k7q2 9f3m` is `K7Q2-9F3M`, O is 0, I and L are 1."""
    letters = "".join(filter(str.isalnum, text.upper())).translate(str.maketrans("OIL", "011"))
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == 8 else text.strip()


def read_submissions(file: str, text: str) -> tuple[Submission, ...]:
    """The submissions in the text of an answer sheet, one for each worksheet in it.

    Raises ByhandError, naming file and line, if it is not an answer sheet at all; lesser faults become remarks.
    """
    table = table_rows(file, text)
    header = _Header.find(file, table)
    lines: dict[str, dict[Line, list[tuple[str, ...]]]] = {}
    remarks: dict[str, list[Said]] = {}
    counted: dict[str, int] = {}
    for count, (number, row) in enumerate(table):
        if count >= MOST_ROWS:
            raise ByhandError(
                "{file}, line {line}: more than {most} lines, too many for an answer sheet; "
                "keep only the lines of the blank sheet",
                file=file,
                line=number,
                most=MOST_ROWS,
            )
        worksheet = worksheet_id(header.cell(row, header.worksheet))
        found = remarks.setdefault(worksheet, [])
        line = header.place(row)
        counted[worksheet] = max(counted.get(worksheet, 0), header.lines_of_sheet(row))
        if line is None:
            found.append(
                say(
                    "{file}, line {line}, column row: {text!r} is not a row number; copy the line from the blank sheet",
                    file=file,
                    line=number,
                    text=header.cell(row, header.row)[:20],
                )
            )
            continue
        if "\n" in "".join(row):
            found.append(
                say(
                    "{file}, line {line}: a quotation mark opens here and is never closed; delete it",
                    file=file,
                    line=number,
                )
            )
        lines.setdefault(worksheet, {}).setdefault(line, []).append(header.typed(row))
    # Lines without an id belong to the worksheet of the others.
    named = [worksheet for worksheet in remarks if worksheet]
    if len(named) == 1 and "" in remarks:
        remarks[named[0]] += remarks.pop("")
        for line, texts in lines.pop("", {}).items():
            lines.setdefault(named[0], {}).setdefault(line, []).extend(texts)
    if not remarks:
        raise ByhandError("{file}: no lines below the header; save the whole answer sheet", file=file)
    for worksheet, found in remarks.items():
        there = len(lines.get(worksheet, {}))
        if there < counted.get(worksheet, 0):
            found.append(
                say(
                    "{file}: only {there} of {lines} lines are there; the others were cut off or deleted; "
                    "copy them from the blank sheet",
                    file=file,
                    there=there,
                    lines=counted[worksheet],
                )
            )
    return tuple(
        _merged(file, worksheet, lines.get(worksheet, {}), remarks[worksheet]) for worksheet in sorted(remarks)
    )


@dataclass(frozen=True)
class _Header:
    """The position of each column of an answer sheet; -1 for a missing one."""

    worksheet: int
    exercise: int
    grid: int
    row: int
    line: int
    cells: tuple[tuple[int, int], ...]
    """The number and position of each numbered column, in the order of their numbers."""

    @staticmethod
    def find(file: str, table: Iterator[tuple[int, list[str]]]) -> _Header:
        """The header, which may come after a few lines of title."""
        for _, names in islice(table, MOST_TITLES):
            plain = ["".join(name.split()).casefold() for name in names]
            if "grid" in plain and "row" in plain:
                return _Header.read(file, plain)
        raise ByhandError(
            "{file}, line 1: no header; expected worksheet,exercise,step,title,line,grid,row,1,2,3 "
            "as in the blank sheet",
            file=file,
        )

    @staticmethod
    def read(file: str, plain: list[str]) -> _Header:
        """The positions of the columns with these names."""
        places = {name: plain.index(name) for name in ("worksheet", "exercise", "grid", "row", "line") if name in plain}
        numbered = ((read_typed(name).number, place) for place, name in enumerate(plain))
        cells = sorted(
            (int(number), place) for number, place in numbered if number is not None and 1 <= number <= MOST_COLUMNS
        )
        if not cells:
            raise ByhandError(
                "{file}, line 1: no numbered columns; expected 1, 2, 3 after row, as in the blank sheet", file=file
            )
        for (number, _), (following, _) in pairwise(cells):
            if number == following:
                raise ByhandError(
                    "{file}, line 1: two columns are numbered {number}; number them 1, 2, 3", file=file, number=number
                )
        return _Header(
            places.get("worksheet", -1),
            places.get("exercise", -1),
            places["grid"],
            places["row"],
            places.get("line", -1),
            tuple(cells),
        )

    @staticmethod
    def cell(row: list[str], place: int) -> str:
        return row[place].strip() if 0 <= place < len(row) else ""

    def place(self, row: list[str]) -> Line | None:
        """The place on the sheet; None if the row column does not hold a whole number."""
        number = read_typed(self.cell(row, self.row)).number
        if number is None or number.denominator != 1:
            return None
        return Line(self.cell(row, self.exercise), self.cell(row, self.grid), int(number))

    def typed(self, row: list[str]) -> tuple[str, ...]:
        """The texts of the numbered columns; a missing column number reads as blank."""
        texts = [""] * self.cells[-1][0]
        for number, place in self.cells:
            if place < len(row):
                text = row[place].strip()
                texts[number - 1] = "" if text in _NOTHING else text
        return tuple(texts)

    def lines_of_sheet(self, row: list[str]) -> int:
        """How many lines the blank sheet had, by the `2/24` of this one; 0 if a spreadsheet turned that into a date."""
        found = _COUNT.fullmatch(self.cell(row, self.line))
        return int(found[1]) if found else 0


def _merged(file: str, worksheet: str, lines: Mapping[Line, list[tuple[str, ...]]], remarks: list[Said]) -> Submission:
    typed: dict[Line, tuple[str, ...]] = {}
    for line, repeats in lines.items():
        typed[line] = repeats[0] if len(repeats) == 1 else tuple(map(_one_text, zip(*repeats, strict=True)))
        if len(repeats) > 1 and any(" | " in text for text in typed[line]):
            remarks.append(
                say(
                    "{file}: row {row} of {grid} occurs twice with different answers; keep only one of the lines",
                    file=file,
                    row=line.row,
                    grid=line.grid[:20],
                )
            )
    return Submission(file, worksheet, typed, tuple(remarks))


def _one_text(texts: tuple[str, ...]) -> str:
    """The answer of repeated lines if they agree; otherwise all answers, sorted."""
    different = sorted({text for text in texts if text})
    numbers = {read_typed(text).number for text in different}
    if len(numbers) == 1 and None not in numbers:
        return different[0]
    return " | ".join(different)


def fitted(submission: Submission, worksheet: Worksheet) -> Submission:
    """The submission with its lines named as on the worksheet, ignoring case; remarks report what is not on it."""
    lines = _Lines.of(worksheet)
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
    return replace(submission, worksheet=worksheet.id, typed=typed, remarks=(*submission.remarks, *remarks))


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
        widths = {
            Line(task.id, name, row + 1): task.blueprint.by_name[name].shape[1]
            for task in worksheet.tasks
            for name, spots in task.spots.items()
            for row, _ in spots
        }
        meant: dict[Line, tuple[Line, ...]] = {}
        for line in widths:
            meant[_folded(line)] = (*meant.get(_folded(line), ()), line)
        return _Lines(widths, meant, worksheet.tasks[0].id if len(worksheet.tasks) == 1 else "")

    def meant_by(self, line: Line) -> Line | None:
        """The line of the worksheet that is meant, `c1` before `C1`; None if there is not exactly one."""
        if line in self.widths:
            return line
        line = line._replace(exercise=line.exercise or self.only)
        candidates = self.meant.get(_folded(line), ())
        exact = [place for place in candidates if place.grid == line.grid] or candidates
        return exact[0] if len(exact) == 1 else None


def _folded(line: Line) -> Line:
    return Line(line.exercise.casefold(), line.grid.casefold(), line.row)
