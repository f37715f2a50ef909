"""Drafts of an exercise: the plan of any way with cells of any size, made when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator.layout.arrange import ArrangedFigures
from generator.layout.limits import Limits
from generator.layout.planning.ways import Way
from generator.layout.shelving.format import Format
from generator.layout.shelving.lettering import Lettering, Piece, WordsPlace
from generator.layout.shelving.plan import Plan
from generator.layout.shelving.setting import Setting, fewest_pages
from generator.layout.shelving.shelves import Assortment, Shelving
from generator.layout.steps import StepSetter
from generator.layout.tiles import Cutter, Grain
from generator.network.blueprint import Blueprint
from generator.network.draft import CONTINUED


@dataclass
class Drafts:
    """The plans of one exercise; figures that several ways share are arranged once, and so are their words."""

    blueprint: Blueprint
    _arranged: dict[Grain, list[ArrangedFigures]] = field(default_factory=dict)
    _fewest: dict[tuple[ArrangedFigures, Format], int] = field(default_factory=dict)
    _settings: dict[tuple[ArrangedFigures, Format, WordsPlace], Setting] = field(default_factory=dict)
    _plans: dict[tuple[ArrangedFigures, Format, WordsPlace, Shelving], Plan] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many plans were made."""
        return len(self._plans)

    @cached_property
    def setter(self) -> StepSetter:
        """What sets the words of the steps."""
        return StepSetter(self.blueprint.worded(CONTINUED))

    def plan(self, way: Way, cutter: Cutter) -> Plan:
        """The plan of a way; ways that come to the same share it."""
        arrangement = self._arrangement(cutter, way.limits)
        key = arrangement, way.page, way.words, way.shelving
        found = self._plans.get(key)
        if found is None:
            found = self._plans[key] = self._setting(cutter, arrangement, way).plan(way.shelving)
        return found

    def pieces(self, way: Way, cutter: Cutter) -> Sequence[Piece]:
        """The figures of a way with their words."""
        return self._setting(cutter, self._arrangement(cutter, way.limits), way).assortment.pieces

    def fewest_pages(self, way: Way, cutter: Cutter) -> int:
        """How many pages the figures of a way need without words, which take longer to find places for."""
        if way.shelving.stacks:  # what has room in stacks takes as long to find
            return 1
        arrangement = self._arrangement(cutter, way.limits)
        key = arrangement, way.page
        found = self._fewest.get(key)
        if found is None:
            found = self._fewest[key] = fewest_pages(arrangement.figures, way.page.room)
        return found

    def _setting(self, cutter: Cutter, arrangement: ArrangedFigures, way: Way) -> Setting:
        """The figures with their words, to be set on shelves of any kind."""
        key = arrangement, way.page, way.words
        found = self._settings.get(key)
        if found is None:
            room = way.page.room
            lettering = Lettering(self.blueprint, self.setter, room.width, way.words)
            pieces = tuple(lettering.pieces(arrangement.figures))
            assortment = Assortment(pieces, room.width, room.height)
            found = self._settings[key] = Setting(cutter, assortment, way.page)
        return found

    def _arrangement(self, cutter: Cutter, limits: Limits) -> ArrangedFigures:
        """The figures within these limits, which are often the same as within others."""
        known = self._arranged.setdefault(cutter.grain, [])
        for arrangement in known:
            if arrangement.gauge.decides_like(limits):
                return arrangement
        known.append(ArrangedFigures.of(cutter, limits))
        return known[-1]
