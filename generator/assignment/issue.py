"""Handing out: every student on the roster gets one worksheet, and what was issued never changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, cycle
from typing import NamedTuple

from generator.assignment.agreement import Renamed, check_drawn_alike, check_exercises, check_pinned, renamed
from generator.assignment.description import Assignment, Task
from generator.assignment.printed import WITHDRAWN, check_shown, shown_worksheets, withdrawn_worksheets
from generator.assignment.record import Record, read_record
from generator.assignment.roster import Student
from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.errors import ByhandError
from generator.execution import HERE, Crew
from generator.files.whole import PRIVATE, only_one, private_folder, whole_file
from generator.network.instance import Instance, Urn
from generator.network.stream import student_seed

MOST_TRIES = 100

Drawn = tuple[Instance, ...]
"""The numbers of one worksheet: an instance for each task."""


class DrawOrder(NamedTuple):
    """A piece of work: each student's seeds, one per task."""

    seeds: tuple[tuple[int, ...], ...]


def draw(tasks: Sequence[Task], order: DrawOrder) -> tuple[Drawn, ...]:
    """Each student's numbers for these tasks."""
    urns = [Urn(task.blueprint, task.given) for task in tasks]
    return tuple(tuple(urn.draw(seed) for urn, seed in zip(urns, seeds, strict=True)) for seeds in order.seeds)


class HandedOut(NamedTuple):
    """The record, complete, with who was renamed in it and who was given another sheet."""

    record: Record
    renamed: tuple[Renamed, ...] = ()
    reissued: tuple[str, ...] = ()


def issue_missing(
    assignment: Assignment,
    students: Sequence[Student],
    done: Callable[[int], None] = lambda _count: None,
    crew: Crew = HERE,
) -> Record:
    """Issue a worksheet to each student who has none, record all of them, and return the record."""
    return hand_out(assignment, students, students, done=done, crew=crew).record


def hand_out(
    assignment: Assignment,
    roster: Sequence[Student],
    chosen: Sequence[Student],
    reissue: Collection[str] = (),
    done: Callable[[int], None] = lambda _count: None,
    crew: Crew = HERE,
) -> HandedOut:
    """Issue a worksheet to each chosen student who has none, and another one to those in `reissue`.

    The record is written completely before anything is printed from it, so the next run completes an interrupted one
    with the same numbers. ByhandError, with nothing changed, where the assignment, the record and what was printed
    disagree. `done` is called with the number of students processed.
    """
    with only_one(assignment.folder):
        record = read_record(assignment.issued_file, assignment.blueprints)
        record.verify(assignment.known_secret())
        again = tuple(student for student in reissue if student in record.places)
        keeping = [student.id for student in roster if student.id not in again]
        check_exercises(assignment, record, keeping)
        check_pinned(assignment, record, keeping)
        check_drawn_alike(assignment, record, keeping)
        missing = [student for student in chosen if student.id not in record.places or student.id in again]
        names = renamed(record, roster)
        done(len(chosen) - len(missing))
        if missing or names:
            _withdraw(assignment, record, again)
            _write_record(
                assignment, record, roster, {name.student: name.now for name in names}, again, missing, done, crew
            )
        elif assignment.issued_file.exists():
            assignment.issued_file.chmod(PRIVATE)
        return HandedOut(read_record(assignment.issued_file, assignment.blueprints), names, again)


def _letters(assignment: Assignment, roster: Sequence[Student], before: Mapping[str, int]) -> Mapping[str, str]:
    """The letters of a class that shares sheets, in turn; whoever gets another sheet gets numbers that nobody has."""
    if not assignment.letters:
        return {}
    turns = zip(roster, cycle(assignment.letters), strict=False)
    return {student.id: letter for student, letter in turns if not before.get(student.id)}


def _write_record(
    assignment: Assignment,
    record: Record,
    roster: Sequence[Student],
    names: Mapping[str, str],
    again: Collection[str],
    missing: Sequence[Student],
    done: Callable[[int], None],
    crew: Crew,
) -> None:
    """Write the lines that stay, with these names, and the new ones."""
    withdrawn = withdrawn_worksheets(assignment.folder)
    fresh = [student.id for student in missing if student.id not in again]
    shown = shown_worksheets(assignment.folder, fresh)
    with whole_file(assignment.issued_file, PRIVATE, lasting=True) as file:
        for student in record.places:
            if student not in again:
                line = record.line(student)
                line = line.renamed(names[student]) if student in names else line
                file.write(line.ended)
        if missing:
            before = Counter(withdrawn.values())
            issuing = _Issuing(assignment, assignment.secret(), before, _letters(assignment, roster, before))
            for worksheet in issuing.worksheets(missing, {*record.ids, *withdrawn}, crew):
                if shown.get(worksheet.student) not in withdrawn:
                    check_shown(assignment.folder, shown, {worksheet.student: worksheet.id})
                file.write(worksheet.line().encode())
                done(1)


def _withdraw(assignment: Assignment, record: Record, students: Sequence[str]) -> None:
    """Keep the lines of sheets that others are handed out for: nothing that was handed out is forgotten."""
    if students:
        private_folder(assignment.folder / WITHDRAWN)
        kept = assignment.folder / WITHDRAWN / "issued.jsonl"
        before = kept.read_bytes() if kept.exists() else b""
        with whole_file(kept, PRIVATE, lasting=True) as file:
            file.write(before)
            file.writelines(record.line(student).ended for student in students)


@dataclass(frozen=True)
class _Issuing:
    """Makes the worksheets of an assignment. The secret stays in this process: workers receive only seeds.

    `before` counts the sheets that each student was handed out and that no longer count; `letters` are those of
    students who share their numbers.
    """

    assignment: Assignment
    secret: str
    before: Mapping[str, int]
    letters: Mapping[str, str]

    def worksheets(self, students: Sequence[Student], used: set[str], crew: Crew) -> Iterator[Worksheet]:
        """A worksheet for each student, in order, with ids that are not in use yet."""
        drawn = chain.from_iterable(crew.work(students, self.order, draw, self.assignment.tasks))
        for student, instances in zip(students, drawn, strict=True):
            worksheet = self._with_free_id(student, instances, used)
            used.add(worksheet.id)
            yield worksheet

    def order(self, students: tuple[Student, ...], attempt: int = 0) -> DrawOrder:
        """The work of drawing for these students."""
        key, tasks, secret = self.assignment.key, self.assignment.tasks, self.secret
        salts = (self._salt(student.id, attempt) for student in students)
        return DrawOrder(tuple(tuple(student_seed(secret, key, salt, task.id) for task in tasks) for salt in salts))

    def _salt(self, student: str, attempt: int) -> str:
        """What the numbers are drawn for: the student, or all who share them; later also the times drawn before."""
        whom = f"\0letter {self.letters[student]}" if student in self.letters else student
        again = f"{student}\0again {self.before[student]}" if self.before.get(student) else whom
        return f"{again}\0{attempt}" if attempt else again

    def _with_free_id(self, student: Student, instances: Drawn, used: set[str]) -> Worksheet:
        """The student's worksheet, drawn again in the rare case that its id is taken, as ids must be unique."""
        tasks = self.assignment.tasks
        for attempt in range(1, MOST_TRIES + 1):
            issued = (
                IssuedTask.of(task.id, task.blueprint, instance)
                for task, instance in zip(tasks, instances, strict=True)
            )
            # Drawn once more, the numbers are no longer those of the letter.
            letter = self.letters.get(student.id, "") if attempt == 1 else ""
            drawn_as = self.assignment.drawn_as
            worksheet = make_worksheet(self.secret, student.id, student.name, tuple(issued), letter, drawn_as)
            if worksheet.id not in used:
                return worksheet
            (instances,) = draw(tasks, self.order((student,), attempt))
        raise ByhandError(
            "{student}: no unused worksheet id in {most} tries; pin fewer grids or change the secret",
            student=student.id,
            most=MOST_TRIES,
        )
