"""Whose numbers are these? Every student's wrong cells are compared with the sheets of the whole class."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import log2
from numbers import Rational

from generator.assignment.worksheet import Worksheet
from grader.answers.typed import read_typed
from grader.marking.marks import Address, Verdict
from grader.marking.report import Report

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


def find_copies(reports: Sequence[Report], worksheets: Sequence[Worksheet]) -> tuple[CopiedWork, ...]:
    """The students who may have handed in somebody else's numbers under the id of their own sheet."""
    suspects = [suspect for suspect in map(_Suspect.of, reports) if len(suspect.wrong) >= LEAST_MATCHES]
    if not suspects:
        return ()
    keys = [_key_numbers(worksheet) for worksheet in worksheets]
    sources = [_Source(worksheet.student, key) for worksheet, key in zip(worksheets, keys, strict=True)]
    sources += [_Source(report.student.id, _typed_numbers(report), report) for report in reports]
    comparison = _Comparison(sources, {cell for suspect in suspects for cell in suspect.wrong})
    usual, least_bits = Usual.among(keys), LEAST_BITS + 2 * log2(len(worksheets))
    copies = []
    for suspect in suspects:
        source, matches = comparison.closest(suspect)
        enough = matches >= max(Fraction(LEAST_MATCHES), LEAST_SHARE * len(suspect.wrong))
        if enough and source.owns_what(suspect) and usual.bits(suspect.wrong, source.numbers) >= least_bits:
            copies.append(suspect.copy_of(source, matches))
    pairs = {(copy.student, copy.source) for copy in copies}
    return tuple(replace(copy, swapped=(copy.source, copy.student) in pairs) for copy in copies)


@dataclass(frozen=True)
class _Suspect:
    """A report and its wrong numbers."""

    report: Report
    wrong: Mapping[Address, object]

    @staticmethod
    def of(report: Report) -> _Suspect:
        """The report with its wrong numbers, including those that follow from a mistake."""
        return _Suspect(report, _typed_numbers(report, (Verdict.INCORRECT, Verdict.FOLLOW_THROUGH)))

    def copy_of(self, source: _Source, matches: int) -> CopiedWork:
        """The finding that these numbers are the source's."""
        theirs = source.numbers
        cells = frozenset(
            cell for cell, value in _answers(self.report) if value is not None and theirs.get(cell) == value
        )
        return CopiedWork(self.report.student.id, source.student, matches, len(self.wrong), cells)


@dataclass(frozen=True)
class _Source:
    """Numbers that may have been copied: the key of a student's sheet, or what the student wrote in this report."""

    student: str
    numbers: Mapping[Address, object]
    report: Report | None = None

    def owns_what(self, suspect: _Suspect) -> bool:
        """Whether numbers that both have are the source's own: whose key do they fit better?"""
        return self.report is None or self.report.count(Verdict.CORRECT) > suspect.report.count(Verdict.CORRECT)


class _Comparison:
    """All sources in one table, a code for every number, so that a suspect is compared with the whole class at once."""

    def __init__(self, sources: Sequence[_Source], cells: Iterable[Address]) -> None:
        import numpy as np

        self._sources = sources
        self._cells = sorted(cells)
        self._codes: dict[object, int] = {}
        self._table = np.array([self._new_row(source.numbers) for source in sources], dtype=np.int32)
        self._rows_of: defaultdict[str, list[int]] = defaultdict(list)
        for row, source in enumerate(sources):
            self._rows_of[source.student].append(row)

    def closest(self, suspect: _Suspect) -> tuple[_Source, int]:
        """Of the other students' sources, the first that has the most of the wrong numbers, and how many it has."""
        import numpy as np

        wrong = [self._codes.get(suspect.wrong.get(cell), _NOT_WRONG) for cell in self._cells]
        matches = (self._table == np.array(wrong, dtype=np.int32)).sum(axis=1)
        matches[self._rows_of[suspect.report.student.id]] = 0
        best = int(matches.argmax())
        return self._sources[best], int(matches[best])

    def _new_row(self, numbers: Mapping[Address, object]) -> list[int]:
        """The codes of these numbers; a number that is met for the first time gets a code of its own."""
        codes = self._codes
        return [codes.setdefault(numbers[cell], len(codes)) if cell in numbers else _NO_NUMBER for cell in self._cells]


_NO_NUMBER, _NOT_WRONG = -1, -2
"""In place of a code, for a cell to be left out of the comparison: where a source, and where a suspect has nothing."""


def _answers(report: Report) -> Iterator[tuple[Address, object]]:
    """Every cell with its answer: the expected value where it is right, otherwise the number that was typed."""
    for found in report.marks:
        right = found.verdict is Verdict.CORRECT
        yield found.cell, found.expected if right else read_typed(found.typed).number


def _typed_numbers(report: Report, verdicts: Container[Verdict] = tuple(Verdict)) -> Mapping[Address, object]:
    return {
        found.cell: number
        for found in report.marks
        if found.verdict in verdicts
        and not isinstance(found.expected, str)
        and (number := read_typed(found.typed).number) is not None
    }


def _key_numbers(worksheet: Worksheet) -> Mapping[Address, object]:
    return {
        Address(task.id, task.blueprint.step_of[name].number, name, row + 1, column + 1): task.values[name][row][column]
        for task in worksheet.tasks
        for name, spots in task.spots.items()
        for row, column in spots
    }
