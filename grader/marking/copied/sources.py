"""Numbers that may have been copied: the keys of everybody's sheets, and what was written on them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from grader.marking.copied.sheet_numbers import NO_NUMBER, Cells, CodedSheet
from grader.marking.marks import Address


@dataclass(frozen=True)
class CopySource:
    """Numbers that may have been copied: the key of a student's sheet, or what the student wrote on this one."""

    student: str
    cells: Cells
    codes: array[int]
    written: CodedSheet | None = None

    def numbers(self) -> Mapping[Address, int]:
        """The codes of the numbers, by cell."""
        return {cell: code for cell, code in zip(self.cells, self.codes, strict=True) if code != NO_NUMBER}

    def owns_what(self, suspect: CodedSheet, exercises: Collection[str]) -> bool:
        """Whether numbers that both have in these exercises are the source's own: whose key do they fit better?"""
        return self.written is None or self.written.right_in(exercises) > suspect.right_in(exercises)

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


class _Column(NamedTuple):
    """What the sources have in one cell: their codes, and beside each the place of its source."""

    codes: array[int]
    places: array[int]

    def in_order(self) -> _Column:
        """The same in the order of the codes."""
        order = sorted(range(len(self.codes)), key=self.codes.__getitem__)
        return _Column(*(array("i", map(numbers.__getitem__, order)) for numbers in self))

    def having(self, code: int) -> array[int]:
        """The places of the sources that have this code, in a column in order."""
        start = bisect_left(self.codes, code)
        return self.places[start : bisect_right(self.codes, code, start)]


class SourceIndex:
    """For each cell and number, the sources that have it there.

    Most numbers occur once in a cell: a list for each of them would take several times the room of the numbers.
    """

    def __init__(self, sources: Sequence[CopySource]) -> None:
        self._sources = sources
        self._own: defaultdict[str, list[int]] = defaultdict(list)
        self._columns: defaultdict[Address, _Column] = defaultdict(lambda: _Column(array("i"), array("i")))
        for place, source in enumerate(sources):
            self._own[source.student].append(place)
            for cell, code in zip(source.cells, source.codes, strict=True):
                codes, places = self._columns[cell]
                codes.append(code)
                places.append(place)
        for cell, column in self._columns.items():
            self._columns[cell] = column.in_order()

    def closest(self, student: str, numbers: Mapping[Address, int]) -> CopySource:
        """Of the other students' sources, the first that has the most of these numbers."""
        matches = Counter(chain.from_iterable(self._columns[cell].having(code) for cell, code in numbers.items()))
        for own in self._own[student]:
            del matches[own]
        best, _ = min(matches.items(), key=lambda found: (-found[1], found[0]), default=(0, 0))
        return self._sources[best]
