"""Handing out: the sheets of a whole assignment are issued and printed, and what was done is reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from generator.assignment.agreement import EVERYBODY, removed
from generator.assignment.deadline import resembles_a_time
from generator.assignment.description import Assignment, read_assignment
from generator.assignment.issue import HandedOut, hand_out
from generator.assignment.naming import find_student
from generator.assignment.printed import WITHDRAWN, withdrawn_worksheets
from generator.assignment.record import Record, read_record
from generator.assignment.roster import Student
from generator.catalogue import Blueprints
from generator.commands.needed import rewords_nothing
from generator.commands.options import progress
from generator.commands.wishes import Wishes
from generator.errors import ByhandError
from generator.execution import Crew
from generator.layout.editions.kept_sheets import lay_out_once
from generator.printing import (
    BOUND_FOR_CLASS,
    KeyForm,
    Printout,
    PrintResult,
    PrintRun,
    PrintShop,
    Style,
    parts_for,
    style_of,
)
from generator.type.bidi import replaced
from generator.type.faces import has_world

MOST_WARNINGS = 10
CLASS_FILE = BOUND_FOR_CLASS[Printout.SHEET]
PAPERS = {"a4": "A4", "letter": "Letter"}


@dataclass(frozen=True)
class Chosen:
    """The students named on the command line: to print only theirs, and to hand out another sheet to."""

    students: tuple[str, ...]
    reissue: tuple[str, ...]


def generate_assignment(folder: Path, wishes: Wishes, named: Chosen, crew: Crew) -> None:
    """Issue what is missing, print what does not agree with the record, and say what was done."""
    assignment = read_assignment(folder)
    roster = assignment.students()
    record = read_record(assignment.issued_file, assignment.blueprints)
    if named.students and named.reissue:
        raise ByhandError("--reissue also prints the class files again; leave out --student")
    chosen = tuple(find_student(roster, record, text) for text in named.students) or roster
    for warning in rewords_nothing(assignment.blueprints.catalogue, folder):
        click.echo(f"byhand: warning: {warning}", err=True)
    if assignment.deadline is None and resembles_a_time(assignment.due):
        click.echo(
            f'byhand: note: due = "{assignment.due[:60]}" is only printed: late work is not known. For that, write it '
            'as in due = "2026-12-01T18:00:00+01:00"',
            err=True,
        )
    style = style_of(assignment, wishes.paper, wishes.language, wishes.ink, wishes.anonymous, wishes.edition)
    shown = [student.id if wishes.anonymous else student.name for student in chosen]
    _tell_what_is_spelled((*style.heading.texts, *shown))
    out = wishes.out or folder
    with progress("drawing ", len(chosen)) as done:
        handed = hand_out(assignment, roster, chosen, _reissued(roster, record, named.reissue), done, crew)
    gone = removed(handed.record, roster)
    run = PrintRun(
        PrintShop(style, _blueprints(assignment, style, wishes), lay_out_once),
        handed.record,
        out,
        parts_for(
            KeyForm(wishes.key_form),
            wishes.fillable,
            wishes.xlsx or assignment.workbooks,
            wishes.form or assignment.forms,
        ),
        wishes.duplex,
        withdrawn_worksheets(folder),
        gone,
    )
    with progress("printing", len(chosen)) as done:
        outcome = run.write([student.id for student in chosen], not named.students, done, crew)
    _tell_of_students(handed, outcome, gone, roster)
    if outcome.put_aside:
        click.echo(f"files that no longer count: {out / WITHDRAWN}")
    many = "worksheet" if len(chosen) == 1 else "worksheets"
    click.echo(f"{out}: {len(chosen)} {many}, {outcome.printed} of them printed now")
    for name, pages in outcome.bound:
        sides = ", two-sided: each student starts on a new sheet" if wishes.duplex else ""
        many = "page" if pages == 1 else "pages"
        click.echo(f"  {name}: {pages} {many} {PAPERS[style.paper]}{sides}")
    if named.students and outcome.printed and (out / CLASS_FILE).exists():
        click.echo(f"  {CLASS_FILE} was left as it is; without --student it is brought up to date")


def _reissued(roster: Sequence[Student], record: Record, named: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in named:
        students = roster if text == EVERYBODY else (find_student(roster, record, text),)
        found |= dict.fromkeys(student.id for student in students)
    return tuple(found)


def _blueprints(assignment: Assignment, style: Style, wishes: Wishes) -> Blueprints:
    if wishes.language:
        return Blueprints(style.words, catalogue=assignment.blueprints.catalogue)
    return assignment.blueprints


def _tell_of_students(handed: HandedOut, outcome: PrintResult, gone: Sequence[str], roster: Sequence[Student]) -> None:
    """Say what happened to students who were issued something before."""
    places = handed.record.places
    for student, before, now in handed.renamed:
        click.echo(f"{student}: now called {now}, was {before}; the numbers and the worksheet's id stay as they were")
    for student in handed.reissued:
        click.echo(
            f"{student}: worksheet {places[student].worksheet} counts from now on; the one before no longer does"
        )
    for student in outcome.put_aside:
        if student in gone:
            click.echo(f"{student}: no longer in the roster; the sheet stays recorded, in case {student} returns")
            namesake = next((other.id for other in roster if other.name == places[student].name), "")
            if namesake:
                click.echo(
                    f"  {namesake} has the same name: if that is the same person, put {student} back into the roster, "
                    f"since the sheet that was handed out is that of {student}"
                )


def _tell_what_is_spelled(texts: Iterable[str]) -> None:
    """Warn about characters that no font shows."""
    found = [(text, said) for text in texts if (said := replaced(text))]
    for text, said in found[:MOST_WARNINGS]:
        signs = ", ".join(f"{sign} (U+{ord(sign[0]):04X}) is printed as {other}" for sign, other in said.items())
        click.echo(f"byhand: warning: no bundled font shows all of {text[:40]!r}: {signs}", err=True)
    if found and not has_world():
        click.echo("byhand: warning: for names in more scripts run: pip install 'byhand[world]'", err=True)
    if len(found) > MOST_WARNINGS:
        click.echo(f"byhand: warning: and {len(found) - MOST_WARNINGS} more texts", err=True)
