"""Whose worksheet an id is: those that count, and those that were withdrawn when another was handed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.assignment.record import Record
from generator.assignment.worksheet_id import LIKE_AN_ID, as_printed
from generator.errors import Said, first_few, say

MOST_UNKNOWN = 3
"""The most foreign worksheets that are named; a file from another course may contain hundreds."""


@dataclass(frozen=True)
class Owners:
    """The students by the ids of their worksheets; `current` are the ids that count, by student."""

    counting: Mapping[str, str]
    withdrawn: Mapping[str, str]
    current: Mapping[str, str]

    @staticmethod
    def of(record: Record, withdrawn: Mapping[str, str]) -> Owners:
        """The owners of the sheets of a record, and of those that were withdrawn."""
        current = {student: place.worksheet for student, place in record.places.items()}
        return Owners({worksheet: student for student, worksheet in current.items()}, withdrawn, current)

    def named_in(self, text: str) -> tuple[str, ...]:
        """The only student whose worksheet is named in some other text; none if there are several."""
        ids = {as_printed(found[0]) for found in LIKE_AN_ID.finditer(text)}
        owners = {self.counting[identity] for identity in ids if identity in self.counting}
        return tuple(owners) if len(owners) == 1 else ()

    def not_counting(self, file: str, ids: Sequence[str], known: Sequence[str]) -> Iterator[tuple[Said, Sequence[str]]]:
        """What is said of worksheets that do not count, each time with the students whom it concerns besides.

        Where a service knows whose file it is, those `known` see this: it names nobody else.
        """
        withdrawn = [each for each in ids if self._may_be_named(self.withdrawn.get(each, ""), known)]
        for identity in withdrawn:
            owner = self.withdrawn[identity]
            said = say(
                "{file}, column worksheet: {worksheet} was withdrawn when {owner} was handed out another sheet; "
                "{current} is the one that counts",
                file=file,
                worksheet=identity,
                owner=owner,
                current=self.current[owner],
            )
            yield said, (owner,)
        unknown = [each for each in ids if each not in withdrawn]
        if unknown:
            said = say(
                "{file}, column worksheet: not issued for this assignment: {ids}; use the id printed on the sheet",
                file=file,
                ids=first_few((identity[:20] for identity in unknown), MOST_UNKNOWN),
            )
            yield said, ()

    def _may_be_named(self, owner: str, known: Sequence[str]) -> bool:
        return owner in self.current and (not known or owner in known)


def handed_in_by_others(file: str, students: Sequence[str]) -> Said:
    """What the teacher reads at a student whose worksheet these handed in."""
    return say(
        "{file}: {others} handed in this worksheet, which does not count; ask both students",
        file=file,
        others=", ".join(students),
    )
