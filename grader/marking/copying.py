"""Whose numbers are these? Every student's wrong cells are compared with the sheets of the whole class."""

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
    Kind,
    SheetNumbers,
    key_numbers,
    numbers_of,
    shared,
)

LEAST_MATCHES = 10
LEAST_SHARE = Fraction(11, 20)
"""The share of a student's wrong numbers that are the source's: two thirds and more in a copy that was altered here and
there to hide it, some by chance elsewhere."""
LEAST_BITS = 60
"""How surprising the matches must be, in bits; two bits more for every doubling of the class.

Among a thousand students who made mistakes of their own, the most surprising match of many cells had 47 bits, where 80
are needed; a copied sheet has 115 to 190.
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
    """How often each number occurs in each grid, over the keys of the whole class."""

    counts: Mapping[tuple[str, str], Counter[object]]

    @staticmethod
    def among(keys: Iterable[Mapping[Address, object]]) -> Usual:
        """Count the numbers of these keys."""
        counts: defaultdict[tuple[str, str], Counter[object]] = defaultdict(Counter)
        for key in keys:
            for cell, number in key.items():
                counts[cell.exercise, cell.grid][number] += 1
        return Usual(counts)

    def bits(self, wrong: Mapping[Address, object], theirs: Mapping[Address, object]) -> float:
        """How surprising it is that these wrong numbers are also theirs, in bits.

        The cells of a grid depend on each other: a number counts once for a grid, whatever its sign, and 0 not at all.
        """
        surprise: dict[tuple[str, str, object], float] = {}
        for cell, number in wrong.items():
            if isinstance(number, Rational) and number and theirs.get(cell) == number:
                found = self.counts[cell.exercise, cell.grid]
                rare = log2((found.total() + 1) / (found[number] + 1))
                place = cell.exercise, cell.grid, abs(number)
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
        wrong = {student: sheet.wrong() for student, sheet in self._sheets.items() if sheet.kinds.count(Kind.WRONG)}
        suspects = {student: numbers for student, numbers in wrong.items() if len(numbers) >= LEAST_MATCHES}
        if not suspects:
            return ()
        keys = [self._key_of(student, worksheet_of) for student in issued]
        typed = [_Source(student, sheet.cells, sheet.typed, sheet) for student, sheet in self._sheets.items()]
        table = _Table([*keys, *typed])
        usual = cache(lambda: Usual.among(self._values(key.numbers()) for key in keys))
        least_bits = LEAST_BITS + 2 * log2(len(issued))
        copies = []
        for student, numbers in suspects.items():
            source, matches = table.closest(student, numbers)
            enough = matches >= max(Fraction(LEAST_MATCHES), LEAST_SHARE * len(numbers))
            if enough and source.owns_what(self._sheets[student]):
                theirs = source.numbers()
                if usual().bits(self._values(numbers), self._values(theirs)) >= least_bits:
                    copies.append(self._copy(student, source.student, matches, len(numbers), theirs))
        pairs = {(copy.student, copy.source) for copy in copies}
        return tuple(replace(copy, swapped=(copy.source, copy.student) in pairs) for copy in copies)

    def _key_of(self, student: str, worksheet_of: Callable[[str], Worksheet]) -> _Source:
        if student in self._sheets:
            sheet = self._sheets[student]
            return _Source(student, sheet.cells, sheet.key)
        key = key_numbers(worksheet_of(student))
        return _Source(student, shared(tuple(key)), self._codes.of(tuple(key.values())))

    def _values(self, numbers: Mapping[Address, int]) -> Mapping[Address, object]:
        return {cell: self._codes.value(code) for cell, code in numbers.items()}

    def _copy(self, student: str, source: str, matches: int, wrong: int, theirs: Mapping[Address, int]) -> CopiedWork:
        """The finding that a student's numbers are the source's."""
        answers = self._sheets[student].answers()
        cells = frozenset(cell for cell, code in answers if code != NO_NUMBER and theirs.get(cell) == code)
        return CopiedWork(student, source, matches, wrong, cells)


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

    def closest(self, student: str, wrong: Mapping[Address, int]) -> tuple[_Source, int]:
        """Of the other students' sources, the first that has the most of the wrong numbers, and how many it has."""
        having = [found for cell, code in wrong.items() if (found := self._having[cell].get(code))]
        matches = Counter(chain.from_iterable(having))
        for own in self._own[student]:
            del matches[own]
        best, count = min(matches.items(), key=lambda found: (-found[1], found[0]), default=(0, 0))
        return self._sources[best], count
