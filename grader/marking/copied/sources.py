"""Numbers that may have been copied: the keys of everybody's sheets, and what was written on them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
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
    """The sources that have a number in one cell, code after code: the places of each begin where `starts` says."""

    codes: array[int]
    starts: array[int]
    places: array[int]

    @staticmethod
    def of(codes: Mapping[int, int]) -> _Column:
        """The column in which the sources at these places have these codes."""
        counts = Counter(codes.values())
        known = sorted(counts)
        starts = accumulate(map(counts.__getitem__, known), initial=0)
        return _Column(array("i", known), array("i", starts), array("i", sorted(codes, key=codes.__getitem__)))

    def having(self, code: int) -> array[int]:
        """The places of the sources that have this code."""
        number = bisect_left(self.codes, code)
        if self.codes[number : number + 1] != array("i", (code,)):
            return array("i")
        return self.places[self.starts[number] : self.starts[number + 1]]


class SourceIndex:
    """For each cell and number, the sources that have it there.

    It takes four bytes for a number of a source: in a large class it is what takes most room.
    """

    def __init__(self, sources: Sequence[CopySource]) -> None:
        self._sources = sources
        self._own: defaultdict[str, list[int]] = defaultdict(list)
        alike: defaultdict[Cells, list[int]] = defaultdict(list)
        for place, source in enumerate(sources):
            self._own[source.student].append(place)
            alike[source.cells].append(place)
        found: defaultdict[Address, list[tuple[int, list[int]]]] = defaultdict(list)
        for cells, places in alike.items():
            for number, cell in enumerate(cells):
                found[cell].append((number, places))
        self._columns = {
            cell: _Column.of({place: sources[place].codes[number] for number, places in parts for place in places})
            for cell, parts in found.items()
        }

    def closest(self, student: str, numbers: Mapping[Address, int]) -> CopySource:
        """Of the other students' sources, the first that has the most of these numbers."""
        matches = Counter(chain.from_iterable(self._columns[cell].having(code) for cell, code in numbers.items()))
        for own in self._own[student]:
            del matches[own]
        best, _ = min(matches.items(), key=lambda found: (-found[1], found[0]), default=(0, 0))
        return self._sources[best]
