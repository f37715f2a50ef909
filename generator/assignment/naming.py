"""Students as a teacher may name them: by id, or by name or worksheet where that is one student's."""

from __future__ import annotations

from collections.abc import Sequence

from generator.assignment.record import Record
from generator.assignment.roster import Student


def students_named(roster: Sequence[Student], record: Record, text: str) -> list[Student]:
    """The students with this id, or else with this name or worksheet; several may have one name."""
    plain = text.strip().casefold()
    return [student for student in roster if student.id.casefold() == plain] or [
        student
        for student in roster
        if student.name.casefold() == plain
        or (student.id in record.places and record.places[student.id].worksheet.casefold() == plain)
    ]
