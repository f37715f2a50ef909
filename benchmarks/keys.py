"""Microseconds for a key: byhand, and the same exercise written plainly with sympy's Matrix and evalf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sympy
from sympy.core.cache import clear_cache

from benchmarks.figures import Figure, Peer, cpu_time
from generator.catalogue import find_exercise
from generator.network.instance import draw_instance
from generator.network.number import Values

STUDENTS = 300
DIGITS = 20
Grids = Mapping[str, Any]


def figures() -> Iterator[Figure]:
    """A figure for each exercise."""
    for name, with_sympy in PLAIN.items():
        blueprint = find_exercise(name).blueprint()
        classes = [
            {grid.name: draw_instance(blueprint, seed).values[grid.name] for grid in blueprint.drawn}
            for seed in range(STUDENTS)
        ]
        matrices = [{grid: sympy.Matrix(rows) for grid, rows in givens.items()} for givens in classes]
        for givens, exact in zip(classes, matrices, strict=True):
            check(blueprint.complete(givens), with_sympy(exact))
        ours = 1e6 * cpu_time(blueprint.complete, classes)
        theirs = 1e6 * cpu_time(with_sympy, matrices)
        afresh = 1e6 * cpu_time(lambda given, key=with_sympy: cold(key, given), matrices[:20])  # type: ignore[misc]
        yield Figure(
            f"key, {name}, {blueprint.cells} cells",
            ours,
            "us",
            (
                Peer("sympy, Matrix and evalf", theirs),
                Peer("sympy, its cache empty, as in a process a key", afresh),
            ),
            "100x",
            theirs >= 100 * ours,
        )


def cold(key: Callable[[Grids], Grids], given: Grids) -> Grids:
    """A key from sympy when it remembers nothing of the others."""
    clear_cache()
    return key(given)


def check(ours: Mapping[str, Values], theirs: Grids) -> None:
    """AssertionError unless every grid of theirs has our values."""
    for grid, matrix in theirs.items():
        if sympy.Matrix(ours[grid]) != matrix:
            raise AssertionError(f"{grid}: {ours[grid]} and {matrix} should be the same")


def rounded(value: sympy.Expr) -> sympy.Rational:
    """One decimal, halves away from zero."""
    magnitude = sympy.floor(abs(value.evalf(DIGITS)) * 10 + sympy.Rational(1, 2))
    return sympy.sign(value) * sympy.Rational(magnitude, 10)


def sigmoid(matrix: sympy.Matrix) -> sympy.Matrix:
    """Rounded 1 / (1 + exp(-x)) of every cell."""
    return matrix.applyfunc(lambda x: rounded(1 / (1 + sympy.exp(-x))))


def tanh(matrix: sympy.Matrix) -> sympy.Matrix:
    """Rounded tanh of every cell."""
    return matrix.applyfunc(lambda x: rounded(sympy.tanh(x)))


def relu(matrix: sympy.Matrix) -> sympy.Matrix:
    """Negative cells become 0."""
    return matrix.applyfunc(lambda x: sympy.Max(x, 0))


def lstm(given: Grids) -> Grids:
    """The LSTM at default size."""
    h, C = given["h0"], given["C0"]
    one = sympy.ones(1, 1)
    grids: dict[str, Any] = {}
    for t in (1, 2, 3):
        column = sympy.Matrix.vstack(given[f"X{t}"], h, one)
        z = {gate: given[f"W{gate}"] * column for gate in "fcio"}
        f, i, o = (sigmoid(z[gate]) for gate in "fio")
        c = tanh(z["c"])
        C = (C.multiply_elementwise(f) + c.multiply_elementwise(i)).applyfunc(rounded)
        squashed = tanh(C)
        h = squashed.multiply_elementwise(o).applyfunc(rounded)
        grids |= {f"z{gate}{t}": matrix for gate, matrix in z.items()}
        grids |= {f"f{t}": f, f"i{t}": i, f"o{t}": o, f"c{t}": c, f"C{t}": C, f"t{t}": squashed, f"h{t}": h}
    return grids


def backpropagation(given: Grids) -> Grids:
    """Backpropagation at default size, with learning rate 1."""
    one = sympy.ones(1, 1)
    A = {0: given["X"]}
    grids: dict[str, Any] = {}
    for n in (1, 2, 3):
        weights = sympy.Matrix.hstack(given[f"W{n}"], given[f"b{n}"])
        grids[f"Z{n}"] = weights * sympy.Matrix.vstack(A[n - 1], one)
        if n < 3:
            A[n] = grids[f"A{n}"] = relu(grids[f"Z{n}"])
    powers = grids["Z3"].applyfunc(sympy.exp)
    grids["Y"] = (powers / sum(powers)).applyfunc(rounded)
    dZ = grids["dZ3"] = grids["Y"] - given["T"]
    for n in (3, 2, 1):
        both = dZ * sympy.Matrix.vstack(A[n - 1], one).T
        grids[f"dW{n}"], grids[f"db{n}"] = both[:, :-1], both[:, -1]
        grids[f"W{n}new"], grids[f"b{n}new"] = given[f"W{n}"] - grids[f"dW{n}"], given[f"b{n}"] - grids[f"db{n}"]
        if n > 1:
            grids[f"dA{n - 1}"] = given[f"W{n}"].T * dZ
            gate = grids[f"Z{n - 1}"].applyfunc(lambda z: sympy.Integer(int(bool(z > 0))))
            dZ = grids[f"dZ{n - 1}"] = grids[f"dA{n - 1}"].multiply_elementwise(gate)
    return grids


PLAIN: Mapping[str, Callable[[Grids], Grids]] = {"lstm": lstm, "backpropagation": backpropagation}
