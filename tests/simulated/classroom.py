"""A class of simulated students: plain functions that work a sheet by hand, well or badly.

Nothing here imports the marker or byhand's formulas, so that what marking says about these students proves something.
A student is a `Pen` with habits; a worker such as `lstm` takes the given grids and writes every other grid with it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = Fraction
Rows: TypeAlias = list[list[Number]]
Answers: TypeAlias = dict[str, list[list[Number | None]]]
"""What was typed, grid by grid; None is a cell left blank."""
Given: TypeAlias = Mapping[str, Rows]
ONE, ZERO = Fraction(1), Fraction(0)
OLD = "{} was used again: a newer one belongs here"
NO_BIAS = "the bias was left out"
KEPT = "the ReLU was not applied: a negative value was kept"
CUT = "cut off instead of rounded"
UNROUNDED = "went on with unrounded numbers"
TURNED = ("subtracted the wrong way round", "the sign is the wrong way round")
NO_FACTOR = "the factor was left out"
IN_A_LAYER = {"bias left out": (NO_BIAS,), "ReLU forgotten": (KEPT,)}
EXCHANGED = "two rows were exchanged"
SKIPPED = "a row was skipped"


@dataclass
class Pen:
    """A student's habits and accidents, and what is written so far.

    `habits` are misconceptions that are kept up to the end; `changes` are added to single cells, and the student goes
    on from them; `exchanged` and `skipped` name a grid whose first rows change places, or are typed a row too high. Who
    goes on with unrounded numbers writes `decimals` where the sheet says so and elsewhere as many as are `shown`.
    """

    habits: frozenset[str] = frozenset()
    changes: Mapping[tuple[str, int, int], int] = field(default_factory=dict)
    exchanged: str = ""
    skipped: str = ""
    decimals: int = 1
    shown: int = 2
    typed: Answers = field(default_factory=dict)

    def has(self, habit: str) -> bool:
        return habit in self.habits

    def write(self, name: str, rows: Sequence[Sequence[Number | float]], rounds: bool = False) -> Rows:
        """Write a grid, rounded if asked, and return what the student goes on with."""
        own = [[self.rounded(cell) if rounds else Fraction(cell) for cell in row] for row in rows]
        if name == self.exchanged:
            own[0], own[1] = own[1], own[0]
        for (grid, row, column), change in self.changes.items():
            if grid == name:
                own[row][column] += change
        typed: list[list[Number | None]] = [list(row) for row in own]
        if self.has("unrounded"):
            typed = [[self._shown(cell, rounds) for cell in row] for row in own]
        self.typed[name] = [*typed[1:], [None] * len(own[0])] if name == self.skipped else typed
        return own

    def _shown(self, number: Number, rounds: bool) -> Number:
        """What a spreadsheet shows of a number that it goes on with: a long one rounded, another as it is."""
        short = not rounds and 10**4 % number.denominator == 0
        return number if short else _to_places(number, self.decimals if rounds else max(self.decimals, self.shown))

    def rounded(self, number: Number | float) -> Number:
        """What the student goes on with."""
        return Fraction(number) if self.has("unrounded") else _to_places(number, self.decimals, self.has("truncating"))


def _to_places(number: Number | float, decimals: int, cut: bool = False) -> Number:
    size = abs(Fraction(number)) * 10**decimals
    whole = math.floor(size if cut else size + Fraction(1, 2))
    return Fraction(whole if number >= 0 else -whole, 10**decimals)


Workers: TypeAlias = Mapping[str, Callable[[Given, Pen], Answers]]
"""For each exercise, how a student works its sheet."""
Misconceptions: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]
"""For each exercise, habits of honest students and what a teacher would call them, in the marker's words."""


def times(left: Rows, right: Rows) -> Rows:
    return [
        [sum((a * b for a, b in zip(row, column, strict=True)), Fraction(0)) for column in zip(*right, strict=True)]
        for row in left
    ]


def turned(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


def cellwise(of: Callable[..., Number | float], *grids: Rows) -> list[list[Number | float]]:
    return [[of(*cells) for cells in zip(*rows, strict=True)] for rows in zip(*grids, strict=True)]


def sigma(z: Number) -> float:
    return 1 / (1 + math.exp(-z))


def with_bias(weights: Rows, bias: Rows, column: Rows, pen: Pen) -> Rows:
    """The weights times the column, plus the bias."""
    product = times(weights, column)
    if pen.has("bias left out"):
        return product
    return [[cell + b for cell in row] for row, (b,) in zip(product, bias, strict=True)]


def relu(rows: Rows, pen: Pen) -> Sequence[Sequence[Number | float]]:
    return rows if pen.has("ReLU forgotten") else cellwise(lambda cell: max(cell, Fraction(0)), rows)


def gate(z: Rows, pen: Pen) -> Sequence[Sequence[Number | float]]:
    sign = -1 if pen.has("σ(−z)") else 1
    return cellwise(lambda cell: sigma(sign * cell), z)


def lstm(given: Given, pen: Pen) -> Answers:
    h, memory = given["h0"], given["C0"]
    for t in range(1, sum(name.startswith("X") for name in given) + 1):
        x = given[f"X{t}"]
        state = given["h0"] if pen.has("h never updated") else h
        column = [*state, *x] if pen.has("h above x") else [*x, *state]
        column = [*column, [Fraction(not pen.has("bias left out"))]]
        z = {name: pen.write(f"z{name}{t}", times(given[f"W{name}"], column)) for name in "fcio"}
        f = pen.write(f"f{t}", gate(z["f"], pen), rounds=True)
        c = pen.write(f"c{t}", cellwise(math.tanh, z["c"]), rounds=True)
        i = pen.write(f"i{t}", gate(z["i"], pen), rounds=True)
        o = pen.write(f"o{t}", gate(z["o"], pen), rounds=True)
        old = given["C0"] if pen.has("C0 again") else memory
        forget, take = (i, f) if pen.has("f and i exchanged") else (f, i)
        memory = pen.write(f"C{t}", cellwise(lambda a, b, d, e: a * b + d * e, old, forget, c, take), rounds=True)
        plain = pen.has("tanh of C left out")
        squashed = pen.write(f"t{t}", memory if plain else cellwise(math.tanh, memory), rounds=True)
        h = pen.write(f"h{t}", cellwise(lambda a, b: a * b, squashed, o), rounds=True)
    return pen.typed


def leave_columns_blank(name: str, sums: Sequence[Number], pen: Pen) -> None:
    """Leave blank the columns of a grid that cannot be divided by their sums."""
    for row in pen.typed[name]:
        row[:] = [cell if total else None for cell, total in zip(row, sums, strict=True)]


def softmax_of(z: Rows, pen: Pen) -> Rows:
    """What is taken for the softmax of each column."""
    columns = [shares(turned([column]), pen) for column in turned(z)]
    return turned([[Fraction(cell) for (cell,) in column] for column in columns])


def shares(z: Rows, pen: Pen) -> Sequence[Sequence[Number | float]]:
    """The softmax of one column, or what is taken for it."""
    cells = [row[0] for row in z]
    if pen.has("argmax for softmax"):
        return [[Fraction(place == cells.index(max(cells)))] for place in range(len(cells))]
    if pen.has("z over sum for softmax") and (total := sum(cells, Fraction(0))):
        return [[cell / total] for cell in cells]
    powers = [math.exp(cell - max(cells)) for cell in cells]
    return [[power / sum(powers)] for power in powers]


def backpropagation(given: Given, pen: Pen) -> Answers:
    z, a = {}, {0: given["X"]}
    for n in (1, 2, 3):
        z[n] = pen.write(f"Z{n}", with_bias(given[f"W{n}"], given[f"b{n}"], a[n - 1], pen))
        if n < 3:
            a[n] = pen.write(f"A{n}", relu(z[n], pen))
    prediction = pen.write("Y", shares(z[3], pen), rounds=True)
    gradient = pen.write("dZ3", cellwise(lambda y, t: y - t, prediction, given["T"]))
    slopes: dict[str, Rows] = {}
    for n in (3, 2, 1):
        slopes[f"W{n}"] = pen.write(f"dW{n}", times(gradient, turned(a[n - 1])))
        zero = pen.has("db = 0")
        slopes[f"b{n}"] = pen.write(f"db{n}", [[Fraction(0)] for _ in gradient] if zero else gradient)
        if n > 1:
            below = pen.write(f"dA{n - 1}", times(turned(given[f"W{n}"]), gradient))
            gradient = pen.write(
                f"dZ{n - 1}", cellwise(lambda slope, cell: slope if cell > 0 else Fraction(0), below, z[n - 1])
            )
    rate = Fraction(1, 10) if pen.has("another learning rate") else Fraction(1)
    for n in (3, 2, 1):
        for name in (f"W{n}", f"b{n}"):
            pen.write(f"{name}new", cellwise(lambda old, slope: old - rate * slope, given[name], slopes[name]))
    return pen.typed


def gcn(given: Given, pen: Pen) -> Answers:
    graph = given["G"]
    own = 0 if pen.has("no node hears itself") else 1
    near = pen.write("Adj", [[cell + own * (r == c) for c, cell in enumerate(row)] for r, row in enumerate(graph)])
    column = given["X"]
    for n in (1, 2):
        z = pen.write(f"Zm{n}", with_bias(given[f"W{n}"], given[f"b{n}"], column, pen))
        messages = pen.write(f"M{n}", relu(z, pen))
        column = pen.write(f"H{n}", times(messages, near))
        if n == 1:
            pen.write("L1", [[cell if near[k][0] else Fraction(0) for k, cell in enumerate(row)] for row in messages])
    z = pen.write("Z3", with_bias(given["W3"], given["b3"], column, pen))
    features = pen.write("F", relu(z, pen))
    scores = pen.write("Z4", with_bias(given["W4"], given["b4"], features, pen))
    pen.write("P", gate(scores, pen), rounds=True)
    return pen.typed


WORKERS: Workers = {
    "lstm": lstm,
    "backpropagation": backpropagation,
    "gcn": gcn,
}

MISCONCEPTIONS: Misconceptions = {
    "lstm": {
        "bias left out": (NO_BIAS,),
        "h above x": ("the parts of the column are in the wrong order",),
        "σ(−z)": ("the sign of z was changed",),
        "h never updated": (OLD.format("h0"),),
        "C0 again": (OLD.format("C0"),),
        "tanh of C left out": ("tanh was not applied",),
        "f and i exchanged": ("f1 and i1 were exchanged", "f2 and i2 were exchanged", "f3 and i3 were exchanged"),
        "truncating": (CUT,),
        "unrounded": (UNROUNDED,),
    },
    "backpropagation": {
        "ReLU forgotten": (KEPT,),
        "bias left out": (NO_BIAS,),
        "argmax for softmax": ("the largest was marked with a 1 instead of a softmax",),
        # Where the numbers add up to 1, to divide by their sum is to do nothing.
        "z over sum for softmax": ("divided by the sum without powers", "the softmax was not applied"),
        "db = 0": ("the gradient of the bias was left out",),
        "another learning rate": ("another factor was used",),
        "truncating": (CUT,),
    },
    "gcn": {
        "ReLU forgotten": (KEPT,),
        "bias left out": (NO_BIAS,),
        "no node hears itself": ("the self-loops were left out: no 1 on the diagonal",),
        "σ(−z)": ("the sign of z was changed",),
        "truncating": (CUT,),
    },
}


def one_slip(answers: Answers, chance: random.Random, slips: int = 1) -> Pen:
    """A student who is off in so many cells of a sheet like this, and goes on from that."""
    places = [
        (name, row, column)
        for name, rows in answers.items()
        for row, cells in enumerate(rows)
        for column in range(len(cells))
    ]
    by = [-4, -3, -2, -1, 1, 2, 3, 4]
    return Pen(changes={place: chance.choice(by) for place in chance.sample(places, slips)})


def with_exchanged_rows(answers: Answers, chance: random.Random) -> Pen:
    """Where a sign changed gives the same, in these numbers or in the z of their σ, the exchange is left out."""
    telling = [name for name in _grids_of_rows(answers) if not _negated_by_exchange(answers[name])]
    return Pen(exchanged=chance.choice(telling))


def with_skipped_row(answers: Answers, chance: random.Random) -> Pen:
    return Pen(skipped=chance.choice(_grids_of_rows(answers)))


def _negated_by_exchange(rows: list[list[Number | None]]) -> bool:
    exchanged = [rows[1], rows[0], *rows[2:]]
    cells = [
        (mine or Fraction(0), own or Fraction(0))
        for pair in zip(exchanged, rows, strict=True)
        for mine, own in zip(*pair, strict=True)
    ]
    return any(all(mine == whole - own for mine, own in cells) for whole in (0, 1))


def _grids_of_rows(answers: Answers) -> list[str]:
    """The grids in which an exchange of the first two rows changes something."""
    return [name for name, rows in answers.items() if len(rows) > 1 and rows[0] != rows[1]]
