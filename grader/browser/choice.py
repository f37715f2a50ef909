"""A sheet as the page asks for it: an exercise, its parameters and seed, and how it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.assignment.worksheet import Worksheet, loose_worksheet
from generator.catalogue import Blueprints
from generator.language.words import Words, translator
from generator.layout import Paper
from generator.network.blueprint import Blueprint
from generator.network.instance import draw_instance


@dataclass(frozen=True)
class ChosenSheet:
    """What was chosen; `settings` are spelled as for `--set`."""

    exercise: str
    settings: Mapping[str, str]
    seed: int
    paper: str
    ink: str
    language: str

    @property
    def words(self) -> Words:
        """The words of its language."""
        return translator(self.language)

    @property
    def size(self) -> Paper:
        """The size of its paper."""
        return Paper(self.paper)

    def blueprint(self) -> Blueprint:
        """The exercise with its parameters. Raises ByhandError for what it does not allow."""
        return Blueprints(self.words).named(self.exercise, self.settings)

    def worksheet(self) -> Worksheet:
        """The sheet with its numbers. Raises ByhandError for what the exercise does not allow."""
        blueprint = self.blueprint()
        return loose_worksheet(blueprint, draw_instance(blueprint, self.seed))
