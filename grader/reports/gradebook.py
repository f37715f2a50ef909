"""Reports become tables: grades.csv and cells.csv, what a new marking changed, and imports for Canvas and Moodle."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator import files
from generator.assignment.roster import RosterLine
from generator.errors import ByhandError
from generator.language.words import Words
from generator.network.number import show_value
from grader.escaping import for_csv
from grader.marking.marks import Verdict
from grader.marking.report import Report
from grader.reports.late_work import late_note
from grader.reports.scores import percent_text, score_text

GRADES = (
    *("student", "name", "worksheet", "score", "points", "percent"),
    *("correct", "follow_through", "incorrect", "blank", "unreadable", "file", "note"),
    *("earned", "taken_off"),
)
CELLS = (
    *("student", "worksheet", "exercise", "step", "grid", "row", "column"),
    *("typed", "expected", "verdict", "credit", "slip"),
)
MOST_NOTE = 1000
MOST_CELLS_BYTES = 2 << 30


def grades(reports: Iterable[Report], words: Words) -> str:
    """grades.csv: one line per report, with its notes in these words.

    `score` is what counts: `earned`, less what is `taken_off` for late work. Scores are rounded to two decimals here,
    and not before.
    """
    return _table(GRADES, (_grade(report, words) for report in reports))


def cells(reports: Iterable[Report]) -> str:
    """cells.csv: one line per marked cell, for the teacher's own programs: it is always in English."""
    return _table(CELLS, (line for report in reports for line in _cells(report)))


def _grade(report: Report, words: Words) -> tuple[object, ...]:
    counts = (report.count(verdict) for verdict in Verdict)
    notes = (*(note.worded(words) for note in report.notes), late_note(report, words))
    return (
        *(for_csv(text) for text in (report.student.id, report.student.name, report.worksheet)),
        *(score_text(number) for number in (report.score, report.points)),
        percent_text(report.percent, 1),
        *counts,
        for_csv(report.file),
        for_csv("; ".join(filter(None, notes)), MOST_NOTE),
        *(score_text(number) for number in (report.earned, report.taken_off)),
    )


def _cells(report: Report) -> Iterator[tuple[object, ...]]:
    student = for_csv(report.student.id)
    for cell, typed, expected, verdict, credit, slip, _ in report.marks:
        yield (
            *(student, report.worksheet, *cell),
            *(for_csv(typed), show_value(expected), verdict.value, score_text(credit), slip or ""),
        )


CHANGES = (
    *("student", "exercise", "grid", "row", "column", "typed_before", "typed", "verdict_before", "verdict"),
    *("credit_before", "credit"),
)


def changes(before: Path, cells: str) -> str | None:
    """changes.csv as text, from the old file of cells and the new text; None if there is no old file or no change.

    The old file may have been saved by a spreadsheet. ByhandError if it cannot be read.
    """
    if not before.exists():
        return None
    new = dict(_credits("cells.csv", cells))
    written = {_as_number(cell[0]): cell[0] for cell in new}
    old = {}
    for (student, *place), judged in _credits(str(before), files.read_text(before, MOST_CELLS_BYTES)):
        old[(written.get(_as_number(student), student), *place)] = judged
    lines = []
    for cell in dict.fromkeys((*new, *old)):
        typed_before, verdict_before, credit_before = old.get(cell, ("", "", "0"))
        typed, verdict, credit = new.get(cell, ("", "", "0"))
        if (verdict_before, credit_before) != (verdict, credit):
            lines.append((*cell, typed_before, typed, verdict_before, verdict, credit_before, credit))
    return _table(CHANGES, lines) if lines else None


def _as_number(student: str) -> str:
    """An id as a spreadsheet may have saved it, which takes 007 for the number 7."""
    return student.lstrip("0") if student.isdecimal() else student


def _credits(name: str, text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, str, str]]]:
    rows = files.table_rows(name, text)
    header = [cell.strip().lower() for cell in next(rows, (0, []))[1]]
    needed = (*CHANGES[:5], "typed", "verdict", "credit")
    missing = [column for column in needed if column not in header]
    if missing:
        raise ByhandError(
            "{file}: has no column {column}, so what has changed since is not known; the file was written anew",
            file=name,
            column=missing[0],
        )
    for _, row in rows:
        line = dict(zip(header, row, strict=False))
        *cell, typed, verdict, credit = (line.get(column, "") for column in needed)
        yield tuple(cell), (typed, verdict, credit.replace(",", ".") or "0")


CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("ID number", "Full name", "Email address")


def canvas(title: str, reports: Iterable[Report], roster: Iterable[RosterLine]) -> str:
    """Canvas's gradebook, filled from roster columns of the same names; the login is the student id by default."""
    reports = tuple(reports)
    extra = {entry.student.id: entry.cells for entry in roster}
    most = max((report.points for report in reports), default=0)
    header = (*CANVAS, for_csv(title))
    lines: list[tuple[str, ...]] = [("    Points Possible", "", "", "", "", score_text(most))]
    for report in reports:
        own = extra.get(report.student.id, {})
        login = report.student.login or report.student.id
        identity = (own.get("id", ""), own.get("sis user id", ""), login, own.get("section", ""))
        lines.append((for_csv(report.student.name), *map(for_csv, identity), _score(report)))
    return _table(header, lines)


def moodle(title: str, reports: Iterable[Report], roster: Iterable[RosterLine], words: Words) -> str:
    """Moodle's grade import; the id number is the student id unless the roster has a column for it."""
    extra = {entry.student.id: entry.cells for entry in roster}
    header = (*MOODLE, for_csv(title), "Feedback")
    lines: list[tuple[str, ...]] = []
    for report in reports:
        own = extra.get(report.student.id, {})
        identity = (own.get("id number", "") or report.student.id, report.student.name, report.student.email)
        remarks = (late_note(report, words), *(remark.worded(words) for remark in report.remarks))
        lines.append((*map(for_csv, identity), _score(report), for_csv("; ".join(filter(None, remarks)), MOST_NOTE)))
    return _table(header, lines)


def _score(report: Report) -> str:
    """The score; empty, not 0, if nothing was handed in: the platform has its own rule for that."""
    return score_text(report.score) if report.marks else ""


def _table(header: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue()
