"""Whose numbers are these? Every student's wrong cells are compared with the sheets of the whole class.

Only numbers that nothing on the student's own sheet leads to are evidence. What follows from a mistake, or from a slip
that has a name, was worked out: two honest students with one number alike early on have many alike after it.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import chain
from math import log2
from numbers import Rational

from generator.assignment.worksheet import Worksheet
from grader.marking.marks import Address
from grader.marking.report import Report
from grader.marking.sheet_numbers import (
    NO_NUMBER,
    Cells,
    CodedSheet,
    Codes,
    SheetNumbers,
    Standing,
    key_numbers,
    numbers_of,
    shared,
)

LEAST_MATCHES = 10
LEAST_SHARE = Fraction(11, 20)
"""The share of a student's wrong numbers that are the source's: two thirds and more in a copy that was altered here and
there to hide it, some by chance elsewhere."""
LEAST_BITS = 45
"""How surprising the matches must be, in bits; two bits more for every doubling of the class, as it has four times as
many pairs. A copied sheet of the exercises of the source posts has 70 to 190.
"""


@dataclass(frozen=True)
class CopiedWork:
    """Of a student's `wrong` cells, `matches` hold the number that `source` wrote or should have written.

    `cells` are all cells that hold the source's numbers, including those that are right on both sheets. Where each of
    two students has the numbers of the other's sheet, the sheets were probably `swapped`.
    """

    student: str
    source: str
    matches: int
    wrong: int
    cells: frozenset[Address]
    swapped: bool = False


@dataclass(frozen=True)
class Usual:
    """How often each number occurs in each grid, over sheets of the whole class."""

    counts: Mapping[tuple[str, str], Counter[object]]

    @staticmethod
    def among(sheets: Iterable[Mapping[Address, object]]) -> Usual:
        """Count the numbers of these sheets."""
        counts: defaultdict[tuple[str, str], Counter[object]] = defaultdict(Counter)
        for sheet in sheets:
            for cell, number in sheet.items():
                counts[cell.exercise, cell.grid][number] += 1
        return Usual(counts)

    def joined_by(self, others: Usual) -> Usual:
        """The same over the sheets of both."""
        counts = defaultdict(Counter, {place: numbers.copy() for place, numbers in self.counts.items()})
        for place, numbers in others.counts.items():
            counts[place].update(numbers)
        return Usual(counts)

    def bits(self, wrong: Mapping[Address, object], theirs: Mapping[Address, object]) -> float:
        """How surprising it is that these wrong numbers are also theirs, in bits.

        The cells of a row depend on each other: a number counts once for a row, and 0 not at all.
        """
        surprise: dict[tuple[str, str, int, object], float] = {}
        for cell, number in wrong.items():
            if isinstance(number, Rational) and number and theirs.get(cell) == number:
                found = self.counts[cell.exercise, cell.grid]
                rare = log2((found.total() + 1) / (found[number] + 1))
                place = cell.exercise, cell.grid, cell.row, number
                surprise[place] = min(rare, surprise.get(place, rare))
        return sum(surprise.values())


def find_copies(reports: Iterable[Report], worksheets: Sequence[Worksheet]) -> tuple[CopiedWork, ...]:
    """The students who may have handed in somebody else's numbers under the id of their own sheet."""
    comparison = Comparison()
    for report in reports:
        comparison.take_in(numbers_of(report))
    by_student = {worksheet.student: worksheet for worksheet in worksheets}
    return comparison.copies(tuple(by_student), by_student.__getitem__)


class Comparison:
    """The numbers of a class, sheet by sheet, until everybody's wrong numbers can be compared with all others."""

    def __init__(self) -> None:
        self._codes = Codes()
        self._sheets: dict[str, CodedSheet] = {}

    def take_in(self, numbers: SheetNumbers) -> None:
        """Add a sheet that was handed in."""
        self._sheets[numbers.student] = self._codes.sheet(numbers)

    def copies(self, issued: Sequence[str], worksheet_of: Callable[[str], Worksheet]) -> tuple[CopiedWork, ...]:
        """The students who seem to have copied from another of those to whom a sheet was issued.

        The worksheets of those who did not hand in are asked for only if there is anybody to compare.
        """
        suspects = {student: sheet for student, sheet in self._sheets.items() if _is_suspect(sheet)}
        if not suspects:
            return ()
        keys = [self._key_of(student, worksheet_of) for student in issued]
        typed = [_Source(student, sheet.cells, sheet.typed, sheet) for student, sheet in self._sheets.items()]
        table = _Table([*keys, *typed])
        surprise = cache(lambda: self._surprise(keys))
        least_bits = LEAST_BITS + 2 * log2(len(issued))
        copies = []
        for student, sheet in suspects.items():
            wrong, unexplained = sheet.wrong(), sheet.unexplained()
            source = table.closest(student, unexplained)
            theirs = source.numbers()
            matches = sum(theirs.get(cell) == code for cell, code in wrong.items())
            enough = matches >= max(Fraction(LEAST_MATCHES), LEAST_SHARE * len(wrong))
            if enough and source.owns_what(sheet) and surprise()(sheet, source) >= least_bits:
                copies.append(self._copy(student, source.student, matches, len(wrong), theirs))
        pairs = {(copy.student, copy.source) for copy in copies}
        return tuple(replace(copy, swapped=(copy.source, copy.student) in pairs) for copy in copies)

    def _key_of(self, student: str, worksheet_of: Callable[[str], Worksheet]) -> _Source:
        if student in self._sheets:
            sheet = self._sheets[student]
            return _Source(student, sheet.cells, sheet.key)
        key = key_numbers(worksheet_of(student))
        return _Source(student, shared(tuple(key)), self._codes.of(tuple(key.values())))

    def _surprise(self, keys: Sequence[_Source]) -> Callable[[CodedSheet, _Source], float]:
        """How surprising it is that a suspect has a source's numbers, in bits.

        What is right on the source's sheet is rare among the keys. A mistake must be rare among the mistakes too: what
        many guess, or take for right, shows nothing.
        """
        mistakes = (self._values(sheet.unexplained()) for sheet in self._sheets.values())
        usual = Usual.among(self._values(key.numbers()) for key in keys)
        of_mistakes = usual.joined_by(Usual.among(mistakes))

        def bits(suspect: CodedSheet, source: _Source) -> float:
            mine = self._values(suspect.unexplained())
            found = usual.bits(mine, self._values(source.right()))
            return found + of_mistakes.bits(mine, self._values(source.mistakes(suspect)))

        return bits

    def _values(self, numbers: Mapping[Address, int]) -> Mapping[Address, object]:
        return {cell: self._codes.value(code) for cell, code in numbers.items()}

    def _copy(self, student: str, source: str, matches: int, wrong: int, theirs: Mapping[Address, int]) -> CopiedWork:
        """The finding that a student's numbers are the source's."""
        answers = self._sheets[student].answers()
        cells = frozenset(cell for cell, code in answers if code != NO_NUMBER and theirs.get(cell) == code)
        return CopiedWork(student, source, matches, wrong, cells)


def _is_suspect(sheet: CodedSheet) -> bool:
    """Whether a sheet has so many wrong numbers, and some of them unexplained, that they may be another's."""
    unexplained = sheet.kinds.count(Standing.UNEXPLAINED)
    return bool(unexplained) and unexplained + sheet.kinds.count(Standing.EXPLAINED) >= LEAST_MATCHES


@dataclass(frozen=True)
class _Source:
    """Numbers that may have been copied: the key of a student's sheet, or what the student wrote on this one."""

    student: str
    cells: Cells
    codes: array[int]
    written: CodedSheet | None = None

    def numbers(self) -> Mapping[Address, int]:
        """The codes of the numbers, by cell."""
        return {cell: code for cell, code in zip(self.cells, self.codes, strict=True) if code != NO_NUMBER}

    def owns_what(self, suspect: CodedSheet) -> bool:
        """Whether numbers that both have are the source's own: whose key do they fit better?"""
        return self.written is None or self.written.right > suspect.right

    def right(self) -> Mapping[Address, int]:
        """The numbers that are right on its own sheet."""
        return self.written.right_answers() if self.written else self.numbers()

    def mistakes(self, suspect: CodedSheet) -> Mapping[Address, int]:
        """The wrong numbers that a suspect would not have had to make by the same slip.

        Where the same number belongs on both sheets, as where a teacher pinned the givens, it leads to the same one.
        """
        if self.written is None:
            return {}
        mine, own = suspect.key_numbers(), self.written.key_numbers()
        return {cell: code for cell, code in self.written.wrong().items() if mine.get(cell) != own[cell]}


class _Table:
    """For each cell and number, the sources that have it there."""

    def __init__(self, sources: Sequence[_Source]) -> None:
        self._sources = sources
        self._own: defaultdict[str, list[int]] = defaultdict(list)
        having: defaultdict[Address, dict[int, array[int]]] = defaultdict(dict)
        for place, source in enumerate(sources):
            self._own[source.student].append(place)
            for cell, code in zip(source.cells, source.codes, strict=True):
                having[cell].setdefault(code, array("i")).append(place)
        self._having = having

    def closest(self, student: str, numbers: Mapping[Address, int]) -> _Source:
        """Of the other students' sources, the first that has the most of these numbers."""
        having = [found for cell, code in numbers.items() if (found := self._having[cell].get(code))]
        matches = Counter(chain.from_iterable(having))
        for own in self._own[student]:
            del matches[own]
        best, _ = min(matches.items(), key=lambda found: (-found[1], found[0]), default=(0, 0))
        return self._sources[best]
