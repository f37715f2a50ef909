"""Whose numbers are these? Wrong cells that belong to another student's sheet, compared over the whole class."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from numbers import Rational

from generator.assignment.worksheet import Worksheet
from grader.answers.typed import read_typed
from grader.marking.marks import Address, Verdict
from grader.marking.report import Report

LEAST_MATCHES = 10
LEAST_SHARE = 0.9
"""Of the cells that differ from a student's own key: a copy holds nearly all, a mistake carried on by chance some."""
LEAST_BITS = 60
"""How surprising the matches must be beside the number of pairs compared, which is taken off.

Among a thousand students with mistakes of their own the most surprising match of many cells had 47 bits, where 80 are
asked; a copied sheet has 115 to 190.
"""


@dataclass(frozen=True)
class CopiedWork:
    """Of a student's `wrong` cells, `matches` hold the number that `source` should have written, or wrote.

    `cells` are all that hold what is the source's, those that happen to be right on both sheets among them.
    """

    student: str
    source: str
    matches: int
    wrong: int
    cells: frozenset[Address]


@dataclass(frozen=True)
class Usual:
    """How often each number stands in a grid, over the keys of the whole class."""

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
        """How surprising it is that wrong numbers are theirs, in bits.

        Cells of a grid hang together: a number counts once for a grid, whatever its sign, and 0 not at all.
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
    suspects = [(report, wrong) for report in reports if len(wrong := _wrong_numbers(report)) >= LEAST_MATCHES]
    if not suspects:
        return ()
    import numpy as np

    cells = sorted({cell for _, wrong in suspects for cell in wrong})
    codes: dict[object, int] = {}

    def coded(numbers: Mapping[Address, object]) -> list[int]:
        return [codes.setdefault(numbers[cell], len(codes)) if cell in numbers else -1 for cell in cells]

    # A copy is made of what the other wrote, mistakes and all, or of what the other should have written.
    keys = [_key_numbers(worksheet) for worksheet in worksheets]
    usual = Usual.among(keys)
    sources = [(worksheet.student, coded(key)) for worksheet, key in zip(worksheets, keys, strict=True)]
    sources += [(report.student.id, coded(_typed_numbers(report))) for report in reports]
    right = {report.student.id: report.count(Verdict.CORRECT) for report in reports}
    students, table = [student for student, _ in sources], np.array([row for _, row in sources], dtype=np.int32)
    copies = []
    for report, wrong in suspects:
        matches = (table == np.array([codes.get(wrong.get(cell), -2) for cell in cells], dtype=np.int32)).sum(axis=1)
        matches[[student == report.student.id for student in students]] = 0
        best = int(matches.argmax())
        # Of two with the same numbers, they belong to the one whose key they fit better.
        copied = right.get(students[best], 0) > right[report.student.id] or best < len(worksheets)
        theirs = keys[best] if best < len(worksheets) else _typed_numbers(reports[best - len(worksheets)])
        surprising = usual.bits(wrong, theirs) >= LEAST_BITS + 2 * log2(len(worksheets))
        if copied and surprising and matches[best] >= max(LEAST_MATCHES, LEAST_SHARE * len(wrong)):
            same = frozenset(
                cell for cell, value in _answers(report) if value is not None and theirs.get(cell) == value
            )
            copies.append(CopiedWork(report.student.id, students[best], int(matches[best]), len(wrong), same))
    return tuple(copies)


def _answers(report: Report) -> Iterator[tuple[Address, object]]:
    """Every cell with what it says: its number, or what was expected where that is right."""
    for found in report.marks:
        right = found.verdict is Verdict.CORRECT
        yield found.cell, found.expected if right else read_typed(found.typed).number


def _wrong_numbers(report: Report) -> Mapping[Address, object]:
    return _typed_numbers(report, (Verdict.INCORRECT, Verdict.FOLLOW_THROUGH))


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
