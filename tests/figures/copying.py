"""How many copies are found, and who is accused without reason: `python -m tests.figures.copying gcn 10000`.

The class is that of tests/simulated/classroom.py: honest students with slips of their own, and copies altered in
some cells.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from generator.assignment.roster import Student
from generator.assignment.worksheet import Worksheet
from grader.marking.copied.comparison import find_copies
from grader.marking.marks import Mark
from grader.marking.report import Report
from tests.figures.honesty import kinds, marked, worked
from tests.simulated.classroom import Answers, Pen
from tests.simulated.students import worksheet_of


def sheets_of(exercise: str, students: int) -> list[Worksheet]:
    return [replace(worksheet_of(exercise, seed), student=f"student {seed}") for seed in range(students)]


def report_of(worksheet: Worksheet, marks: tuple[Mark, ...]) -> Report:
    student = Student(worksheet.student, worksheet.student)
    return Report(student=student, worksheet=worksheet.id, scores=(), file="answers.csv", marks=marks)


def honest_reports(exercise: str, sheets: Sequence[Worksheet]) -> list[Report]:
    """Students with every kind of slip and misconception in turn."""
    return [honest_report(exercise, sheet) for sheet in sheets]


def honest_report(exercise: str, sheet: Worksheet) -> Report:
    """One of them: which kind depends on the number in the student's name."""
    number, pens = int(sheet.student.split()[-1]), [pen_of for _, pen_of, _ in kinds(exercise)]
    pen = pens[number % len(pens)](worked(sheet, Pen()), random.Random(number))
    return report_of(sheet, marked(sheet, worked(sheet, pen)))


def altered(answers: Answers, share: float, chance: random.Random) -> Answers:
    """The answers with other numbers in this share of the cells, a little off."""
    places = [
        (name, row, cell)
        for name, rows in answers.items()
        for row, cells in enumerate(rows)
        for cell in range(len(cells))
    ]
    changed = {name: [list(row) for row in rows] for name, rows in answers.items()}
    for name, row, cell in chance.sample(places, round(share * len(places))):
        changed[name][row][cell] = Fraction(changed[name][row][cell] or 0) + chance.choice([-3, -2, -1, 1, 2, 3])
    return changed


def found_copies(exercise: str, share: float, students: int, copies: int) -> int:
    """How many copies of another's sheet, altered in this share of the cells, are found in such a class."""
    sheets = sheets_of(exercise, students)
    reports = [report_of(sheet, marked(sheet, worked(sheet, Pen()))) for sheet in sheets]
    for number in range(copies):
        source = worked(sheets[students - 1 - number], Pen())
        answers = altered(source, share, random.Random(number))
        reports[number] = report_of(sheets[number], marked(sheets[number], answers))
    found = {(copy.student, copy.source) for copy in find_copies(reports, sheets)}
    return sum((f"student {number}", f"student {students - 1 - number}") in found for number in range(copies))


if __name__ == "__main__":
    name, count = sys.argv[1], int(sys.argv[2])
    for part in (0.0, 0.08, 0.12, 0.2, 1 / 3):
        print(f"{name}: altered in {part:.0%} of the cells, {found_copies(name, part, 150, 40)} of 40 copies are found")
    everybody = sheets_of(name, count)
    accused = find_copies(honest_reports(name, everybody), everybody)
    print(f"{name}: in a class of {count} honest students {len(accused)} are accused")
