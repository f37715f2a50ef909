"""The catalogue: the one list of all exercises, and the way from a name and parameters to a Blueprint."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from generator.errors import ByhandError
from generator.exercises import backpropagation, gcn, lstm, vector_database
from generator.network.blueprint import Blueprint
from generator.network.draft import Draft, Translate
from generator.network.parameters import Parameter, check_parameters, parameters_of


@dataclass(frozen=True)
class Exercise:
    """An entry of the catalogue: the command-line name, the title on the sheet, and the function that drafts it."""

    name: str
    title: str
    build: Callable[..., None]

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What can be chosen with --set, with ranges and defaults."""
        return parameters_of(self.build)

    @property
    def source(self) -> str:
        """The posts and papers it follows."""
        return inspect.cleandoc(inspect.getmodule(self.build).__doc__ or "").partition("\n\n")[2]

    def blueprint(self, chosen: Mapping[str, Any] | None = None, translate: Translate = str) -> Blueprint:
        """The Blueprint for these parameters, the others at their defaults; ByhandError when one is not allowed."""
        parameters = check_parameters(self.name, self.parameters, chosen or {})
        draft = Draft(parameters, translate)
        self.build(draft, **parameters)
        return draft.blueprint(self.name, self.title)


EXERCISES = (
    Exercise("lstm", "Long Short-Term Memory (LSTM)", lstm.build),
    Exercise("backpropagation", "Backpropagation", backpropagation.build),
    Exercise("gcn", "Graph Convolutional Network (GCN)", gcn.build),
    Exercise("vector-database", "Vector Database", vector_database.build),
)


def find_exercise(name: str) -> Exercise:
    """The exercise of this name; ByhandError with the nearest names when there is none."""
    for exercise in EXERCISES:
        if exercise.name == name:
            return exercise
    names = [exercise.name for exercise in EXERCISES]
    near = get_close_matches(name, names, n=2, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(names)}."
    raise ByhandError(f"no exercise is called {name[:40]!r}; {hint} `byhand list` shows them all")
