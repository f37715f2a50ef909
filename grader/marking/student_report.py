"""The report of one student: what counts of what was handed in is marked, and what is odd about it is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from generator.assignment.description import Assignment
from generator.assignment.roster import Student
from generator.assignment.worksheet import Worksheet
from generator.errors import say
from grader.answers.counting import Counted
from grader.answers.submission import Submission
from grader.marking.cells import mark
from grader.marking.concerns import on_copied, on_swapped, without_work
from grader.marking.copied.comparison import CopiedWork
from grader.marking.lateness import by_hearsay, lateness, marked_late
from grader.marking.marks import CellRemark, Mark
from grader.marking.report import NOTHING, Report, scores_of
from grader.marking.shifting import find_shifts


def without_worksheet(student: Student, counted: Counted) -> Report:
    """The report of a student to whom nothing was handed out."""
    return Report(student=student, worksheet="", scores=(), notes=(say("no worksheet was issued"), *counted.notes))


def report_of(
    assignment: Assignment,
    student: Student,
    worksheet: Worksheet,
    counted: Counted,
    unread: bool,
    copied: tuple[str, ...] = (),
) -> Report:
    """The report of one student, who may have handed in nothing, or nothing but `unread` files.

    Nothing is paid for what follows in the exercises that were `copied`.
    """
    submission, receipt, notes = counted.submission, counted.receipt, counted.notes
    cells = cell_counts(worksheet)
    if submission is None:
        nothing = say("handed in, cannot be read") if unread else NOTHING
        scores = scores_of(assignment, cells, ())
        return Report(student=student, worksheet=worksheet.id, scores=scores, notes=(nothing, *notes))
    marks = _marked(assignment, worksheet, submission, copied)
    shifts = find_shifts(worksheet, submission, marks)
    if shifts and assignment.marking.reads_shifted:
        for shift in shifts:
            submission = shift.undone(submission)
        marks = _marked(assignment, worksheet, submission, copied)
    # What was shifted or copied is odd by that alone: nobody is said to have made it up.
    left = () if assignment.marking.reads_shifted else shifts
    odd = {*copied, *(line.exercise for shift in left for line in shift.lines)}
    marks = tuple(_without_suspicion(found) if found.cell.exercise in odd else found for found in marks)
    shifted = tuple(shift.remark(assignment.marking.reads_shifted) for shift in shifts)
    late = tuple(marked_late(assignment.deadline, student.id, receipt))
    remarks = (*shifted, *by_hearsay(assignment.deadline, student.id, receipt))
    costs = assignment.deadline is not None and assignment.deadline.penalty
    # Where nothing that follows is paid, nobody profits from what made it follow.
    paid = [found for found in marks if found.cell.exercise not in copied] if assignment.marking.follow_through else []
    concerns = (*shifted, *(late if costs else ()), *without_work(paid))
    return Report(
        student=student,
        worksheet=worksheet.id,
        scores=scores_of(assignment, cells, marks),
        file=submission.file,
        marks=marks,
        notes=tuple(dict.fromkeys((*notes, *remarks, *late, *concerns))),
        remarks=(*submission.remarks, *remarks),
        concerns=concerns,
        follow_through=assignment.marking.follow_through,
        late=lateness(assignment.deadline, student.id, receipt),
        copied=copied,
    )


def _without_suspicion(found: Mark) -> Mark:
    return found._replace(remark=None) if found.remark in (CellRemark.NO_WORK, CellRemark.FILLED_IN) else found


def _marked(
    assignment: Assignment, worksheet: Worksheet, submission: Submission, copied: tuple[str, ...]
) -> tuple[Mark, ...]:
    rules = assignment.marking
    return mark(worksheet, submission, rules.follow_through, assignment.accepts, rules.repeats_cost_once, copied)


def with_copied(assignment: Assignment, report: Report, copy: CopiedWork) -> Report:
    """The report, in which what follows from copied numbers is not paid, once the student is found to have copied."""
    note, remark = (on_swapped if copy.swapped else on_copied)(copy)
    report = replace(report, notes=(*report.notes, note), remarks=(*report.remarks, remark))
    return _without_copied(assignment, report, copy)


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
