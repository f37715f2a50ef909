"""Students as a teacher may name them: by id, or by name or worksheet where that is one student's."""

from __future__ import annotations

from collections.abc import Sequence

from generator.assignment.record import Record
from generator.assignment.roster import Student
from generator.assignment.worksheet_id import as_printed
from generator.errors import ByhandError


def find_student(roster: Sequence[Student], record: Record, text: str) -> Student:
    """The student with this id, or else with this name or worksheet; ByhandError if there is none or more than one."""
    plain = text.strip().casefold()
    found = [student for student in roster if student.id.casefold() == plain] or [
        student
        for student in roster
        if student.name.casefold() == plain
        or (student.id in record.places and record.places[student.id].worksheet == as_printed(text))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(student.id for student in found)
        raise ByhandError("several students are called {name}; give the id, one of {ids}", name=text[:60], ids=ids)
    raise ByhandError(
        "no student {name}: it is neither an id or a name in the roster nor a worksheet in {file}; add the student, or "
        "check the spelling",
        name=text[:60],
        file=record.file,
    )
