"""The rows of a working: grids side by side, under their names and the titles of their steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from generator.layout.additions.mirrored import RowSetter
from generator.layout.additions.worked_grids import Block, level
from generator.sheet.filling import WorkedGrid

ACROSS = 10.0
"""The least clear space between grids side by side."""
BETWEEN_STEPS = 22.0
"""The least clear space between the grids of different steps side by side."""


@dataclass(frozen=True)
class PlacedBlock:
    """A grid, and how far it is from the left edge of its unit."""

    right: float
    block: Block


@dataclass(frozen=True)
class WorkedUnit:
    """What is set side by side: the same grid of each repeating block, or a grid by itself, after its weights.

    The first unit of a step `starts` it, over its grids or in the column `beside` them. Its grids have their names
    over them or, if it is `named_beside`, before them. A rule, which is said once for all its grids, is below a unit or
    a unit by itself.
    """

    step: WorkedGrid
    grids: tuple[PlacedBlock, ...]
    setter: RowSetter
    starts: bool
    alone: bool = False
    beside: bool = False
    named_beside: bool = False
    rule: tuple[WorkedGrid, ...] = ()

    @property
    def is_titled(self) -> bool:
        """Whether it is under the title of its step."""
        return self.starts and not self.beside

    @cached_property
    def width(self) -> float:
        """Its width without the title of the step."""
        rule = self.setter.rule_width(self.rule) if self.rule else 0.0
        return max([rule, *(placed.right + self.setter.block_width(placed.block) for placed in self.grids)])

    @cached_property
    def title_width(self) -> float:
        """The width of the title of the step, where this unit starts it."""
        return self.setter.heading_width(self.step) if self.starts else 0.0

    @property
    def over(self) -> float:
        """The height of the names over its grids."""
        return 0.0 if self.named_beside else self.setter.name_height

    @cached_property
    def lowest(self) -> float:
        """The height of its grids, with the names over them."""
        return max((self.over + placed.block.height for placed in self.grids), default=0.0)

    @property
    def highest_arithmetic(self) -> float:
        """The height of its highest grid of arithmetic."""
        return max((placed.block.height for placed in self.grids if placed.block.grid.is_worked), default=0.0)

    @cached_property
    def height(self) -> float:
        """Its height without the title of the step."""
        return self.lowest + (self.setter.name_height if self.rule else 0.0)


def level_unit(unit: WorkedUnit) -> WorkedUnit:
    """The unit with the rows of its grids at the same heights."""
    blocks = level([placed.block for placed in unit.grids])
    return replace(
        unit, grids=tuple(replace(placed, block=block) for placed, block in zip(unit.grids, blocks, strict=True))
    )


@dataclass(frozen=True)
class WorkedRow:
    """Units side by side; the title of a step is over as many as it is long."""

    units: tuple[WorkedUnit, ...]

    @cached_property
    def places(self) -> tuple[float, ...]:
        """How far each unit is from the left edge, and last where another step could start."""
        found: list[float] = []
        free = titled = 0.0
        for unit in self.units:
            apart = BETWEEN_STEPS - ACROSS if unit.starts and found else 0.0
            found.append(max(free + apart, titled) if unit.starts else free)
            titled = found[-1] + unit.title_width + ACROSS if unit.starts else titled
            free = found[-1] + unit.width + ACROSS
        return (*found, max(free, titled))

    @property
    def width(self) -> float:
        """Its width, with the titles of steps."""
        return self.places[-1] - ACROSS

    @cached_property
    def height(self) -> float:
        """Its height: titles of steps, then grids under their names."""
        return self.heading + max(unit.height for unit in self.units)

    @property
    def heading(self) -> float:
        """The height of the titles over its grids."""
        return self.units[0].setter.heading_height if any(unit.is_titled for unit in self.units) else 0.0
