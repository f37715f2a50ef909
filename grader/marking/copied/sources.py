"""Numbers that may have been copied: the keys of everybody's sheets, and what was written on them."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

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


class SourceIndex:
    """For each cell and number, the sources that have it there."""

    def __init__(self, sources: Sequence[CopySource]) -> None:
        self._sources = sources
        self._own: defaultdict[str, list[int]] = defaultdict(list)
        having: defaultdict[Address, dict[int, array[int]]] = defaultdict(dict)
        for place, source in enumerate(sources):
            self._own[source.student].append(place)
            for cell, code in zip(source.cells, source.codes, strict=True):
                having[cell].setdefault(code, array("i")).append(place)
        self._having = having

    def closest(self, student: str, numbers: Mapping[Address, int]) -> CopySource:
        """Of the other students' sources, the first that has the most of these numbers."""
        having = [found for cell, code in numbers.items() if (found := self._having[cell].get(code))]
        matches = Counter(chain.from_iterable(having))
        for own in self._own[student]:
            del matches[own]
        best, _ = min(matches.items(), key=lambda found: (-found[1], found[0]), default=(0, 0))
        return self._sources[best]
