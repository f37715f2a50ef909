"""From formulas to figures: each blank grid finds its place next to the operands it is worked out from.

Every rule first tries the current figure; a grid that does not fit there starts a new figure, in which operands from
elsewhere appear as copies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from types import MappingProxyType

from generator.layout import chains
from generator.layout.choices import by_expert, under_bars
from generator.layout.crossings import cross
from generator.layout.expressions import combine
from generator.layout.figure import Figure, FinishedFigure, Note
from generator.layout.limits import Gauge, Limits, Rest
from generator.layout.operands import fills
from generator.layout.scene import ACROSS, DOWN, Scene
from generator.layout.tiles import Cutter
from generator.network.blueprint import ComputedGrid, Grid, Place
from generator.network.formula import Formula, Picture
from generator.network.operand import Operand, Part

Rule = Callable[[Scene, Figure, Sequence[ComputedGrid], Formula, bool], bool]

_RULES: Mapping[Picture, Rule] = MappingProxyType(
    {
        Picture.CROSSING: cross,
        Picture.FUNCTION: chains.function_of,
        Picture.CELLWISE: combine,
        Picture.SELECTION: chains.keep_below,
        Picture.WINDOW: combine,
        Picture.POOLING: chains.function_of,
        Picture.LOOK_UP: chains.look_up,
        Picture.GATHERED: chains.gather,
        Picture.CHOICE: by_expert,
        Picture.INTERVAL: under_bars,
    }
)
"""The rule that places the result of each picture; a test checks that every picture has one."""
_ASIDE = 36.0
"""Clear space between the head of a figure and what is worked out aside: wide enough for words of steps."""


@dataclass(frozen=True, eq=False)
class ArrangedFigures:
    """The figures of an exercise in the order of working, and the gauge of the limits they were arranged within.

    Every grid is in exactly one of them, not counting copies.
    """

    figures: Sequence[FinishedFigure]
    gauge: Gauge

    @staticmethod
    def of(cutter: Cutter, limits: Limits) -> ArrangedFigures:
        """The exercise arranged within limits."""
        gauge = Gauge.of(limits)
        return ArrangedFigures([figure.finished() for figure in Arranger(cutter, gauge).figures()], gauge)


@dataclass
class Arranger:
    """Arranges one exercise; `finished` are the figures closed so far, `current` is the open one.

    What needs several figures even where it begins a new one is `divided`: blocks like it begin new ones too.
    """

    cutter: Cutter
    gauge: Gauge
    finished: list[Figure] = field(default_factory=list)
    current: Figure = field(default_factory=Figure)
    divided: set[tuple[tuple[Picture, tuple[int, int]], ...]] = field(default_factory=set)

    def figures(self) -> list[Figure]:
        """All figures in the order of working."""
        for unit in self._units():
            self._place_together(unit)
        self._close()
        self._show_the_rest()
        return self.finished

    def _units(self) -> Iterator[list[Sequence[ComputedGrid]]]:
        """The groups to place together: the grids of a repeating block, or a product and the function applied to it."""
        for block, groups in groupby(fills(self.cutter.blueprint), key=lambda group: group[0].block):
            if block:
                yield list(groups)
                continue
            unit: list[Sequence[ComputedGrid]] = []
            for group in groups:
                if unit and not (len(unit) == 1 and _is_function_of(unit[0][0], group[0])):
                    yield unit
                    unit = []
                unit.append(group)
            yield unit

    def _place_together(self, unit: Sequence[Sequence[ComputedGrid]]) -> None:
        """Place a unit in the current figure, or, if it does not fit there as a whole, in a new one."""
        self._show_table(unit[0])
        before, finished, block = self.current.twin(), list(self.finished), unit[0][0].block
        if block and _kind(unit) in self.divided:
            self._close()
            self._place_anew(unit)
        # Blocks are counted last: where they do not decide, the figures serve any number of them.
        elif not all(self._go_on(group) for group in unit) or not self._may_hold(before, block):
            self.current, self.finished = before, finished
            self._close()
            finished = list(self.finished)
            if not self._place_anew(unit):
                if any(group[0].place is Place.AROUND for group in unit):
                    self.current, self.finished = Figure(), finished
                    self._place_anew([_with_usual_places(group) for group in unit])
                else:
                    self.divided.add(_kind(unit))

    def _place_anew(self, unit: Sequence[Sequence[ComputedGrid]]) -> bool:
        """Place a unit in a new figure, or in several; whether one has room for all of it."""
        figures = 0
        for group in unit:
            if not self._go_on(group):
                figures += 1
                self._close()
                self._follow_rule(self.current, group, fresh=True)
        return figures < 2

    def _may_hold(self, figure: Figure, block: str) -> bool:
        """Whether a figure may hold the block, which is in it already, or one more than it has."""
        names = [name for name, _ in figure.blocks]
        return not block or block in names or self.gauge.blocks.holds(len(names) + 1)

    def _go_on(self, group: Sequence[ComputedGrid]) -> bool:
        """Place the group in the current figure, if a rule finds room for it."""
        trial = self.current.twin()
        if not trial.tiles or not self._follow_rule(trial, group, fresh=False):
            return False
        extent = trial.extent
        if not self.gauge.width.holds(extent.width) or not self.gauge.height.holds(extent.height):
            return False
        if trial.adopted and not self.current.adopted:
            self.finished.pop()
        self.current = trial
        return True

    def _follow_rule(self, figure: Figure, group: Sequence[ComputedGrid], fresh: bool) -> bool:
        scene = Scene(self.cutter, self.gauge.width, self.finished, group[0].block)
        formula = group[0].formula
        if not fresh and group[0].place is Place.APART:
            return False
        if not fresh and group[0].place is Place.ASIDE:
            return self._set_aside(figure, group)
        return _RULES[formula.picture](scene, figure, group, formula, fresh)

    def _set_aside(self, figure: Figure, group: Sequence[ComputedGrid]) -> bool:
        """Place a group and copies of its operands right of what is at the head of a figure."""
        formula = group[0].formula
        other, top = Figure(), figure.extent.y
        scene = Scene(self.cutter, Rest(self.gauge.width, _ASIDE), [*self.finished, figure], group[0].block)
        _RULES[formula.picture](scene, other, group, formula, True)
        beside = other.extent
        right = figure.right_of(top, top + beside.height + DOWN)
        return figure.absorb(other, right + _ASIDE - beside.x, top - beside.y)

    def _show_table(self, group: Sequence[ComputedGrid]) -> None:
        """Put a table that is read from at the top of the sheet, its words over its columns."""
        formula = group[0].formula
        if formula.picture is not Picture.LOOK_UP:
            return
        if any(next(formula.grids()) in finished.names() for finished in self.finished):
            return
        self._close()
        (table,), (words,) = (operand.parts for operand in formula.operands[:2] if isinstance(operand, Operand))
        cell = self.cutter.widths[table.grid]
        head = self.cutter.cut(words, 0, 0, cell, note=Note.NONE)
        body = self.cutter.cut(table, 0, head.box.bottom, cell)
        self.current.add(head, replace(body, raised=head.box.height))
        self._close()

    def _show_the_rest(self) -> None:
        """Put printed grids that no formula reads, or reads only in part, in a figure of their own."""
        shown: dict[str, list[Part]] = {}
        for tile in (tile for figure in self.finished for tile in figure.tiles if not tile.copy):
            shown.setdefault(tile.grid, []).append(tile.part)
        x = 0.0
        for grid in self.cutter.blueprint.drawn:
            part = Part(*grid.shape, grid.name)
            parts = shown.get(grid.name, [])
            if part not in parts and not {cell for one in parts for cell in one.cells()}.issuperset(part.cells()):
                tile = self.cutter.cut(part, x, 0)
                self.current.add(tile)
                x = tile.room.right + ACROSS
        self._close()

    def _close(self) -> None:
        if self.current.tiles:
            self.finished.append(self.current)
            self.current = Figure()


def _kind(unit: Sequence[Sequence[ComputedGrid]]) -> tuple[tuple[Picture, tuple[int, int]], ...]:
    """What blocks that are worked out alike have in common: the pictures and shapes of their grids."""
    return tuple((grid.formula.picture, grid.shape) for group in unit for grid in group)


def _with_usual_places(group: Sequence[ComputedGrid]) -> Sequence[ComputedGrid]:
    """A group of a block that is too high for a figure: with no hints that make it higher."""
    return [replace(grid, place=Place.USUAL) for grid in group]


def _is_function_of(source: Grid, grid: ComputedGrid) -> bool:
    formula = grid.formula
    return formula.picture in (Picture.FUNCTION, Picture.POOLING) and next(formula.grids()) == source.name
