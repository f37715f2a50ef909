"""The text of an answer sheet becomes rows under a header, each line read on its own: a fault in one spoils no other.

The header is looked for with every separator, since there may be a title above it. A spreadsheet that expects another
separator shows every line in its first column: such files are recognised by their header and read too.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from generator.assignment.answer_sheet import MOST_ROWS, NOTHING
from generator.errors import ByhandError, say
from grader.answers.decimal_commas import ways_to_join
from grader.answers.typed import read_typed

MOST_TITLES = 10
SEPARATORS = MappingProxyType({",": say("a comma"), ";": say("a semicolon"), "\t": say("a tab")})
"""What separates columns, and what it is called."""
MOST_LETTERS = 30_000
"""No line of an answer sheet is longer."""
_MOST_LINES_OF_A_ROW = 4
_MOST_QUOTES = 40


class RowFault(Enum):
    """What is wrong with the punctuation of a row."""

    QUOTE = "a quotation mark opens and is never closed"
    COMMAS_READ = "decimal commas separate fields, and could be read in one way only"
    COMMAS_UNREAD = "decimal commas separate fields, and could be read in several ways"
    TOO_MANY = "more fields than columns"


class Row(NamedTuple):
    """A row that is not empty: the number of its first line, its fields without spaces around, and what is wrong."""

    line: int
    cells: list[str]
    fault: RowFault | None = None


class Table(NamedTuple):
    """The names of the columns as they are written, and the rows below them.

    `in_one_column` is the separator of the lines if a spreadsheet showed every line in its first column.
    """

    names: list[str]
    rows: tuple[Row, ...]
    in_one_column: str = ""


class _Form(NamedTuple):
    """How lines are written: the separator, and the one inside the first field if all is in one column."""

    separator: str
    inner: str = ""


def read_table(file: str, text: str) -> Table:
    """The table in a file; ByhandError, naming file and line, if it has no header, no rows or too many."""
    # Nothing else ends a line: a cell may contain U+2028 or a form feed.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    long = next((number for number, line in enumerate(lines, start=1) if len(line) > MOST_LETTERS), 0)
    if long:
        raise ByhandError(
            "{file}, line {line}: longer than {most} characters, and no line of an answer sheet is; "
            "copy the line from the blank sheet",
            file=file,
            line=long,
            most=MOST_LETTERS,
        )
    start, form, names = _header(file, lines)
    rows = list(_rows(file, lines, start + 1, form, names))
    if not rows:
        raise ByhandError("{file}: no lines below the header; save the whole answer sheet", file=file)
    if not form.inner:
        rows = _with_faults(rows, form.separator, names)
    return Table(names, tuple(rows), form.inner)


def _header(file: str, lines: Sequence[str]) -> tuple[int, _Form, list[str]]:
    """Where the header is, how it is written, and its names."""
    filled = ((place, line) for place, line in enumerate(lines) if line.strip())
    for place, line in islice(filled, MOST_TITLES):
        for separator in SEPARATORS:
            outer = _fields(line, separator)
            # A spreadsheet that saves commas puts marks around a field that contains some.
            one = len(outer) > 1 or (line.strip().startswith('"') and line.strip().endswith('"'))
            for inner in SEPARATORS:
                names = _fields(outer[0], inner)
                if one and _is_header(names) and not "".join(outer[1:]).strip():
                    return place, _Form(separator, inner), names
        for separator in SEPARATORS:
            names = _fields(line, separator)
            if _is_header(names):
                return place, _Form(separator), names
    raise ByhandError(
        "{file}, line 1: no header; expected worksheet,exercise,step,title,line,grid,row,1,2,3 as in the blank sheet",
        file=file,
    )


def _is_header(names: Sequence[str]) -> bool:
    return {"grid", "row"} <= {plain_name(name) for name in names}


def plain_name(name: str) -> str:
    """The name of a column without case and spaces."""
    return "".join(name.split()).casefold()


def _fields(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [""]) or [""]


def _rows(file: str, lines: list[str], start: int, form: _Form, names: Sequence[str]) -> Iterator[Row]:
    place, count, width = start, 0, len(names)
    while place < len(lines):
        fields, used, fault = _row(lines, place, form.separator, width if not form.inner else 0)
        cells = list(map(str.strip, fields))
        if any(cells):
            count += 1
            if count > MOST_ROWS:
                raise ByhandError(
                    "{file}, line {line}: more than {most} lines, too many for an answer sheet; "
                    "keep only the lines of the blank sheet",
                    file=file,
                    line=place + 1,
                    most=MOST_ROWS,
                )
            if form.inner:
                cells = _out_of_one_column(fields, form.inner, names)
            yield Row(place + 1, cells, fault)
        place += used


def _row(lines: Sequence[str], place: int, separator: str, width: int) -> tuple[list[str], int, RowFault | None]:
    """The fields of the row that begins with this line, the number of lines it takes, and its fault."""
    line = lines[place]
    if '"' not in line:
        return line.split(separator), 1, None
    ends = (f"{line}\n" for line in islice(lines, place, place + _MOST_LINES_OF_A_ROW))
    reader = csv.reader(ends, delimiter=separator)
    cells = next(reader)
    broken = [cell for cell in cells if "\n" in cell]
    if not broken:
        return cells, reader.line_num, None
    # Alt+Enter puts a line break into a cell; a mark that swallows the next line swallows its separators as well.
    closed = not (broken[-1] is cells[-1] and cells[-1].endswith("\n"))
    if closed and len(cells) == width and all(cell.count(separator) <= 1 for cell in broken):
        return [" ".join(cell.split()) for cell in cells], reader.line_num, None
    return _without_stray_quote(line, separator, width), 1, RowFault.QUOTE


def _without_stray_quote(line: str, separator: str, width: int) -> list[str]:
    """The fields of a line without the quotation mark that makes it end inside a field."""
    marks = [place for place, letter in enumerate(line) if letter == '"'][:_MOST_QUOTES]
    for place in marks:
        cells = _fields(f"{line[:place]}{line[place + 1 :]}\n", separator)
        if len(cells) == width and not any("\n" in cell for cell in cells):
            return cells
    return line.replace('"', "").split(separator)


def _out_of_one_column(cells: list[str], separator: str, names: Sequence[str]) -> list[str]:
    """The fields of a line that is in the first field as a whole, with what was typed into the columns beside it.

    Those columns have no names; whoever types there means the first numbered column by the first of them.
    """
    fields = [field.strip() for field in _fields(cells[0], separator)]
    fields += [""] * (len(names) - len(fields))
    for place, text in enumerate(cells[1:], start=_first_numbered(names)):
        if text.strip():
            fields[place : place + 1] = [text.strip()]
    return fields


def _first_numbered(names: Sequence[str]) -> int:
    """The place of the first column whose name is a number."""
    return next((place for place, name in enumerate(names) if plain_name(name).isdecimal()), len(names))


def _with_faults(rows: list[Row], separator: str, names: Sequence[str]) -> list[Row]:
    """The rows with what is wrong with the number of their fields, put right where that is possible."""
    widths = [len(row.cells) for row in rows]
    usual = max(len(names), min(widths))
    if separator == "," and max(widths) > usual:
        rows = [_without_decimal_commas(row, names, len(row.cells) - usual) for row in rows]
    unnamed = [column for column, name in enumerate(names) if not name.strip()]
    if unnamed or max(widths) > len(names):
        rows = [_with_fault_if_beyond(row, len(names), unnamed) for row in rows]
    return rows


def _without_decimal_commas(row: Row, names: Sequence[str], excess: int) -> Row:
    """The row with unquoted decimal commas put back into their numbers, where that is possible in one way only."""
    if excess <= 0 or row.fault:
        return row
    first = _first_numbered(names)
    labels, typed = row.cells[:first], row.cells[first:]
    if not all(plain_name(name).isdecimal() for name in names[first:]):
        return row
    ways = ways_to_join(typed, excess)
    if len(ways) == 1:
        return Row(row.line, [*labels, *ways[0]], RowFault.COMMAS_READ)
    if ways:
        # Each cell of the line shows all of it, which is not a number: nobody can say which part belongs to which.
        end = 1 + max(place for place, text in enumerate(typed) if text not in ("", NOTHING))
        cells = [",".join(typed[:end])] * max(1, end - excess)
        return Row(row.line, [*labels, *cells, *typed[end:]], RowFault.COMMAS_UNREAD)
    return row


def _with_fault_if_beyond(row: Row, width: int, unnamed: Sequence[int]) -> Row:
    """The row with a fault if something is beyond the header, or a number in a column without a name."""
    if row.fault or not (len(row.cells) > width or unnamed):
        return row
    texts = (row.cells[column] for column in unnamed if column < len(row.cells))
    found = any(row.cells[width:]) or any(read_typed(text).number is not None for text in texts)
    return row._replace(fault=RowFault.TOO_MANY) if found else row
