"""A worksheet: what one student was given, with its id, and as the record, issued.jsonl, spells it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from generator.assignment.given import show_given
from generator.assignment.worksheet_id import id_of
from generator.errors import ByhandError
from generator.network.blueprint import Blueprint, View
from generator.network.covers import Asked, Spot, asked_spots
from generator.network.instance import Instance
from generator.network.number import Undefined, Values
from generator.network.parameters import show_parameter

Structure: TypeAlias = tuple[tuple[str, Blueprint], ...]
"""The exercises of a worksheet without their numbers: ids and Blueprints."""


@dataclass(frozen=True)
class IssuedTask:
    """What was handed out for a task: its id, the Blueprint, the values of the drawn grids, and what covers ask for.

    `recorded_fingerprint` is the Blueprint's when it was handed out; empty if none was recorded.
    """

    id: str
    blueprint: Blueprint
    given: Mapping[str, Values]
    asked: Asked = field(default_factory=dict)
    recorded_fingerprint: str = ""
    _computed: Mapping[str, Values] | None = field(default=None, compare=False, repr=False)

    @staticmethod
    def of(identity: str, blueprint: Blueprint, instance: Instance) -> IssuedTask:
        """The task with the numbers of an instance, which are not computed again."""
        given = {grid.name: instance.values[grid.name] for grid in blueprint.drawn}
        return IssuedTask(identity, blueprint, given, instance.asked, blueprint.fingerprint, instance.values)

    @staticmethod
    def unnumbered(identity: str, blueprint: Blueprint, asked: Asked) -> IssuedTask:
        """The task as far as it is known without its numbers: every cell is empty."""
        empty = {grid.name: (("",) * grid.shape[1],) * grid.shape[0] for grid in blueprint.grids}
        return IssuedTask(identity, blueprint, empty, asked, "", empty)

    @cached_property
    def values(self) -> Mapping[str, Values]:
        """Every grid's exact values: the key."""
        try:
            return self._computed or self.blueprint.complete(self.given)
        except Undefined as error:
            raise ByhandError(
                "{worksheet}: the recorded numbers lead to no results; restore issued.jsonl from a backup",
                worksheet=self.id,
            ) from error

    @cached_property
    def printed(self) -> Mapping[str, Values]:
        """The values of the grids that have printed cells; none are worked out unless one of these is computed."""
        drawn = all(grid.asked and grid.view is not View.GRAPH for grid in self.blueprint.computed)
        return self.given if drawn else self.values

    @cached_property
    def spots(self) -> Mapping[str, tuple[Spot, ...]]:
        """The cells to fill in, by the names of the grids that have any, in the order of the sheet."""
        spots = {grid.name: asked_spots(grid, self.asked) for grid in self.blueprint.asked}
        return {name: cells for name, cells in spots.items() if cells}

    @property
    def changed(self) -> bool:
        """Whether the exercise has changed since it was handed out and now computes something else."""
        return self.recorded_fingerprint not in ("", self.blueprint.fingerprint)

    def record(self) -> dict[str, Any]:
        """What issued.jsonl stores about it."""
        kept: dict[str, Any] = {
            "id": self.id,
            "name": self.blueprint.exercise,
            "parameters": {name: show_parameter(value) for name, value in self.blueprint.parameters.items()},
            "blueprint": self.recorded_fingerprint,
            "given": {name: show_given(values) for name, values in self.given.items()},
        }
        if self.asked:
            kept["asked"] = {
                name: [[row + 1, column + 1] for row, column in cells] for name, cells in self.asked.items()
            }
        return kept


@dataclass(frozen=True)
class DrawnAs:
    """How the numbers of a class were drawn: how many different sheets it shares, and the grids that were pinned.

    `variants` is 0 where everybody has other numbers, None if a first version of byhand shared sheets and did not
    record how many; `pinned` are the names of grids by the ids of exercises.
    """

    variants: int | None = 0
    pinned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """What issued.jsonl stores about it: nothing where it is as usual."""
        kept = {"variants": self.variants, "pinned": {task: list(names) for task, names in self.pinned.items()}}
        return {key: value for key, value in kept.items() if value}


@dataclass(frozen=True)
class Worksheet:
    """An issued sheet. Its id depends on the student and the numbers: change either, and the id is different.

    All sheets with the same `letter` have the same numbers; it is empty where everybody has other ones.
    """

    id: str
    student: str
    name: str
    tasks: tuple[IssuedTask, ...]
    letter: str = ""
    drawn_as: DrawnAs = DrawnAs()

    @property
    def structure(self) -> Structure:
        """What it shares with the sheets of others."""
        return tuple((task.id, task.blueprint) for task in self.tasks)

    @property
    def printed(self) -> Mapping[str, Mapping[str, Values]]:
        """The values of the grids that have printed cells, by exercise."""
        return {task.id: task.printed for task in self.tasks}

    @property
    def blanks(self) -> Iterator[tuple[str, str, int, int]]:
        """The place of every cell to fill in: the id of its exercise, its grid, and its row and column from 1."""
        for task in self.tasks:
            for name, spots in task.spots.items():
                yield from ((task.id, name, row + 1, column + 1) for row, column in spots)

    def key(self) -> tuple[Mapping[str, Values], ...]:
        """Every grid's exact values, one mapping per exercise."""
        return tuple(task.values for task in self.tasks)

    def line(self) -> str:
        """Its line in issued.jsonl."""
        tasks = [task.record() for task in self.tasks]
        drawn = {**({"letter": self.letter} if self.letter else {}), **self.drawn_as.record()}
        return spelled({"worksheet": self.id, "student": self.student, "name": self.name, **drawn, "exercises": tasks})


def make_worksheet(
    secret: str,
    student: str,
    name: str,
    tasks: tuple[IssuedTask, ...],
    letter: str = "",
    drawn_as: DrawnAs = DrawnAs(),
) -> Worksheet:
    """The worksheet of a student, with its id."""
    identity = identity_of(secret, student, [task.record() for task in tasks])
    return Worksheet(identity, student, name, tasks, letter, drawn_as)


def identity_of(secret: str, student: str, exercises: Any) -> str:
    """The id of what is recorded, exactly as it is recorded: a new default or a new spelling does not change it."""
    content = json.dumps([student, exercises], ensure_ascii=True, sort_keys=True)
    digest = hmac.new(secret.encode(), content.encode(), hashlib.sha256).digest()
    return id_of(int.from_bytes(digest[:5]))


def digest_of(record: Mapping[str, Any]) -> str:
    """What shows that a line was damaged. Anybody can compute it: only the secret shows that a line was forged."""
    content = {key: value for key, value in record.items() if key != "digest"}
    return hashlib.sha256(json.dumps(content, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:16]


def spelled(record: Mapping[str, Any]) -> str:
    """A line of issued.jsonl, ending with its digest."""
    return json.dumps({**record, "digest": digest_of(record)}, ensure_ascii=False) + "\n"


def loose_worksheet(blueprint: Blueprint, instance: Instance) -> Worksheet:
    """A worksheet outside any assignment: no name, and an id that needs no secret."""
    return make_worksheet("", "", "", (IssuedTask.of(blueprint.exercise, blueprint, instance),))
