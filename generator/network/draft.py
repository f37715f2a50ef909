"""Drafts, which exercise files write: parameters, drawn grids, steps and conditions become a Blueprint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from generator.network.blueprint import (
    Blueprint,
    ComputedGrid,
    Condition,
    Cover,
    DrawnGrid,
    Grid,
    Place,
    Role,
    Source,
    Step,
    View,
)
from generator.network.formula import Formula
from generator.network.number import POINT, Shape, with_point
from generator.network.operand import Expression, Operand, whole_grid
from generator.network.operations import copied
from generator.network.parameters import Setting, spell_setting
from generator.network.rounding import Rounding

Translate = Callable[[str], str]

CONTINUED = "(continued)"
"""Follows the title of a step whose instruction has already appeared."""
_HALVES = "Halves round away from 0: {half} to {unit}."
_HALVES_OF_SUMS = "Add first, then round once. Halves round away from 0: {half} to {unit}."
_GO_ON = "Halves round away from 0: {half} to {unit}. Go on with the rounded numbers."
_GO_ON_FROM_SUMS = "Add first, round once, go on with that. Halves round away from 0: {half} to {unit}."


@dataclass(frozen=True)
class DraftStep:
    """A step of a draft; the grids it gives or fills are added to the draft in the order of working."""

    draft: Draft
    number: int

    def give(
        self,
        name: str,
        shape: Shape,
        role: Role,
        source: Source,
        view: View = View.NUMBERS,
        caption: str = "",
        headings: tuple[str, ...] = (),
    ) -> Operand:
        """Add a grid whose values are drawn, and printed unless a cover asks for one of them."""
        grid = DrawnGrid(
            name=name, shape=shape, role=role, source=source, view=view, caption=caption, headings=headings
        )
        return self.draft.add(self.number, grid)

    def fill(
        self,
        name: str,
        work: Expression,
        role: Role,
        rounding: Rounding | None = None,
        view: View = View.NUMBERS,
        caption: str = "",
        headings: tuple[str, ...] = (),
        row_headings: tuple[str, ...] = (),
        asked: bool = True,
        place: Place = Place.USUAL,
        dark: frozenset[tuple[int, int]] = frozenset(),
    ) -> Operand:
        """Add a grid for the student to fill, by a formula and a rounding; ValueError when it needs a rounding.

        An operand alone is copied. With `asked` off its cells are printed, and a cover may ask for one of them.
        `dark` cells hold nothing.
        """
        formula = copied(work) if isinstance(work, Operand) else work
        assert isinstance(formula, Formula), work
        if rounding is None and not formula.exact:
            raise ValueError(f"{name}: a {formula.operation.name} never ends; give a rounding")
        return self.draft.add(
            self.number,
            ComputedGrid(
                name=name,
                shape=formula.shape,
                role=role,
                formula=formula,
                rounding=rounding,
                view=view,
                caption=caption,
                headings=headings,
                row_headings=row_headings,
                asked=asked,
                place=place,
                dark=dark,
            ),
        )


class _Heading(NamedTuple):
    """The words of a step, translated, and the numbers for their placeholders."""

    title: str
    instruction: str
    numbers: Mapping[str, Setting]


def _places_of(grids: Iterable[ComputedGrid]) -> Mapping[str, Setting]:
    """The first place that any of these grids is rounded to, and half of it; nothing if none is rounded."""
    decimals = [grid.rounding.decimals for grid in grids if grid.rounding]
    if not decimals:
        return {}
    unit = Fraction(1, 10 ** min(decimals))
    return {"unit": unit, "half": unit / 2}


class Draft:
    """A Blueprint in the making; only exercise files write to it, and only until `blueprint()`."""

    def __init__(self, parameters: Mapping[str, Setting], translate: Translate) -> None:
        self._parameters = parameters
        self._translate = translate
        self._headings: list[_Heading] = []
        self._common: set[int] = set()
        self._says_to_go_on = False
        self._grids: list[Grid] = []
        self._members: dict[int, list[str]] = {}
        self._conditions: list[Condition] = []
        self._covers: list[Cover] = []
        self._block = ""

    def step(self, title: str, instruction: str, *, says_to_go_on: bool = False, **numbers: Setting) -> DraftStep:
        """Open the next numbered step.

        `{name}` in its words is one of `numbers`, a parameter, or `unit`, such as 0.1: the place that its grids are
        rounded to, or those of other steps if none of its own is rounded. Where the words say that work goes on with
        the rounded numbers, the note at the foot of a page need not: it `says_to_go_on`.
        """
        self._headings.append(_Heading(self._translate(title), self._translate(instruction), numbers))
        self._says_to_go_on |= says_to_go_on
        return DraftStep(self, len(self._headings))

    def first_of_many(self, title: str, instruction: str, **numbers: Setting) -> DraftStep:
        """Open a step whose instruction is that of all steps after it too."""
        first = self.step(title, instruction, says_to_go_on=False, **numbers)
        self._common.add(first.number)
        return first

    @contextmanager
    def block(self, name: str, **numbers: Setting) -> Iterator[None]:
        """Open a part of the sheet that repeats, such as a time step; its grids are drawn together under this name."""
        self._block = self._say(name, numbers)
        yield
        self._block = ""

    def require(self, *conditions: Condition) -> None:
        """Add conditions that an instance must meet to be handed out."""
        self._conditions.extend(conditions)

    def ask_one(self, *grids: Operand) -> None:
        """Ask each student one cell of these whole grids and print all others; ValueError for grids that are asked."""
        names = tuple(grid.grid for grid in grids)
        asked = [grid.name for grid in self._grids if grid.name in names and grid.asked]
        if not all(names) or asked:
            raise ValueError(f"ask_one needs whole grids, not slices or grids asked already: {', '.join(asked)}")
        self._covers.append(Cover(names))

    def add(self, step: int, grid: Grid) -> Operand:
        """Add a grid to a step and to the open block, and return its operand; ValueError for a name it cannot have."""
        if not grid.name.isidentifier():
            raise ValueError(f"{grid.name!r} cannot be the name of a grid; use letters and digits, as in Z1 or dW1")
        if any(other.name == grid.name for other in self._grids):
            raise ValueError(f"two grids are called {grid.name}; rename one of them")
        self._grids.append(replace(grid, caption=self._say(grid.caption), block=self._block))
        self._members.setdefault(step, []).append(grid.name)
        return whole_grid(grid.name, grid.shape)

    def blueprint(self, exercise: str, title: str) -> Blueprint:
        """The finished Blueprint."""
        computed = [grid for grid in self._grids if isinstance(grid, ComputedGrid)]
        rounded = [grid for grid in computed if grid.rounds_halves]
        adds = any(grid.formula.adds for grid in rounded)
        places = _places_of(rounded)
        words = (word for grid in computed for word in grid.formula.words())
        return Blueprint(
            exercise,
            self._say(title),
            self._parameters,
            tuple(self._steps(computed)),
            tuple(self._grids),
            tuple(self._conditions),
            tuple(self._covers),
            self._say(_HALVES_OF_SUMS if adds else _HALVES, places) if places else "",
            self._say(_GO_ON_FROM_SUMS if adds else _GO_ON, places) if places and not self._says_to_go_on else "",
            {word: self._say(word) for word in (CONTINUED, POINT, *words)},
        )

    def _steps(self, computed: Sequence[ComputedGrid]) -> Iterator[Step]:
        """The steps, with their words once it is known what is rounded in them."""
        for number, heading in enumerate(self._headings, start=1):
            names = tuple(self._members.get(number, ()))
            own = _places_of(grid for grid in computed if grid.name in names)
            numbers = {**(own or _places_of(computed)), **heading.numbers}
            title, instruction = (self._filled(text, numbers) for text in (heading.title, heading.instruction))
            yield Step(number, title, instruction, names, number in self._common)

    def _say(self, text: str, numbers: Mapping[str, Setting] = MappingProxyType({})) -> str:
        return self._filled(self._translate(text), numbers)

    def _filled(self, said: str, numbers: Mapping[str, Setting]) -> str:
        """A text that is translated already, with its numbers and parameters."""
        if "{" not in said and "}" not in said:  # as most texts are, and there are many
            return said
        try:
            return said.format(**{**self._spelled, **self._spell(numbers)})
        except KeyError as error:
            raise ValueError(
                f"{said[:40]!r} names {error.args[0]}, which is neither a parameter nor a number of its step, nor the "
                "unit of a sheet that rounds something"
            ) from error

    @cached_property
    def _spelled(self) -> Mapping[str, str]:
        """The parameters as texts say them."""
        return self._spell(self._parameters)

    def _spell(self, settings: Mapping[str, Setting]) -> Mapping[str, str]:
        point = self._translate(POINT)
        return {name: with_point(spell_setting(value), point) for name, value in settings.items()}
