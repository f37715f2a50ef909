"""The catalogue: the list of all exercises, and how a name and parameters become a Blueprint."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from generator.errors import ByhandError
from generator.exercises import backpropagation, deep_mlp, gcn, gru, lstm, vector_database, workbook_linear_layer
from generator.language.words import ENGLISH, Words
from generator.network.blueprint import Blueprint
from generator.network.draft import Draft, Translate
from generator.network.parameters import Parameter, check_parameters, parameters_of


@dataclass(frozen=True)
class Exercise:
    """An entry of the catalogue: its command-line name, its title on the sheet, and the function that drafts it."""

    name: str
    title: str
    build: Callable[..., None]

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters for --set, with their ranges and defaults."""
        return parameters_of(self.build)

    @property
    def source(self) -> str:
        """The posts and papers that it follows."""
        return inspect.cleandoc(inspect.getmodule(self.build).__doc__ or "").partition("\n\n")[2]

    def blueprint(self, chosen: Mapping[str, Any] | None = None, translate: Translate = str) -> Blueprint:
        """The Blueprint for these parameters, the others at their defaults; ByhandError if one is not allowed."""
        parameters = check_parameters(self.name, self.parameters, chosen or {})
        draft = Draft(parameters, translate)
        self.build(draft, **parameters)
        made = draft.blueprint(self.name, self.title)
        return replace(made, recipe=(_built_again, (self, parameters, translate)))


def _built_again(exercise: Exercise, parameters: Mapping[str, Any], translate: Translate) -> Blueprint:
    return exercise.blueprint(parameters, translate)


EXERCISES = (
    Exercise("lstm", "Long Short-Term Memory (LSTM)", lstm.build),
    Exercise("backpropagation", "Backpropagation", backpropagation.build),
    Exercise("gcn", "Graph Convolutional Network (GCN)", gcn.build),
    Exercise("vector-database", "Vector Database", vector_database.build),
    Exercise("gru", "Gated Recurrent Unit (GRU)", gru.build),
    Exercise("deep-mlp", "Deep Multilayer Perceptron (MLP)", deep_mlp.build),
    Exercise("workbook-linear-layer", "Linear Layer: puzzles", workbook_linear_layer.build),
)


def find_exercise(name: str) -> Exercise:
    """The exercise with this name; ByhandError with similar names if there is none."""
    for exercise in EXERCISES:
        if exercise.name == name:
            return exercise
    names = [exercise.name for exercise in EXERCISES]
    near = get_close_matches(name, names, n=2, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the exercises are {', '.join(names)}."
    raise ByhandError(f"no exercise is called {name[:40]!r}; {hint} `byhand list` shows them all")


class Blueprints:
    """Blueprints in one language, each built only once however often it is requested."""

    def __init__(self, words: Words = ENGLISH, made: Iterable[Blueprint] = ()) -> None:
        self.words = words
        self._made = {(blueprint.exercise, tuple(blueprint.parameters.items())): blueprint for blueprint in made}

    def __reduce__(self) -> Any:
        """Sent to another process, it takes along the Blueprints built so far."""
        return Blueprints, (self.words, tuple(self._made.values()))

    def of(self, exercise: Exercise, chosen: Mapping[str, Any]) -> Blueprint:
        """The Blueprint of an exercise for these parameters; ByhandError if one is not allowed."""
        parameters = check_parameters(exercise.name, exercise.parameters, chosen)
        key = exercise.name, tuple(parameters.items())
        if key not in self._made:
            self._made[key] = exercise.blueprint(parameters, self.words)
        return self._made[key]
