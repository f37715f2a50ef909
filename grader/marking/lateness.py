"""Late work: what it loses, and what a person should know where the time of handing in is not certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.assignment.deadline import Deadline
from generator.assignment.roster import Student
from generator.errors import Said, first_few, say
from generator.network.number import Number
from grader.answers.arrival.receipts import Receipt

MOST_NAMED = 10


class Late(NamedTuple):
    """Work that came after the time of grace: when it came, when it was due, and the share of all points it loses."""

    received: str
    due: str
    share: Number


def lateness(deadline: Deadline | None, student: str, receipt: Receipt) -> Late | None:
    """What is certain about late work; None if it was handed in in time, or nobody knows."""
    received = deadline.received.get(student, receipt.received) if deadline else None
    if deadline is None or received is None or not deadline.is_late(student, received):
        return None
    due = deadline.written(deadline.due_for(student))
    return Late(deadline.clock(received), due, deadline.taken_off(student, received))


def _is_known(deadline: Deadline | None, student: str, receipt: Receipt) -> bool:
    return receipt.received is not None or (deadline is not None and student in deadline.received)


def marked_late(deadline: Deadline | None, student: str, receipt: Receipt) -> Iterator[Said]:
    """A note where a platform says that work is late, and not how late."""
    if receipt.marked_late and not _is_known(deadline, student, receipt):
        yield say(
            "the learning platform marks this as late and does not say when it was handed in, so nothing was taken "
            "off; if late work loses points, write the time into assignment.toml, under [late.received]"
        )


def by_hearsay(deadline: Deadline | None, student: str, receipt: Receipt) -> Iterator[Said]:
    """A remark where only the student's own clock says that work is late: it costs nothing."""
    clock = receipt.by_clock
    if deadline and clock and not _is_known(deadline, student, receipt) and deadline.is_late(student, clock):
        yield say(
            "the commit says {time}, which is after the date this was due, {due}; anybody can set the clock of a "
            "commit, so nothing was taken off",
            time=deadline.clock(clock),
            due=deadline.written(deadline.due_for(student)),
        )


def times_to_find_out(
    deadline: Deadline | None, roster: Sequence[Student], receipts: Mapping[str, Receipt]
) -> Iterator[Said]:
    """Problems with times: of whom they are not known though late work loses points, and who is not on the roster."""
    if deadline is None:
        return
    known = {student.id for student in roster}
    for table, students in (("until", deadline.until), ("received", deadline.received)):
        for student in sorted(students.keys() - known):
            yield say(
                "assignment.toml, [late.{table}]: {id} is not on the roster; correct the id", table=table, id=student
            )
    unknown = [
        student
        for student, receipt in sorted(receipts.items())
        if receipt.marked_late is None and not _is_known(deadline, student, receipt)
    ]
    if unknown and deadline.penalty:
        yield say(
            "late work loses points, but it is not known when these students handed in: {students}; nothing was "
            "taken off. If one of them was late, write the time into assignment.toml, under [late.received]",
            students=first_few(unknown, MOST_NAMED),
        )
