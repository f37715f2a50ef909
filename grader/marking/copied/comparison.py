"""Whose numbers are these? Every student's wrong cells are compared with the sheets of the whole class.

Only numbers that nothing on the student's own sheet leads to are evidence. What follows from a mistake, or from a slip
that has a name, was worked out: two honest students with one number alike early on have many alike after it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import log2
from numbers import Rational

from generator.assignment.worksheet import Worksheet
from grader.marking.copied.sheet_numbers import (
    CodedSheet,
    Codes,
    SheetNumbers,
    Standing,
    key_numbers,
    numbers_of,
    shared,
)
from grader.marking.copied.sources import CopySource, SourceIndex
from grader.marking.marks import Address
from grader.marking.report import Report

LEAST_MATCHES = 10
LEAST_SHARE = Fraction(11, 20)
"""The share of a student's wrong numbers that are the source's: two thirds and more in a copy that was altered here and
there to hide it, some by chance elsewhere."""
LEAST_MATCHES_OF_EXERCISE = 3
"""How many wrong numbers of one exercise must be the source's, and as large a share, for this exercise to be copied:
one or two are another's by chance."""
LEAST_BITS = 45
"""How surprising the matches must be, in bits; two bits more for every doubling of the class, as it has four times as
many pairs. A copied sheet of the exercises of the source posts has 70 to 190.
"""


@dataclass(frozen=True)
class CopiedWork:
    """Of a student's `wrong` cells, `matches` hold the number that `source` wrote or should have written.

    `exercises` are those in which this shows: the others are the student's own work. `cells` are all cells of these
    that hold the source's numbers, including those that are right on both sheets. Where each of two students has the
    numbers of the other's sheet, the sheets were probably `swapped`.
    """

    student: str
    source: str
    matches: int
    wrong: int
    exercises: tuple[str, ...]
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

    def copies(
        self,
        issued: Sequence[str],
        worksheet_of: Callable[[str], Worksheet],
        withdrawn: Callable[[], Iterable[Worksheet]] = tuple,
    ) -> tuple[CopiedWork, ...]:
        """The students who seem to have copied from another of those to whom a sheet was issued, or from one withdrawn.

        The worksheets that nobody handed in are asked for only if there is anybody to compare.
        """
        suspects = {student: sheet for student, sheet in self._sheets.items() if _is_suspect(sheet)}
        if not suspects:
            return ()
        keys = [self._handed_out(student, worksheet_of) for student in issued]
        keys += [self._key_of(worksheet) for worksheet in withdrawn()]
        typed = [CopySource(student, sheet.cells, sheet.typed, sheet) for student, sheet in self._sheets.items()]
        index = SourceIndex([*keys, *typed])
        surprise = cache(lambda: self._surprise(keys))
        least_bits = LEAST_BITS + 2 * log2(len(issued))
        copies = []
        for student, sheet in suspects.items():
            wrong, unexplained = sheet.wrong(), sheet.unexplained()
            source = index.closest(student, unexplained)
            theirs = source.numbers()
            matches = [cell for cell, code in wrong.items() if theirs.get(cell) == code]
            if len(matches) < max(Fraction(LEAST_MATCHES), LEAST_SHARE * len(wrong)):
                continue
            exercises = copied_exercises(wrong, matches)
            if source.owns_what(sheet, exercises) and surprise()(sheet, source) >= least_bits:
                cells = frozenset(cell for cell in sheet.cells_with(theirs) if cell.exercise in exercises)
                copies.append(CopiedWork(student, source.student, len(matches), len(wrong), exercises, cells))
        pairs = {(copy.student, copy.source) for copy in copies}
        return tuple(replace(copy, swapped=(copy.source, copy.student) in pairs) for copy in copies)

    def _handed_out(self, student: str, worksheet_of: Callable[[str], Worksheet]) -> CopySource:
        """The key of the sheet that counts."""
        if student in self._sheets:
            sheet = self._sheets[student]
            return CopySource(student, sheet.cells, sheet.key)
        return self._key_of(worksheet_of(student))

    def _key_of(self, worksheet: Worksheet) -> CopySource:
        key = key_numbers(worksheet)
        return CopySource(worksheet.student, shared(tuple(key)), self._codes.of(tuple(key.values())))

    def _surprise(self, keys: Sequence[CopySource]) -> Callable[[CodedSheet, CopySource], float]:
        """How surprising it is that a suspect has a source's numbers, in bits.

        What is right on the source's sheet is rare among the keys. A mistake must be rare among the mistakes too: what
        many guess, or take for right, shows nothing.
        """
        mistakes = (self._values(sheet.unexplained()) for sheet in self._sheets.values())
        usual = Usual.among(self._values(key.numbers()) for key in keys)
        of_mistakes = usual.joined_by(Usual.among(mistakes))

        def bits(suspect: CodedSheet, source: CopySource) -> float:
            mine = self._values(suspect.unexplained())
            found = usual.bits(mine, self._values(source.right()))
            return found + of_mistakes.bits(mine, self._values(source.mistakes(suspect)))

        return bits

    def _values(self, numbers: Mapping[Address, int]) -> Mapping[Address, object]:
        return {cell: self._codes.value(code) for cell, code in numbers.items()}


def copied_exercises(wrong: Iterable[Address], matches: Iterable[Address]) -> tuple[str, ...]:
    """The exercises whose wrong numbers are mostly the source's; if none shows it by itself, all with any of them."""
    of_wrong, found = (Counter(cell.exercise for cell in cells) for cells in (wrong, matches))
    shown = [
        exercise
        for exercise, count in found.items()
        if count >= max(Fraction(LEAST_MATCHES_OF_EXERCISE), LEAST_SHARE * of_wrong[exercise])
    ]
    return tuple(shown or found)


def _is_suspect(sheet: CodedSheet) -> bool:
    """Whether a sheet has so many wrong numbers, and some of them unexplained, that they may be another's."""
    unexplained = sheet.kinds.count(Standing.UNEXPLAINED)
    return bool(unexplained) and unexplained + sheet.kinds.count(Standing.EXPLAINED) >= LEAST_MATCHES
