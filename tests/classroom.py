"""A class of simulated students: plain functions that work a sheet by hand, well or badly, or fill it without work.

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


@dataclass
class Pen:
    """A student's habits and accidents, and what is written so far.

    `habits` are misconceptions that are kept up to the end; `changes` are added to single cells, and the student goes
    on from them; `exchanged` and `skipped` name a grid whose first rows change places, or are typed a row too high.
    """

    habits: frozenset[str] = frozenset()
    changes: Mapping[tuple[str, int, int], int] = field(default_factory=dict)
    exchanged: str = ""
    skipped: str = ""
    decimals: int = 1
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
        self.typed[name] = [*typed[1:], [None] * len(own[0])] if name == self.skipped else typed
        return own

    def rounded(self, number: Number | float) -> Number:
        size = abs(Fraction(number)) * 10**self.decimals
        whole = math.floor(size) if self.has("truncating") else math.floor(size + Fraction(1, 2))
        return Fraction(whole if number >= 0 else -whole, 10**self.decimals)


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


def self_attention(given: Given, pen: Pen) -> Answers:
    queries, keys, values = (pen.write(name, times(given[f"W{name.lower()}"], given["X"])) for name in "QKV")
    scores = pen.write("S", times(turned(keys), queries))
    scaled = scores if pen.has("not halved") else [[Fraction(math.trunc(cell / 2)) for cell in row] for row in scores]
    scaled = pen.write("R", scaled)
    powers = pen.write(
        "E", [[Fraction(3) ** int(cell) if cell >= 0 else Fraction(0) for cell in row] for row in scaled]
    )
    sums = pen.write("s", times([[Fraction(1)] * len(powers)], powers))
    weights = pen.write("P", [[e / (s or 1) for e, s in zip(row, sums[0], strict=True)] for row in powers], rounds=True)
    pen.write("Z", times(values, weights))
    return pen.typed


WORKERS: Mapping[str, Callable[[Given, Pen], Answers]] = {
    "lstm": lstm,
    "backpropagation": backpropagation,
    "gcn": gcn,
    "self-attention": self_attention,
}

OLD = "{} was used again: a newer one belongs here"
NO_BIAS = "the bias was left out"
KEPT = "the ReLU was not applied: a negative value was kept"
CUT = "cut off instead of rounded"
MISCONCEPTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "lstm": {
        "bias left out": (NO_BIAS,),
        "h above x": ("the parts of the column are in the wrong order",),
        "σ(−z)": ("the sign of z was changed",),
        "h never updated": (OLD.format("h0"),),
        "C0 again": (OLD.format("C0"),),
        "tanh of C left out": ("tanh was not applied",),
        "f and i exchanged": ("f1 and i1 were exchanged", "f2 and i2 were exchanged", "f3 and i3 were exchanged"),
        "truncating": (CUT,),
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
    "self-attention": {"not halved": ("the divisor was left out",), "truncating": (CUT,)},
}
"""For each exercise, habits of honest students and what a teacher would call them, in the marker's words."""
EXCHANGED = "two rows were exchanged"
SKIPPED = "a row was skipped"


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


def made_up(shape: tuple[int, int], first: int = -11) -> Rows:
    """Falling numbers that nobody worked out."""
    rows, columns = shape
    return [[Fraction(first - row * columns - column) for column in range(columns)] for row in range(rows)]


def _filled(shape: tuple[int, int], number: int) -> Rows:
    return [[Fraction(number)] * shape[1] for _ in range(shape[0])]


Shapes: TypeAlias = Mapping[str, tuple[int, int]]
"""Rows and columns of every asked grid."""
Attack: TypeAlias = Callable[[Given, Shapes, Answers], Answers]
"""Answers without work, from what is printed; the honest answers are for those who copy the easy part."""


def all_activations_off(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
    """Backpropagation: sums made up below 0, the target for the prediction, no gradient, nothing learned."""
    zeros: Answers = _answers({name: _filled(shape, 0) for name, shape in shapes.items()})
    sums = {name: made_up(shape) for name, shape in shapes.items() if name in ("Z1", "Z2", "Z3")}
    new = {f"{name}new": given[name] for name in given if name[0] in "Wb"}
    return zeros | _answers(sums | {"Y": given["T"]} | new)


def forward_left_blank(given: Given, shapes: Shapes, honest: Answers) -> Answers:
    """Backpropagation: the same, but nothing written before the prediction."""
    blank: Answers = {
        name: [[None] * shape[1] for _ in range(shape[0])] for name, shape in shapes.items() if name[0] in "ZA"
    }
    return all_activations_off(given, shapes, honest) | blank


def target_copied(given: Given, shapes: Shapes, honest: Answers) -> Answers:
    """Backpropagation: the forward pass is right, and the target is written for the prediction."""
    forward = {name: rows for name, rows in honest.items() if name[0] in "ZA"}
    return all_activations_off(given, shapes, honest) | forward


def gates_closed(_given: Given, shapes: Shapes, _honest: Answers) -> Answers:
    """LSTM: sums so far below 0 that every gate is 0, and so is everything after it."""
    sheet = {name: made_up(shape) if name[0] == "z" else _filled(shape, 0) for name, shape in shapes.items()}
    return _answers(sheet | {name: _filled(shapes[name], -1) for name in shapes if name[0] == "c"})


def only_the_graph(given: Given, shapes: Shapes, honest: Answers) -> Answers:
    """GCN: Adj is right, the first messages are made up below 0, and only the biases are left after that."""
    zeros = {name: _filled(shape, 0) for name, shape in shapes.items()}
    nodes = shapes["M2"][1]
    near = [[Fraction(cell or 0) for cell in row] for row in honest["Adj"]]
    sums = [[b] * nodes for (b,) in given["b2"]]
    messages = [[max(cell, Fraction(0)) for cell in row] for row in sums]
    pooled = times(messages, near)
    z = with_bias(given["W3"], given["b3"], pooled, Pen())
    features = [[max(cell, Fraction(0)) for cell in row] for row in z]
    scores = with_bias(given["W4"], given["b4"], features, Pen())
    chances = [[Pen().rounded(sigma(cell)) for cell in row] for row in scores]
    worked = {"Zm2": sums, "M2": messages, "H2": pooled, "Z3": z, "F": features, "Z4": scores, "P": chances}
    return _answers(zeros | {"Zm1": made_up(shapes["Zm1"])} | worked | {"Adj": near})


def nothing_passes(given: Given, shapes: Shapes, honest: Answers) -> Answers:
    """GCN: Adj is right, and all sums are made up below 0."""
    sheet = {name: made_up(shape) if name[0] == "Z" else _filled(shape, 0) for name, shape in shapes.items()}
    last = [[b] * shapes["Z4"][1] for (b,) in given["b4"]]
    chances = [[Pen().rounded(sigma(cell)) for cell in row] for row in last]
    return _answers(sheet | {"Z4": last, "P": chances}) | {"Adj": honest["Adj"]}


def constants_in_rows(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
    """Self-attention: one column of queries, keys and values is made up and written for every token."""
    return _attended(given, {name: [[Fraction(n)] * shapes[name][1] for n in _some(shapes[name][0])] for name in "QKV"})


def nearly_nothing(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
    """Self-attention: queries, keys and values are 0 but for one cell each, so that all weights are alike."""
    start = {name: _filled(shapes[name], 0) for name in "QKV"}
    for rows in start.values():
        rows[-1][-1] = Fraction(-1)
    start["K"][-1][-1] = Fraction(1)
    return _attended(given, start)


def _some(count: int) -> Sequence[int]:
    return [1, -1, 2, -2][:count]


def _attended(given: Given, start: Mapping[str, Rows]) -> Answers:
    """Everything after these queries, keys and values, worked out from them."""
    pen = Pen()
    tokens = len(given["X"][0])
    for name, rows in start.items():
        pen.write(name, rows)
    unit = [[Fraction(r == c) for c in range(tokens)] for r in range(tokens)]
    rest = {f"W{name.lower()}": rows for name, rows in start.items()} | {"X": unit}
    return self_attention(rest, pen)


def _answers(sheet: Mapping[str, Rows]) -> Answers:
    return {name: [list(row) for row in rows] for name, rows in sheet.items()}


ATTACKS: Mapping[str, tuple[Attack, ...]] = {
    "lstm": (gates_closed,),
    "backpropagation": (all_activations_off, forward_left_blank, target_copied),
    "gcn": (only_the_graph, nothing_passes),
    "self-attention": (constants_in_rows, nearly_nothing),
}
