"""Reports become tables: grades.csv and cells.csv line by line, and imports for Canvas and Moodle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.assignment.grades import grades_line
from generator.assignment.roster import RosterLine
from generator.files.tables import table_lines
from generator.language.words import Words
from generator.network.number import show_value
from grader.escaping import for_csv
from grader.marking.marks import Verdict
from grader.marking.report import Report, Result
from grader.reports.late_work import late_note
from grader.reports.scores import percent_text, score_text

CELLS = (
    *("student", "worksheet", "exercise", "step", "grid", "row", "column"),
    *("typed", "expected", "verdict", "credit", "slip"),
)
MOST_NOTE = 1000


def grade(report: Result, words: Words) -> str:
    """The line of grades.csv about a student, with the notes in these words.

    `score` is what counts: `earned`, less what is `taken_off` for late work. Scores are rounded to two decimals here,
    and not before. Work that was not handed in earns 0, and the note says so.
    """
    counts = (report.count(verdict) for verdict in Verdict)
    notes = (*(note.worded(words) for note in report.notes), late_note(report, words))
    cells = (
        *(for_csv(text) for text in (report.student.id, report.student.name, report.worksheet)),
        *(score_text(number) for number in (report.score, report.points)),
        percent_text(report.percent, 1),
        *counts,
        for_csv(report.file),
        for_csv("; ".join(filter(None, notes)), MOST_NOTE),
        *(score_text(number) for number in (report.earned, report.taken_off)),
    )
    return grades_line(cells, words)


def cells(report: Report) -> str:
    """The lines of cells.csv about a student, one per marked cell; for programs, so always in English."""
    return table_lines(_cells(report))


def _cells(report: Report) -> Iterator[tuple[object, ...]]:
    student = for_csv(report.student.id)
    for cell, typed, expected, verdict, credit, slip, *_ in report.marks:
        yield (
            *(student, report.worksheet, *cell),
            *(for_csv(typed), show_value(expected), verdict.value, score_text(credit), slip or ""),
        )


CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("ID number", "Full name", "Email address")


NOT_IMPORTED = (
    *("Current Score", "Current Points", "Current Grade", "Final Score", "Final Points", "Final Grade"),
    *("Override Score", "Override Grade", "Override Status"),
)
"""Canvas takes a column with one of these in its title for a sum of its own, and drops it."""
_NUMBER_AT_THE_END = re.compile(r"\(\d+\)\s*$", re.ASCII)


def canvas_column(title: str, assignment: int | None) -> str:
    """The title of the column of grades; with the number of an assignment Canvas puts them there, whatever its name."""
    return f"{title} ({assignment})" if assignment else title


def canvas_trouble(title: str, assignment: int | None) -> str:
    """Why Canvas would not take the column as it is meant; empty if it does."""
    if found := next((name for name in NOT_IMPORTED if name in title), ""):
        return (
            f"Canvas drops columns with {found!r} in their title; change the title in assignment.toml, and export again"
        )
    if assignment is None and _NUMBER_AT_THE_END.search(title):
        return (
            f"Canvas takes the number at the end of {title[:80]!r} for that of an assignment; change the title, "
            "or give the right number with --assignment"
        )
    return ""


def canvas(title: str, reports: Iterable[Result], roster: Iterable[RosterLine], assignment: int | None = None) -> str:
    """Canvas's gradebook, filled from roster columns of the same names; the login is the student id by default."""
    reports = tuple(reports)
    extra = {line.student.id: line.cells for line in roster}
    most = max((report.points for report in reports), default=0)
    header = (*CANVAS, for_csv(canvas_column(title, assignment), MOST_NOTE))
    lines: list[tuple[str, ...]] = [("    Points Possible", "", "", "", "", score_text(most))]
    for report in reports:
        own = extra.get(report.student.id, {})
        login = report.student.login or report.student.id
        identity = (own.get("id", ""), own.get("sis user id", ""), login, own.get("section", ""))
        lines.append((for_csv(report.student.name), *map(for_csv, identity), _score(report)))
    return _table(header, lines)


def moodle(
    title: str, reports: Iterable[Result], roster: Iterable[RosterLine], words: Words, comments: Iterable[str]
) -> str:
    """Moodle's grade import; the id number is the student id unless the roster has a column for it.

    There is a comment for each student who handed in, in the order of the reports.
    """
    said = iter(comments)
    extra = {line.student.id: line.cells for line in roster}
    header = (*MOODLE, for_csv(title), "Feedback comments")
    lines: list[tuple[str, ...]] = []
    for report in reports:
        own = extra.get(report.student.id, {})
        identity = (own.get("id number", "") or report.student.id, report.student.name, report.student.email)
        remarks = (late_note(report, words), *(remark.worded(words) for remark in report.remarks))
        comment = next(said) if report.handed_in else ""
        lines.append(
            (*map(for_csv, identity), _score(report), for_csv("; ".join(filter(None, (*remarks, comment))), MOST_NOTE))
        )
    return _table(header, lines)


def _score(report: Result) -> str:
    """The score; empty, not 0, if nothing was marked: a platform has its own rule for that."""
    return score_text(report.score) if report.handed_in else ""


def _table(header: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    return table_lines((header, *lines))
