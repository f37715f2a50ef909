"""The puzzles of the workbooks again: plain fractions, and every hidden cell by trying all numbers.

A hidden cell of a given is right only if no other number of its range gives what is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from generator.catalogue import find_exercise
from generator.network.blueprint import DrawnGrid
from generator.network.instance import draw_instance

Rows = list[list[Fraction]]
Puzzle = Callable[[dict[str, Rows]], dict[str, Rows]]
"""What the given grids of a puzzle, by their names without its number, make of the others."""


def times(left: Rows, right: Rows) -> Rows:
    return [
        [sum((a * b for a, b in zip(row, column, strict=True)), Fraction()) for column in zip(*right, strict=True)]
        for row in left
    ]


def layer(W: Rows, b: Rows, X: Rows) -> Rows:
    return [[cell + bias for cell in row] for row, (bias,) in zip(times(W, X), b, strict=True)]


def clipped(rows: Rows) -> Rows:
    return [[max(cell, Fraction()) for cell in row] for row in rows]


def neuron(given: dict[str, Rows]) -> dict[str, Rows]:
    z = layer(given["W"], given["b"], given["x"])
    return {"z": z, "y": clipped(z)}


def batch(given: dict[str, Rows]) -> dict[str, Rows]:
    Z = layer(given["W"], given["b"], given["X"])
    return {"Z": Z, "Y": clipped(Z)}


def network(given: dict[str, Rows]) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    A, n = given["X"], 1
    while f"W{n}" in given:
        found[f"Z{n}"] = layer(given[f"W{n}"], given[f"b{n}"], A)
        A = found[f"A{n}"] = clipped(found[f"Z{n}"])
        n += 1
    return found


def softmax(given: dict[str, Rows]) -> dict[str, Rows]:
    E = [[Fraction(3) ** int(x) for x in row] for row in given["x"]]
    s = sum((row[0] for row in E), Fraction())
    return {"E": E, "s": [[s]], "P": [[cell / s for cell in row] for row in E]}


def gradient(given: dict[str, Rows]) -> dict[str, Rows]:
    y = times(given["W"], given["x"])
    dz = [[a - b for a, b in zip(*rows, strict=True)] for rows in zip(y, given["t"], strict=True)]
    return {"y": y, "dz": dz, "dW": [[d * x for (x,) in given["x"]] for (d,) in dz]}


def leaky(given: dict[str, Rows]) -> dict[str, Rows]:
    return {"y": [[cell if cell > 0 else cell / 10 for cell in row] for row in given["x"]]}


PUZZLES: dict[str, Puzzle] = {
    "dot-product": lambda given: {"y": times(given["b"], given["a"])},
    "matrix-multiplication": lambda given: {"C": times(given["A"], given["B"])},
    "linear-layer": lambda given: {"Y": layer(given["W"], given["b"], given["X"])},
    "activation": lambda given: {"y": clipped(given["x"])},
    "neuron": neuron,
    "batch": batch,
    "connection": lambda given: {"W": given["N"]},
    "hidden-layer": network,
    "deep": network,
    "wide": network,
    "softmax": softmax,
    "gradient": gradient,
}


def check(name: str, puzzle: Puzzle, seed: int, **parameters: Any) -> None:
    """Each puzzle of a sheet: its computed grids, its only asked cell, and that no other number of its range fits."""
    blueprint = find_exercise(f"workbook-{name}").blueprint(parameters)
    instance = draw_instance(blueprint, seed)
    givens = []
    for n, step in enumerate(blueprint.steps, start=1):
        names = {own.removesuffix(str(n)): own for own in step.grids}
        assert all(bare != own for bare, own in names.items())
        values = {
            bare: [[Fraction(cell) for cell in row] for row in instance.values[own]] for bare, own in names.items()
        }
        given = {bare: values[bare] for bare, own in names.items() if isinstance(blueprint.by_name[own], DrawnGrid)}
        printed = {bare: rows for bare, rows in values.items() if bare not in given}
        assert puzzle(given) == printed
        ((bare, (row, column)),) = [(bare, spot) for bare, own in names.items() for spot in instance.asked.get(own, ())]
        hidden = blueprint.by_name[names[bare]]
        if isinstance(hidden, DrawnGrid):
            fitting = []
            for number in hidden.source.choices(row, column):
                trial = {key: [list(cells) for cells in rows] for key, rows in given.items()}
                trial[bare][row][column] = Fraction(number)
                fitting += [number] * (puzzle(trial) == printed)
            assert fitting == [instance.values[names[bare]][row][column]]
        givens.append(given)
    assert len(givens) == blueprint.parameters["puzzles"]
    assert not any(first == second for place, first in enumerate(givens) for second in givens[:place])
