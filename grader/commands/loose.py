"""Grading one loose sheet: its score and mistakes in the terminal, and its feedback as a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from generator.assignment.description import Assignment
from generator.assignment.worksheet import Worksheet, loose_worksheet
from generator.catalogue import Blueprints, Catalogue
from generator.commands.options import ChosenNumbers
from generator.errors import ByhandError
from generator.files.whole import whole_file
from generator.network.blueprint import DrawnGrid
from generator.network.number import POINT, printed
from grader.escaping import for_log, visible
from grader.marking.loose import loose_assignment, mark_loose, read_loose
from grader.marking.marks import Verdict
from grader.marking.report import Report
from grader.reports.arithmetic import arithmetic_of
from grader.reports.places import Places
from grader.reports.scores import percent_text, score_text


def grade_loose(name: str, numbers: ChosenNumbers, file: Path, out: Path | None) -> None:
    """Mark the answer sheet of an exercise that `generate` made with these numbers."""
    if numbers.seed is None:
        raise ByhandError(
            f"{name[:80]}: give the seed of the sheet, as in --seed 7; it is in the name of its file, {name[:80]}-7.csv"
        )
    blueprint, _, instance = numbers.choose(name)
    worksheet = loose_worksheet(blueprint, instance)
    assignment = loose_assignment(worksheet, Blueprints(catalogue=Catalogue.of(Path())))
    report = mark_loose(assignment, worksheet, read_loose(file, worksheet))
    score, points = score_text(report.score), score_text(report.points)
    click.echo(for_log(f"{file.name}: {score} of {points} points ({percent_text(report.percent)} %)"))
    for line in _mistakes(assignment, worksheet, report):
        click.echo(for_log(line))
    if out:
        _write_feedback(assignment, worksheet, report, out / f"{file.stem}.html")
    for note in report.notes:
        click.echo(for_log(str(note)), err=True)
    if report.notes:
        raise SystemExit(1)


def _mistakes(assignment: Assignment, worksheet: Worksheet, report: Report) -> Iterator[str]:
    """A line for each mistake, with the arithmetic of its cell, and how many cells follow or are blank."""
    tasks, places = {task.id: task for task in worksheet.tasks}, Places(assignment.words)
    for mark in report.marks:
        cell, unreadable = mark.cell, mark.verdict is Verdict.UNREADABLE
        if unreadable or mark.verdict is Verdict.INCORRECT:
            task, expected = tasks[cell.exercise], printed(mark.expected)
            grid = task.blueprint.by_name[cell.grid]
            place = places.cell(cell.grid, grid, cell.row, cell.column)
            if right := arithmetic_of(task, mark, assignment.words(POINT)).right:
                # That of a hidden number ends with a printed result.
                expected = f"{expected}, as {right}" if isinstance(grid, DrawnGrid) else right
            probably = f" (probably {mark.slip})" if mark.slip else ""
            yield (
                f"  step {cell.step}, {place}: "
                f"{'cannot read' if unreadable else 'typed'} {visible(mark.typed)}, "
                f"expected {expected}{probably}"
            )
    for verdict, said in ((Verdict.FOLLOW_THROUGH, "follow from an earlier mistake"), (Verdict.BLANK, "blank")):
        if count := report.count(verdict):
            yield f"  {said}: {count} of {len(report.marks)} cells"


def _write_feedback(assignment: Assignment, worksheet: Worksheet, report: Report, path: Path) -> None:
    # What draws the sheet is loaded only for those who want the page.
    from generator.layout import Paper
    from generator.layout.editions.kept_sheets import lay_out_once
    from generator.layout.pictures import Drawings
    from grader.reports.publishing import PaperMaking

    papers = PaperMaking(assignment, Drawings(Paper(assignment.paper), lay_out=lay_out_once))(worksheet, report)
    with whole_file(path) as file:
        file.write(papers.html)
    click.echo(str(path))
