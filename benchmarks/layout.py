"""Milliseconds of CPU for the layout of every exercise on A4, at its default size and at its greatest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.figures import Figure, cpu_time
from generator.catalogue import OURS
from generator.errors import ByhandError
from generator.layout import Paper, lay_out
from generator.network.blueprint import Blueprint
from generator.network.exercise import Exercise

GOAL = 100.0
"""What the layout of an exercise of default size may take."""


def figures() -> Iterator[Figure]:
    """A figure for each exercise and size; that of the greatest has no goal."""
    for exercise in OURS.all():
        yield _figure(exercise.name, exercise.blueprint(), GOAL)
        greatest = _greatest(exercise)
        if greatest:
            yield _figure(f"{exercise.name}, greatest", greatest, None)


def _greatest(exercise: Exercise) -> Blueprint | None:
    """The exercise with every parameter at its greatest; None if these exclude each other."""
    try:
        return exercise.blueprint({parameter.name: parameter.range.ends[-1] for parameter in exercise.parameters})
    except ByhandError:
        return None


def _figure(name: str, blueprint: Blueprint, goal: float | None) -> Figure:
    once = partial(lay_out, paper=Paper.A4)
    taken = 1e3 * cpu_time(once, [((name, blueprint),)], least_seconds=0.0)
    met = None if goal is None else taken <= goal
    return Figure(f"layout of {name}", taken, "ms", (), "" if goal is None else f"{goal:.0f} ms", met)
