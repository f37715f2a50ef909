"""The text of an answer sheet becomes Submissions.

This needs no key. The order of lines never matters: lines that repeat a row are merged, and where they disagree the
cell shows both texts, which is not a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from generator.assignment.worksheet_id import as_printed
from generator.errors import Said, first_few, say
from grader.answers.header import Header
from grader.answers.labels import Labels, NamedLines, lines_named_by
from grader.answers.submission import NOTHING_HERE, BlankForm, Line, Submission, few
from grader.answers.table import SEPARATORS, Row, RowFault, Table, plain_name, read_table
from grader.answers.typed import read_typed

MOST_LINES_NAMED = 8
MOST_LABELS = 8
"""So many different labels are known at once: the files of a class have all the same, or one of a few."""


def read_submissions(file: str, text: str) -> tuple[Submission, ...]:
    """The submissions in the text of one answer sheet."""
    return AnswerReader().submissions(file, text)


class AnswerReader:
    """Reads the answer sheets of a class: what the labels of lines say is worked out once for all with the same."""

    def __init__(self) -> None:
        self._lines_named_by = lru_cache(maxsize=MOST_LABELS)(lines_named_by)

    def submissions(self, file: str, text: str) -> tuple[Submission, ...]:
        """The submissions in the text of an answer sheet, one for each worksheet in it.

        Raises ByhandError, naming file and line, if it is not an answer sheet at all; lesser faults become remarks.
        """
        table = read_table(file, text)
        header = Header.read(file, [plain_name(name) for name in table.names])
        rows: dict[str, list[Row]] = {}
        for row in table.rows:
            rows.setdefault(as_printed(header.cell(row.cells, header.worksheet)), []).append(row)
        parts = {worksheet: self._part(file, header, of_worksheet) for worksheet, of_worksheet in rows.items()}
        # Lines without an id belong to the worksheet of the others.
        named = [worksheet for worksheet in parts if worksheet]
        if len(named) == 1 and "" in parts:
            parts[named[0]].join(parts.pop(""))
        return tuple(parts[worksheet].submission(worksheet, table) for worksheet in sorted(parts))

    def _part(self, file: str, header: Header, rows: Sequence[Row]) -> _Part:
        cells = [row.cells for row in rows]
        labels = header.labels(cells)
        part = _Part(file)
        part.take(rows, labels, self._lines_named_by(labels), header.texts(cells))
        return part


class _Part:
    """The lines of one worksheet in a file, as far as it has been read."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines: dict[Line, list[tuple[str, ...]]] = {}
        self._written: dict[Line, tuple[str, ...]] = {}
        self._numbers: frozenset[int] = frozenset()
        self._count = 0
        self._loose: list[int] = []
        self._faults: dict[RowFault, list[int]] = {}
        self._remarks: list[Said] = []

    def take(self, rows: Sequence[Row], labels: Labels, named: NamedLines, columns: Sequence[tuple[str, ...]]) -> None:
        """Add the rows of the file, which name these lines, with what is in the numbered columns."""
        self._numbers, self._count = named.numbers, named.total
        written, typed = (zip(*texts, strict=True) for texts in (columns, map(_typed, columns)))
        found = zip(rows, labels.grid, labels.row, named.lines, written, typed, strict=True)
        for row, grid, number, line, cells, texts in found:
            if line is None:
                self._take_loose(row, grid, number, any(cells))
                continue
            if row.fault:
                self._faults.setdefault(row.fault, []).append(row.line)
            self._written[line] = cells
            self._lines.setdefault(line, []).append(texts)

    def _take_loose(self, row: Row, grid: str, number: str, filled: bool) -> None:
        """Keep that a row has no place on the sheet."""
        if filled and not (grid or number):
            self._loose.append(row.line)
            return
        self._remarks.append(
            say(
                "{file}, line {line}, column row: {text!r} is not a row number; copy the line from the blank sheet",
                file=self._file,
                line=row.line,
                text=number[:20],
            )
        )

    def join(self, other: _Part) -> None:
        """Add all lines of another part."""
        self._count = max(self._count, other._count)
        self._loose += other._loose
        self._remarks += other._remarks
        for fault, lines in other._faults.items():
            self._faults.setdefault(fault, []).extend(lines)
        self._numbers |= other._numbers
        self._written = other._written | self._written
        for line, texts in other._lines.items():
            self._lines.setdefault(line, []).extend(texts)

    def submission(self, worksheet: str, table: Table) -> Submission:
        """All lines, those merged that repeat a row."""
        remarks = [*(_about(self._file, lines, fault) for fault, lines in self._faults.items()), *self._remarks]
        if self._loose:
            remarks.append(
                say(
                    "{file}, line {line}: answers in a line without a grid and a row; "
                    "write them into the lines of the blank sheet, and see whether one was skipped",
                    file=self._file,
                    line=first_few(self._loose, MOST_LINES_NAMED),
                )
            )
        if table.in_one_column:
            remarks.append(
                say(
                    "{file}: a spreadsheet shows every line in its first column, and it was read from there; "
                    "import the blank sheet with {separator} as the separator of columns",
                    file=self._file,
                    separator=SEPARATORS[table.in_one_column],
                )
            )
        typed = dict(_merged(self._file, self._lines, remarks))
        blank = BlankForm(self._count, len(self._lines), self._numbers, self._written, len(self._loose))
        return Submission(self._file, worksheet, typed, few(self._file, remarks), blank)


def _typed(column: Sequence[str]) -> list[str]:
    """What was typed into a column: a cell to be left alone holds nothing."""
    return ["" if text in NOTHING_HERE else text for text in column]


def _about(file: str, lines: Sequence[int], fault: RowFault) -> Said:
    """What is wrong with the punctuation of some lines, and what to do about it."""
    line = first_few(lines, MOST_LINES_NAMED)
    match fault:
        case RowFault.QUOTE:
            return say(
                "{file}, line {line}: a quotation mark opens here and is never closed; delete it", file=file, line=line
            )
        case RowFault.COMMAS_READ:
            return say(
                "{file}, line {line}: decimal commas in a file whose columns are separated by commas; "
                "they were put back into the numbers; write 0.5 instead of 0,5",
                file=file,
                line=line,
            )
        case RowFault.COMMAS_UNREAD:
            return say(
                "{file}, line {line}: decimal commas in a file whose columns are separated by commas, "
                "and nobody can say which comma is which; write 0.5 instead of 0,5",
                file=file,
                line=line,
            )
        case RowFault.TOO_MANY:
            return say(
                "{file}, line {line}: has more fields than the header; copy the line from the blank sheet",
                file=file,
                line=line,
            )


def _merged(
    file: str, lines: Mapping[Line, list[tuple[str, ...]]], remarks: list[Said]
) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """Each line once; a remark for each that occurs with different answers."""
    for line, repeats in lines.items():
        texts = repeats[0] if len(repeats) == 1 else tuple(map(_one_text, zip(*repeats, strict=True)))
        if len(repeats) > 1 and any(" | " in text for text in texts):
            remarks.append(
                say(
                    "{file}: row {row} of {grid} occurs twice with different answers; keep only one of the lines",
                    file=file,
                    row=line.row,
                    grid=line.grid[:20],
                )
            )
        yield line, texts


def _one_text(texts: tuple[str, ...]) -> str:
    """The answer of repeated lines if they agree; otherwise all answers, sorted."""
    different = sorted({text for text in texts if text})
    numbers = {read_typed(text).number for text in different}
    if len(numbers) == 1 and None not in numbers:
        return different[0]
    return " | ".join(different)
