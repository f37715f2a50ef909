"""The pencil an exercise file writes with: parameters, givens, steps and conditions become a Blueprint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from generator.network import operations as op
from generator.network.blueprint import Blueprint, Condition, Formula, Grid, Kind, Role, Source, Step, apply
from generator.network.number import POINT, Number, Shape, show_number, with_point

Translate = Callable[[str], str]

CONTINUED = "(continued)"
"""Beside the title of a step that was told further up."""
_IN_PICTURES = (op.MASK.symbol, op.MEAN.symbol, CONTINUED, POINT)
_ANSWER_SHEET = (
    "CSV answer sheet: a line for each row of a grid, from the top; cells from the left, the rest stays empty."
)
_HALVES = "Halves round away from 0: {half} to {unit}."


def stack(*parts: Formula | int) -> Formula:
    """The parts on top of each other; a number stands for a row of it under the others, as in `stack(X, 1)`."""
    columns = next(part.shape[1] for part in parts if isinstance(part, Formula))
    return apply(
        op.STACK, *(part if isinstance(part, Formula) else apply(op.ONES, settings=(part, columns)) for part in parts)
    )


def beside(*parts: Formula) -> Formula:
    """The parts side by side, as in `[W|b]`."""
    return apply(op.BESIDE, *parts)


def relu(operand: Formula) -> Formula:
    """Negative cells become 0."""
    return apply(op.RELU, operand)


def mask(operand: Formula, gate: Formula) -> Formula:
    """The operand where the gate is greater than 0, and 0 elsewhere: ReLU's derivative applied."""
    return apply(op.MASK, operand, gate)


def rounded(operand: Formula, decimals: int) -> Formula:
    """Rounded to so many decimals, halves away from zero."""
    return apply(op.ROUND, operand, settings=(decimals,))


def sigmoid(operand: Formula, decimals: int) -> Formula:
    """1 / (1 + exp(-x)) of every cell, rounded."""
    return apply(op.SIGMOID, operand, settings=(decimals,))


def tanh(operand: Formula, decimals: int) -> Formula:
    """The hyperbolic tangent of every cell, rounded."""
    return apply(op.TANH, operand, settings=(decimals,))


def softmax(operand: Formula, decimals: int) -> Formula:
    """The softmax of every column, rounded."""
    return apply(op.SOFTMAX, operand, settings=(decimals,))


def with_self_loops(graph: Formula) -> Formula:
    """The adjacency matrix of a graph, each node being its own neighbour too."""
    return apply(op.WITH_SELF_LOOPS, graph)


def keep(operand: Formula, chosen: Formula) -> Formula:
    """The columns whose cell in the 0/1 column `chosen` is not 0; 0 in the others."""
    return apply(op.KEEP, operand, chosen)


def lookup(table: Formula, words: Formula, sentence: Formula) -> Formula:
    """For each word of the sentence the column of the table that stands under it in `words`."""
    return apply(op.LOOKUP, table, words, sentence)


def mean_of_columns(operand: Formula) -> Formula:
    """The mean of each row, over the columns, as an exact fraction."""
    return apply(op.MEAN, operand)


def nearest(scores: Formula, *sentences: Formula) -> Formula:
    """The words of the sentence whose score is the largest."""
    return apply(op.NEAREST, scores, *sentences)


@dataclass(frozen=True)
class DraftStep:
    """A step of a draft; what it gives or fills is added to the draft in the order of working."""

    draft: Draft
    number: int

    def give(
        self,
        name: str,
        shape: Shape,
        role: Role,
        source: Source,
        kind: Kind = Kind.NUMBER,
        caption: str = "",
        headings: tuple[str, ...] = (),
    ) -> Formula:
        """A grid whose values are drawn and printed."""
        return self.draft.add(self.number, Grid(name, shape, role, source, None, kind, caption, headings))

    def fill(
        self,
        name: str,
        formula: Formula,
        role: Role,
        kind: Kind = Kind.NUMBER,
        caption: str = "",
        headings: tuple[str, ...] = (),
    ) -> Formula:
        """A blank grid, and the formula that fills it."""
        return self.draft.add(self.number, Grid(name, formula.shape, role, None, formula, kind, caption, headings))


class Draft:
    """A Blueprint in the making; only exercise files write to it, and only until `blueprint()`."""

    def __init__(self, parameters: Mapping[str, Number], translate: Translate) -> None:
        self._parameters = parameters
        self._translate = translate
        self._headings: list[tuple[str, str]] = []
        self._grids: list[Grid] = []
        self._members: dict[int, list[str]] = {}
        self._conditions: list[Condition] = []
        self._notes: list[str] = []
        self._block = ""

    def step(self, title: str, instruction: str, **numbers: int) -> DraftStep:
        """Open the next numbered step.

        `{name}` in its words is one of `numbers`, a parameter, or `unit`, the place rounded to, as 0.1.
        """
        self._headings.append((self._say(title, numbers), self._say(instruction, numbers)))
        return DraftStep(self, len(self._headings))

    @contextmanager
    def block(self, name: str, **numbers: int) -> Iterator[None]:
        """The part of the sheet that repeats, such as a time step; its grids are drawn together under this caption."""
        self._block = self._say(name, numbers)
        yield
        self._block = ""

    def note(self, sentence: str) -> None:
        """Something more to know for filling in the answer sheet."""
        self._notes.append(sentence)

    def require(self, *conditions: Condition) -> None:
        """Conditions that an instance must meet to be handed out."""
        self._conditions.extend(conditions)

    def add(self, step: int, grid: Grid) -> Formula:
        """Add a grid to a step and to the open block; returns the formula that reads it."""
        if any(other.name == grid.name for other in self._grids):
            raise ValueError(f"two grids are called {grid.name}")
        self._grids.append(replace(grid, caption=self._say(grid.caption), block=self._block))
        self._members.setdefault(step, []).append(grid.name)
        return Formula(op.GRID, (), (), grid.shape, grid=grid.name)

    def blueprint(self, exercise: str, title: str) -> Blueprint:
        """The finished Blueprint."""
        steps = tuple(
            Step(number, heading, instruction, tuple(self._members.get(number, ())))
            for number, (heading, instruction) in enumerate(self._headings, start=1)
        )
        rounds = "decimals" in self._parameters
        notes = (_ANSWER_SHEET, *self._notes, *([_HALVES] if rounds else []))
        return Blueprint(
            exercise,
            self._say(title),
            self._parameters,
            steps,
            tuple(self._grids),
            tuple(self._conditions),
            " ".join(map(self._say, notes)),
            {word: self._say(word) for word in _IN_PICTURES},
        )

    def _say(self, text: str, numbers: Mapping[str, Number] = MappingProxyType({})) -> str:
        unit = Fraction(1, 10 ** int(self._parameters.get("decimals", 0)))
        units: dict[str, Number] = {"unit": unit, "half": unit / 2}
        shown = {name: show_number(value) for name, value in (units | {**self._parameters} | {**numbers}).items()}
        point = self._translate(POINT)
        return self._translate(text).format(**{name: with_point(number, point) for name, number in shown.items()})
