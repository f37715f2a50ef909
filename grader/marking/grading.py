"""Grading a class: the assignment, its record and what was handed in become one Report for every student."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from generator.assignment.agreement import check_exercises
from generator.assignment.description import Assignment
from generator.assignment.record import Record, read_record
from generator.assignment.roster import Student
from generator.assignment.worksheet import IssuedLine, Worksheet
from generator.errors import ByhandError, Said, say
from generator.execution import HERE, Crew
from generator.network.number import Number
from grader.answers.arrival.commits import Push
from grader.answers.arrival.receipts import ReceiptDesk
from grader.answers.collecting import Collection, collect
from grader.answers.files import HandedFile, handed_files
from grader.answers.submission import Submission
from grader.marking.cells import mark
from grader.marking.concerns import on_copied, on_swapped, without_work
from grader.marking.copying import CopiedWork, find_copies
from grader.marking.lateness import by_hearsay, lateness, marked_late, times_to_find_out
from grader.marking.marks import Mark, Verdict
from grader.marking.report import Report, scores_of
from grader.marking.shifting import LEAST_SHIFTED, find_shifts


@dataclass(frozen=True)
class Graded:
    """The reports in the order of the roster, who may have copied whose sheet, and what else to look at.

    While it is `still_open` and students can hand in again, they see only what could be read: no score and no value.
    """

    assignment: Assignment
    record: Record
    reports: tuple[Report, ...]
    copies: tuple[CopiedWork, ...]
    problems: tuple[Said, ...]
    still_open: bool = False


@dataclass(frozen=True)
class MarkOrder:
    """A piece of work: some students, the recorded sheet of each who has one, and what was collected from them."""

    students: tuple[Student, ...]
    lines: tuple[IssuedLine | None, ...]
    collection: Collection


def mark_piece(assignment: Assignment, order: MarkOrder) -> tuple[Report, ...]:
    """The report of every student of the piece, in order."""
    return tuple(
        report_of(
            assignment,
            student,
            line.worksheet(assignment.blueprints) if line else None,
            order.collection,
            assignment.follow_through,
        )
        for student, line in zip(order.students, order.lines, strict=True)
    )


def grade_class(
    assignment: Assignment,
    submissions: Iterable[Path],
    crew: Crew = HERE,
    done: Callable[[int], None] = lambda _count: None,
    pushes: Sequence[Push] = (),
) -> Graded:
    """Mark everything at these paths; ByhandError when there is nothing to mark it against.

    `pushes` are those that a service took, the earliest first: they say when files of a git checkout came.
    """
    return grade_files(assignment, handed_files(submissions), crew, done, pushes)


def grade_files(
    assignment: Assignment,
    handed: Iterable[HandedFile | ByhandError],
    crew: Crew = HERE,
    done: Callable[[int], None] = lambda _count: None,
    pushes: Sequence[Push] = (),
) -> Graded:
    """Mark these files; ByhandError when there is nothing to mark them against.

    `done` is called with 1 for every student marked.
    """
    roster = assignment.students()
    record = read_record(assignment.issued_file, assignment.blueprints)
    record.verify(assignment.known_secret())
    check_exercises(assignment, record, [student.id for student in roster])
    worksheets = dict(record)
    if not worksheets:
        raise ByhandError(
            f"{assignment.issued_file}: no worksheet was issued; run `byhand generate {assignment.folder}` first"
        )
    deadline = assignment.deadline
    desk = ReceiptDesk(deadline.zone if deadline else None, pushes)
    collection = collect(handed, tuple(worksheets.values()), roster, desk)

    def order_of(students: tuple[Student, ...]) -> MarkOrder:
        ids = [student.id for student in students]
        lines = tuple(record.line(student) if student in record.places else None for student in ids)
        return MarkOrder(students, lines, collection.of(ids))

    reports: dict[str, Report] = {}
    for report in chain.from_iterable(crew.work(roster, order_of, mark_piece, assignment)):
        reports[report.student.id] = report
        done(1)
    copies = tuple(
        copy
        for copy in find_copies(tuple(reports.values()), tuple(worksheets.values()))
        # Where students share a sheet, the same slip gives the same wrong numbers.
        if worksheets[copy.student].key() != worksheets[copy.source].key()
    )
    of_copies = []
    for copy in copies:
        note, remark = (on_swapped if copy.swapped else on_copied)(copy)
        # Copied numbers fit together by themselves, so what follows from them shows no work.
        report = report_of(
            assignment, reports[copy.student].student, worksheets[copy.student], collection, follow_through=0
        )
        report = replace(report, notes=(*report.notes, note), remarks=(*report.remarks, remark))
        reports[copy.student] = _without_copied(assignment, report, copy)
        of_copies.append(say("{student}: {remark}", student=copy.student, remark=note))
    said = [*_changed_exercises(worksheets.values()), *times_to_find_out(deadline, roster, collection.receipts)]
    for report in reports.values():
        said += [say("{student}: {remark}", student=report.student.id, remark=each) for each in report.concerns]
    said += of_copies
    return Graded(assignment, record, tuple(reports.values()), copies, (*collection.problems, *said))


def report_of(
    assignment: Assignment,
    student: Student,
    worksheet: Worksheet | None,
    collection: Collection,
    follow_through: Number,
) -> Report:
    """The report of one student, who may have handed in nothing, or have no worksheet."""
    notes = collection.notes.get(student.id, ())
    if worksheet is None:
        return Report(student, "", (), notes=(say("no worksheet was issued"), *notes))
    submission = collection.submissions.get(student.id)
    cells = cell_counts(worksheet)
    if submission is None:
        nothing = say("handed in, cannot be read" if student.id in collection.unread else "nothing handed in")
        return Report(student, worksheet.id, scores_of(assignment, cells, ()), notes=(nothing, *notes))
    marks = _marked(assignment, worksheet, submission, follow_through)
    mistaken = sum(found.verdict in (Verdict.INCORRECT, Verdict.BLANK) for found in marks)
    shifts = find_shifts(worksheet, submission) if mistaken >= LEAST_SHIFTED else ()
    if shifts and assignment.reads_shifted:
        for shift in shifts:
            submission = shift.undone(submission)
        marks = _marked(assignment, worksheet, submission, follow_through)
    shifted = tuple(shift.remark(assignment.reads_shifted) for shift in shifts)
    receipt = collection.receipts[student.id]
    late = tuple(marked_late(assignment.deadline, student.id, receipt))
    remarks = (*shifted, *by_hearsay(assignment.deadline, student.id, receipt))
    costs = assignment.deadline is not None and assignment.deadline.penalty
    # Where nothing that follows is paid, nobody profits from what made it follow.
    concerns = (*shifted, *(late if costs else ()), *(without_work(marks) if follow_through else ()))
    return Report(
        student,
        worksheet.id,
        scores_of(assignment, cells, marks),
        submission.file,
        marks,
        tuple(dict.fromkeys((*notes, *remarks, *late, *concerns))),
        (*submission.remarks, *remarks),
        concerns,
        follow_through,
        lateness(assignment.deadline, student.id, receipt),
    )


def _marked(
    assignment: Assignment, worksheet: Worksheet, submission: Submission, follow_through: Number
) -> tuple[Mark, ...]:
    return mark(worksheet, submission, follow_through, assignment.accepts, assignment.repeats_cost_once)


def _without_copied(assignment: Assignment, report: Report, copy: CopiedWork) -> Report:
    """The report without credit for cells that hold the source's numbers, unless a teacher accepted them by name."""
    decided = [accept for accept in assignment.accepts if accept.student == copy.student]
    marks = tuple(
        found._replace(credit=0)
        if found.cell in copy.cells
        and not any(accept.covers(found.cell.exercise, *found.cell[2:]) for accept in decided)
        else found
        for found in report.marks
    )
    cells = Counter(found.cell.exercise for found in marks)
    return replace(report, marks=marks, scores=scores_of(assignment, cells, marks))


def cell_counts(worksheet: Worksheet) -> Mapping[str, int]:
    """The number of asked cells of each exercise."""
    return {task.id: task.blueprint.cells for task in worksheet.tasks}


def _changed_exercises(worksheets: Iterable[Worksheet]) -> Iterator[Said]:
    """A problem for each exercise of a sheet that computes something else today than when it was handed out."""
    for worksheet in worksheets:
        for task in worksheet.tasks:
            if task.changed:
                yield say(
                    "{student}: exercise {exercise} was changed after this sheet was handed out; "
                    "its key is what the exercise says today: use the version of then, or hand out a new sheet",
                    student=worksheet.student,
                    exercise=task.id,
                )
