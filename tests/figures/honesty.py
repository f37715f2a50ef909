"""What honest students lose, attackers gain and slips are called: `python -m tests.figures.honesty 1000`.

The students are those of tests/simulated/classroom.py, which knows nothing of the marker.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from generator.assignment.worksheet import Worksheet
from generator.network.number import show_number
from grader.answers.submission import Line, Submission
from grader.marking.cells import mark
from grader.marking.marks import Mark, Verdict
from tests.figures.fairness import share
from tests.simulated import (
    cheats,
    classmates,
    classmates_attention,
    classmates_backward,
    classmates_networks,
    classmates_settings,
    classmates_workbook,
    classroom,
)
from tests.simulated.classroom import Answers, Pen, Rows
from tests.simulated.students import blueprint_of, worksheet_of

EXERCISES = ("lstm", "backpropagation", "gcn", "self-attention")
"""Those whose students also slip by accident."""
WORKERS = {
    **classroom.WORKERS,
    **classmates.WORKERS,
    **classmates_networks.WORKERS,
    **classmates_attention.WORKERS,
    **classmates_settings.WORKERS,
    **classmates_backward.WORKERS,
    **classmates_workbook.WORKERS,
}
MISCONCEPTIONS = {
    **classroom.MISCONCEPTIONS,
    **classmates.MISCONCEPTIONS,
    **classmates_networks.MISCONCEPTIONS,
    **classmates_attention.MISCONCEPTIONS,
    **classmates_settings.MISCONCEPTIONS,
    **classmates_backward.MISCONCEPTIONS,
    **classmates_workbook.MISCONCEPTIONS,
}
SETTINGS = {**classmates_settings.SETTINGS, **classmates_backward.SETTINGS}
"""Names of exercises in a setting of their own: the exercise, and how it is set."""


def worksheet_for(chain: str, seed: int) -> Worksheet:
    """A worksheet of an exercise, which may be named in a setting of its own."""
    exercise, parameters = SETTINGS.get(chain, (chain, {}))
    return worksheet_of(exercise, seed, **parameters)


def given_of(worksheet: Worksheet) -> Mapping[str, Rows]:
    """What is printed on the sheet, as rows of fractions; of grids with one `?`, a 1 at its place.

    A word of a sentence is its place in the table of words, from 0.
    """
    (task,) = worksheet.tasks
    table = task.given["words"][0] if "words" in task.given else ()
    given = {
        name: [[Fraction(table.index(cell) if isinstance(cell, str) else cell) for cell in row] for row in rows]
        for name, rows in task.given.items()
        if all(cell in table for row in rows for cell in row if isinstance(cell, str))
    }
    for grid in task.blueprint.grids:
        if not grid.asked and grid.name in task.spots:
            rows, columns = (range(count) for count in grid.shape)
            spots = task.spots[grid.name]
            given[f"{grid.name}?"] = [[Fraction((row, column) in spots) for column in columns] for row in rows]
    return given


def worked(worksheet: Worksheet, pen: Pen) -> Answers:
    """What a student with this pen types."""
    blueprint = blueprint_of(worksheet)
    chains = (
        chain
        for chain, (exercise, parameters) in SETTINGS.items()
        if exercise == blueprint.exercise and parameters.items() <= blueprint.parameters.items()
    )
    return WORKERS[next(chains, blueprint.exercise)](given_of(worksheet), pen)


def typed(worksheet: Worksheet, answers: Answers) -> Submission:
    """The answers as they are handed in."""
    task = worksheet.tasks[0].id
    lines = {
        Line(task, name, number): tuple("" if cell is None else show_number(cell) for cell in row)
        for name, rows in answers.items()
        for number, row in enumerate(rows, start=1)
    }
    return Submission("answers.csv", worksheet.id, lines)


def marked(worksheet: Worksheet, answers: Answers) -> tuple[Mark, ...]:
    return mark(worksheet, typed(worksheet, answers))


def attacked(worksheet: Worksheet, attack: cheats.Attack) -> tuple[float, float, tuple[Mark, ...]]:
    """The share of credit that an attack earns, the share of cells that are right by themselves, and the marks."""
    shapes = {grid.name: grid.shape for grid in blueprint_of(worksheet).asked}
    marks = marked(worksheet, attack(given_of(worksheet), shapes, worked(worksheet, Pen())))
    right = sum(found.verdict is Verdict.CORRECT for found in marks)
    return share(marks), right / len(marks), marks


def unpaid(marks: Sequence[Mark]) -> float:
    """The share of cells that follow from an earlier mistake but count as made up."""
    return sum(found.verdict is Verdict.FOLLOW_THROUGH and not found.credit for found in marks) / len(marks)


@dataclass
class Figures:
    """What a kind of honest student earns; `wrong` cells by one slip, those `named` so, and those named `otherwise`."""

    shares: list[float]
    lost: list[float]
    wrong: int = 0
    named: int = 0
    otherwise: int = 0
    sheets: int = 0
    named_sheets: int = 0

    def line(self) -> str:
        mean, lost = (100 * sum(some) / max(len(some), 1) for some in (self.shares, self.lost))
        text = f"earns {mean:5.1f} (worst {100 * min(self.shares):5.1f}), loses {lost:4.2f} by the rule"
        if self.wrong:
            recall, precision = self.named / self.wrong, self.named / max(self.named + self.otherwise, 1)
            text += f"; cells: recall {recall:.1%}, precision {precision:.1%}"
            text += f"; sheets: recall {self.named_sheets / self.sheets:.1%}"
        return text


def honest(
    exercise: str,
    sheets: int,
    pen_of: Callable[[Answers, random.Random], Pen],
    names: tuple[str, ...] = (),
    least_shown: int = 1,
) -> Figures:
    """The figures of students with such a pen; `names` are right for every slip they make.

    Slips count on sheets where they show in so many cells.
    """
    found = Figures([], [])
    for seed in range(sheets):
        worksheet = worksheet_for(exercise, seed)
        answers = worked(worksheet, pen_of(worked(worksheet, Pen()), random.Random(seed)))
        marks = marked(worksheet, answers)
        found.shares.append(share(marks))
        found.lost.append(unpaid(marks))
        wrong = [one for one in marks if one.verdict is Verdict.INCORRECT]
        if names and len(wrong) >= least_shown:
            slips = [str(one.slip) for one in wrong if one.slip]
            right = sum(slip in names for slip in slips)
            found.wrong += len(wrong)
            found.named += right
            found.otherwise += len(slips) - right
            found.sheets += 1
            found.named_sheets += right > 0
    return found


Kind: TypeAlias = tuple[str, Callable[[Answers, random.Random], Pen], tuple[str, ...]]
"""Honest students: their name, how their pens are made, and the names of their slips."""


def kinds(exercise: str) -> Iterator[Kind]:
    """Every kind of honest student: its name, how its pens are made, and the names of its slips."""
    yield "no slip", lambda _answers, _chance: Pen(), ()
    yield "one slip", classroom.one_slip, ()
    yield "two slips", lambda answers, chance: classroom.one_slip(answers, chance, 2), ()
    yield "two rows exchanged", classroom.with_exchanged_rows, (classroom.EXCHANGED,)
    yield "a row skipped", classroom.with_skipped_row, (classroom.SKIPPED,)
    yield from misconceptions(exercise)


def misconceptions(exercise: str) -> Iterator[Kind]:
    """The students with one habit that is kept up to the end."""
    for habit, names in MISCONCEPTIONS[exercise].items():
        yield habit, lambda _answers, _chance, habit=habit: Pen(frozenset([habit])), names  # type: ignore[misc]


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for exercise in sys.argv[2:] or WORKERS:
        print(exercise)
        for kind, pen_of, names in kinds(exercise) if exercise in EXERCISES else misconceptions(exercise):
            print(f"    {kind:24} {honest(exercise, count, pen_of, names).line()}")
        for attack in cheats.ATTACKS.get(exercise, ()):
            earned = [attacked(worksheet_of(exercise, seed), attack)[:2] for seed in range(count)]
            mean, right = (100 * sum(parts) / count for parts in zip(*earned, strict=True))
            most = 100 * max(one - other for one, other in earned)
            print(f"    {attack.__name__:24} earns {mean:5.1f}, {right:5.1f} right by itself, at most {most:.1f} more")
