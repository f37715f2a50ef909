"""A graded class becomes what a learning platform imports: Canvas' and Moodle's grade tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator import tables
from generator.language import Words
from grader.gradebook import printed
from grader.report import Report
from grader.spelling import for_csv

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("ID number", "Full name", "Email address")


def canvas(title: str, reports: Iterable[Report], roster: Path) -> str:
    """Canvas' gradebook. Roster columns of these names fill its columns; the login is the student id without one."""
    reports = tuple(reports)
    extra = _extra_columns(roster)
    most = max((report.points for report in reports), default=0)
    lines: list[tuple[str, ...]] = [(*CANVAS, for_csv(title)), ("    Points Possible", "", "", "", "", printed(most))]
    for report in reports:
        own = extra.get(report.student.id, {})
        login = own.get("sis login id", "") or report.student.id
        identity = (own.get("id", ""), own.get("sis user id", ""), login, own.get("section", ""))
        lines.append((for_csv(report.student.name), *map(for_csv, identity), _score(report)))
    return _table(lines)


def moodle(title: str, reports: Iterable[Report], roster: Path, words: Words) -> str:
    """Moodle's grade import: the id number is the student id unless the roster has a column for it."""
    extra = _extra_columns(roster)
    lines: list[tuple[str, ...]] = [(*MOODLE, for_csv(title), "Feedback")]
    for report in reports:
        own = extra.get(report.student.id, {})
        identity = (own.get("id number", "") or report.student.id, report.student.name, own.get("email address", ""))
        remarks = "; ".join(remark.worded(words) for remark in report.remarks)
        lines.append((*map(for_csv, identity), _score(report), for_csv(remarks)))
    return _table(lines)


def _score(report: Report) -> str:
    """Nothing handed in is no grade yet, not 0: the platform keeps its own rule for that."""
    return printed(report.score) if report.marks else ""


def _extra_columns(roster: Path) -> Mapping[str, Mapping[str, str]]:
    """The roster's cells by student id and column name in small letters."""
    lines = [row for _, row in tables.rows(str(roster), tables.read_text(roster, 64 << 20))]
    header = [cell.strip().lower() for cell in lines[0]]
    rows = (dict(zip(header, (cell.strip() for cell in row), strict=False)) for row in lines[1:])
    return {row.get("student", ""): row for row in rows}


def _table(lines: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()
