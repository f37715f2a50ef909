"""Reports become tables: grades.csv, a line a student, and cells.csv, a line a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from generator.language import Words
from generator.numbers import Number, show_number, show_value
from generator.rounding import round_half_away
from grader.marks import Verdict
from grader.report import Report
from grader.spelling import for_csv

GRADES = (
    *("student", "name", "worksheet", "score", "points", "percent"),
    *("correct", "follow_through", "incorrect", "blank", "unreadable", "file", "note"),
)
CELLS = (
    *("student", "worksheet", "exercise", "step", "grid", "row", "column"),
    *("typed", "expected", "verdict", "credit", "slip"),
)
MOST_NOTE = 1000


def grades(reports: Iterable[Report], words: Words) -> str:
    """grades.csv: one line for every report, its notes in these words.

    Scores are rounded to two decimals, here and not before.
    """
    return _table(GRADES, (_grade(report, words) for report in reports))


def cells(reports: Iterable[Report]) -> str:
    """cells.csv: one line for every marked cell, for the teacher's own programs: it is English in every language."""
    return _table(CELLS, (line for report in reports for line in _cells(report)))


def _grade(report: Report, words: Words) -> tuple[object, ...]:
    counts = (report.count(verdict) for verdict in Verdict)
    return (
        *(for_csv(text) for text in (report.student.id, report.student.name, report.worksheet)),
        *(printed(number) for number in (report.score, report.points)),
        printed(report.percent, 1),
        *counts,
        for_csv(report.file),
        for_csv("; ".join(note.worded(words) for note in report.notes), MOST_NOTE),
    )


def _cells(report: Report) -> Iterator[tuple[object, ...]]:
    for cell, typed, expected, verdict, credit, slip in report.marks:
        yield (
            *(for_csv(report.student.id), report.worksheet, *cell),
            *(for_csv(typed), show_value(expected), verdict.value, printed(credit), slip or ""),
        )


def printed(number: Number, places: int = 2) -> str:
    """A score as people read it: at most so many decimals."""
    return show_number(round_half_away(number, places).value)


def _table(header: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue()
