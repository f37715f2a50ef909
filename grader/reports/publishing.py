"""A graded class becomes the files in --out, student by student; nothing is written elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment

from generator.assignment.description import Assignment
from generator.assignment.grades import GRADES, GRADES_FILE, grades_line
from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError, Said
from generator.files.tables import table_line
from generator.files.whole import only_one, remove_drafts, whole_file, write_whole
from generator.network.number import POINT
from grader.marking.grading import Graded
from grader.marking.report import Report
from grader.reports import gradebook
from grader.reports.changes import CHANGES, Changes
from grader.reports.class_figures import ClassFigures, Tally
from grader.reports.class_report import class_page, links_from
from grader.reports.earlier import PAPERS, Earlier, remove_outdated
from grader.reports.feedback import TaskView, task_views
from grader.reports.machine_reports import (
    form_feedback,
    form_lines,
    gradescope,
    suite,
    suites_around,
    workflow_annotations,
)
from grader.reports.own_sheet import own_sheets
from grader.reports.templates import report_templates

if TYPE_CHECKING:
    # Marking draws nothing: whoever wants pictures brings them along.
    from generator.layout.pictures import Drawings


class Papers(NamedTuple):
    """What is made of the marks of one student: texts for the student, lines about the student in tables for all.

    The whole `report` is kept only for sheets that are to be marked.
    """

    markdown: bytes
    html: bytes
    gradescope: bytes
    cells: str
    suite: str
    tally: Tally
    report: Report | None


class PaperMaking:
    """Makes the papers of students; its templates are loaded once, in each process.

    While students can hand in again and it is `still_open`, they see only what could be read: no score and no value.
    """

    def __init__(
        self, assignment: Assignment, drawings: Drawings, marked_sheets: bool = False, still_open: bool = False
    ) -> None:
        self.assignment = assignment
        self.drawings = drawings
        self.marked_sheets = marked_sheets
        self.still_open = still_open

    def __reduce__(self) -> Any:
        """Sent to another process, it leaves its templates behind."""
        return PaperMaking, (self.assignment, self.drawings, self.marked_sheets, self.still_open)

    @cached_property
    def templates(self) -> Environment:
        """The templates in the language of the assignment."""
        return report_templates(self.assignment)

    def __call__(self, worksheet: Worksheet, report: Report) -> Papers:
        """The papers of a student."""
        assignment = self.assignment
        exercises = task_views(assignment, worksheet, report)
        texts = (self._receipt if self.still_open else self._feedback)(worksheet, report, exercises)
        text, page, results = (text.encode() for text in texts)
        reveal = assignment.marking.reveal and not self.still_open
        return Papers(
            text,
            page,
            results,
            gradebook.cells(report),
            suite(report, report.marks, reveal, assignment.words),
            Tally.of(report),
            report if self.marked_sheets else None,
        )

    def _feedback(self, worksheet: Worksheet, report: Report, exercises: Sequence[TaskView]) -> tuple[str, str, str]:
        """Feedback as Markdown, as HTML, and for Gradescope."""
        assignment = self.assignment
        pictures, point = self.drawings.of(worksheet.structure), assignment.words(POINT)
        sheets = own_sheets(pictures, worksheet, report, exercises, assignment.marking.reveal, point)
        text = self._rendered("feedback.md.jinja", report=report, exercises=exercises)
        page = self._rendered("feedback.html.jinja", report=report, exercises=exercises, sheets=sheets)
        return text, page, gradescope(report, exercises, text, assignment.words)

    def _receipt(self, _worksheet: Worksheet, report: Report, exercises: Sequence[TaskView]) -> tuple[str, str, str]:
        """What was read, in the same three forms; Gradescope keeps the feedback until it is published."""
        words = self.assignment.words
        form = form_lines(report, words)
        text, page = (self._rendered(f"receipt.{kind}.jinja", report=report, form=form) for kind in ("md", "html"))
        feedback = self._rendered("feedback.md.jinja", report=report, exercises=exercises)
        return text, page, gradescope(report, exercises, feedback, words, form_feedback(report, words))

    def _rendered(self, template: str, **shown: object) -> str:
        return self.templates.get_template(template).render(assignment=self.assignment, **shown)


def publish(
    graded: Graded[Papers],
    out: Path,
    making: PaperMaking,
    done: Callable[[int], None] = lambda _count: None,
) -> tuple[Said, ...]:
    """Write every report, and remove those of students who were marked before. The same marks give the same bytes.

    Returns what a person should know about earlier marks. `done` is called with 1 for every student. With marked
    sheets, the class page leads to these; they are written by others.
    """
    with only_one(out):
        known = Earlier.of(out).students.union(report.student.id for report in graded.reports)
        for folder, endings in PAPERS.items():
            remove_drafts(out / folder)
            remove_outdated(out / folder, endings, known, graded.handed_in)
        links = links_from(out, graded, making.marked_sheets)
        publishing = _Publishing(graded, out, done)
        publishing.write_students()
        statistics = publishing.figures.statistics()
        page = class_page(graded, statistics, making.drawings, links)
        for name in ("class.html", "summary.md"):
            with whole_file(out / name) as file:
                file.writelines(map(str.encode, page.pieces(making.templates, f"{name}.jinja")))
        said = [problem.said for problem in graded.problems]
        annotations = workflow_annotations(said, graded.reports, graded.assignment.words)
        write_whole(out / "annotations.txt", annotations)
        return publishing.remarks


class _Publishing:
    """Writes what there is for and about every student, one after another, and counts the figures of the class."""

    def __init__(self, graded: Graded[Papers], out: Path, done: Callable[[int], None]) -> None:
        self.figures = ClassFigures()
        self.remarks: tuple[Said, ...] = ()
        self._graded = graded
        self._out = out
        self._done = done

    def write_students(self) -> None:
        """Write the files of all students, and the tables."""
        begin, end = suites_around(self._graded.assignment.title)
        with ExitStack() as stack:
            grades, cells, suites = (
                stack.enter_context(whole_file(self._out / name)) for name in (GRADES_FILE, "cells.csv", "junit.xml")
            )
            _write(grades, grades_line(GRADES, self._graded.assignment.words))
            _write(cells, table_line(gradebook.CELLS))
            _write(suites, begin)
            # A run that changes nothing keeps the report of the last change. It is written before the cells that it
            # compares are replaced: a run that is cut short in between only finds the same changes again.
            self._write_changes(self._changed(grades, cells, suites))
            _write(suites, end)

    def _changed(self, grades: IO[bytes], cells: IO[bytes], suites: IO[bytes]) -> Iterator[str]:
        """Write the lines and the files of every student; yields the lines about what has changed."""
        changes = self._changes()
        made = iter(self._graded.made)
        words = self._graded.assignment.words
        for report in self._graded.reports:
            _write(grades, gradebook.grade(report, words))
            if report.handed_in:
                papers = next(made)
                self._give(report.student.id, papers)
                _write(cells, papers.cells)
                _write(suites, papers.suite)
                self.figures.take_in(report, self._graded.cells[report.student.id], papers.tally)
                if changes:
                    yield from changes.of(report.student.id, papers.cells)
            else:
                _write(suites, suite(report, (), False, words))
            self._done(1)
        if changes:
            yield from changes.of_the_rest()

    def _changes(self) -> Changes | None:
        """What was marked before; None if there is nothing to compare with."""
        try:
            before = Changes(self._out / "cells.csv", [report.student.id for report in self._graded.reports])
        except ByhandError as error:
            self.remarks = (error.said,)
            return None
        return before if before.known else None

    def _write_changes(self, lines: Iterator[str]) -> None:
        """Write changes.csv if there is anything in it; all students are written by then."""
        first = next(lines, None)
        if first is not None:
            with whole_file(self._out / "changes.csv", lasting=True) as file:
                for line in chain((table_line(CHANGES), first), lines):
                    _write(file, line)

    def _give(self, student: str, papers: Papers) -> None:
        for name, content in (
            (f"feedback/{student}.md", papers.markdown),
            (f"feedback/{student}.html", papers.html),
            (f"gradescope/{student}.json", papers.gradescope),
        ):
            with whole_file(self._out / name) as file:
                file.write(content)


def _write(file: IO[bytes], text: str) -> None:
    file.write(text.encode("utf-8"))
