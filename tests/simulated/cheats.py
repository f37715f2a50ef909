"""Students who fill a sheet without work: what is handed in by those who make numbers up or copy the easy part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import TypeAlias

from tests.simulated.classmates import convolution, vector_database
from tests.simulated.classmates_attention import self_attention
from tests.simulated.classmates_networks import mlp
from tests.simulated.classroom import Answers, Given, Pen, Rows, backpropagation, gcn, lstm, sigma, times, with_bias


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

Worker: TypeAlias = Callable[[Given, Pen], Answers]


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


@dataclass
class Inventor(Pen):
    """Who makes up some grids and works everything else out from these."""

    made_up: Mapping[str, Rows] = field(default_factory=dict)

    def write(self, name: str, rows: Sequence[Sequence[Fraction | float]], rounds: bool = False) -> Rows:
        return super().write(name, self.made_up.get(name, rows), rounds)


def gates_open(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
    """LSTM: sums so far above 0 that every gate is 1, and the memory grows by 1 each time."""
    return lstm(given, Inventor(made_up={name: made_up(shape, 20) for name, shape in shapes.items() if name[0] == "z"}))


def sums_of_zero(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
    """LSTM: every sum is 0, so that every gate is a half and nothing new is remembered."""
    return _with_all_sums(given, shapes, 0)


def sums_of_one(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
    """LSTM: every sum is 1, so that a gate needs to be worked out only once."""
    return _with_all_sums(given, shapes, 1)


def _with_all_sums(given: Given, shapes: Shapes, number: int) -> Answers:
    sums = {name: _filled(shape, number) for name, shape in shapes.items() if name[0] == "z"}
    return lstm(given, Inventor(made_up=sums))


def one_neuron_alive(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
    """Backpropagation: sums of which one a layer is above 0, and a sure prediction that is wrong; the rest copies."""
    sums = {name: [*made_up(shapes[name])[1:], [Fraction(1)]] for name in ("Z1", "Z2")}
    target = [cell for (cell,) in given["T"]].index(Fraction(1))
    sure = [[Fraction(9 if row == (target + 1) % len(given["T"]) else -row)] for row in range(len(given["T"]))]
    return backpropagation(given, Inventor(made_up={**sums, "Z3": sure}))


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


def one_of_each_column(worker: Worker, first: Sequence[str]) -> Attack:
    """In the first grids a single 1 in each column is above 0, so that what follows copies columns of weights."""

    def one_of_each_column(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
        sums = {name: made_up(shapes[name]) for name in first}
        for rows in sums.values():
            for column in range(len(rows[0])):
                rows[column % len(rows)][column] = Fraction(1)
        return worker(given, Inventor(made_up=sums))

    return one_of_each_column


def a_third_worked_out(worker: Worker, first: Sequence[str]) -> Attack:
    """A third of the first grids' numbers is right, column by column, and all others are made up below 0."""

    def a_third_worked_out(given: Given, shapes: Shapes, honest: Answers) -> Answers:
        sums = {name: made_up(shapes[name]) for name in first}
        for name, rows in sums.items():
            for place in range(ceil(len(rows) * len(rows[0]) / 3)):
                column, row = divmod(place, len(rows))
                rows[row][column] = honest[name][row][column] or Fraction(0)
        return worker(given, Inventor(made_up=sums))

    return a_third_worked_out


def sums_above_zero(worker: Worker, first: Sequence[str], products: Sequence[str]) -> Attack:
    """The first sums are made up above 0, so that a ReLU copies them; other products are left blank."""

    def sums_above_zero(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
        sums = {name: made_up(shapes[name], 40 + 20 * place) for place, name in enumerate(first)}
        blank: Answers = {name: [[None] * shapes[name][1] for _ in range(shapes[name][0])] for name in products}
        return worker(given, Inventor(made_up=sums)) | blank

    return sums_above_zero


def one_column_for_all(worker: Worker, first: Sequence[str]) -> Attack:
    """The first grids hold one made-up column again and again, but for one cell; the rest is worked out from it."""

    def one_column_for_all(given: Given, shapes: Shapes, _honest: Answers) -> Answers:
        sums = {}
        for name in first:
            rows, columns = shapes[name]
            sums[name] = [[number] * columns for number in map(Fraction, (2, -1, 1, -2, 3)[:rows])]
            sums[name][0][-1] += 1
        return worker(given, Inventor(made_up=sums))

    return one_column_for_all


def first_step_copied(given: Given, shapes: Shapes, honest: Answers) -> Answers:
    """LSTM: the sums of the first time step are right and copied into the others; the rest is worked out from them."""
    sums = {
        name: [[cell or Fraction(0) for cell in row] for row in honest[f"{name[:-1]}1"]]
        for name in shapes
        if name[0] == "z" and name[-1] != "1"
    }
    return lstm(given, Inventor(made_up=sums))


def one_part_for_all(_given: Given, shapes: Shapes, honest: Answers) -> Answers:
    """The first time step, kernel or sentence is right, and all others are copied from it."""

    def first(name: str) -> str:
        counterpart = f"{name.rstrip('23q')}1"
        return counterpart if shapes.get(counterpart) == shapes[name] else name

    return {name: honest[first(name)] for name in shapes}


def _answers(sheet: Mapping[str, Rows]) -> Answers:
    return {name: [list(row) for row in rows] for name, rows in sheet.items()}


def _little_work(worker: Worker, *first: str) -> tuple[Attack, ...]:
    return one_of_each_column(worker, first), a_third_worked_out(worker, first)


ATTACKS: Mapping[str, tuple[Attack, ...]] = {
    "lstm": (
        gates_closed,
        gates_open,
        sums_of_zero,
        sums_of_one,
        one_part_for_all,
        first_step_copied,
        one_column_for_all(lstm, [f"z{gate}{step}" for gate in "fcio" for step in (1, 2, 3)]),
    ),
    "backpropagation": (all_activations_off, forward_left_blank, target_copied, one_neuron_alive),
    "gcn": (only_the_graph, nothing_passes, one_column_for_all(gcn, ["Zm1"])),
    "self-attention": (constants_in_rows, nearly_nothing),
    "mlp": (*_little_work(mlp, "Z1"), sums_above_zero(mlp, ("Z1",), ("Y",)), one_column_for_all(mlp, ["Z1"])),
    "convolution": (
        *_little_work(convolution, "C1", "C2"),
        sums_above_zero(convolution, ("C1", "C2"), ("z",)),
        one_part_for_all,
        one_column_for_all(convolution, ["C1", "C2"]),
    ),
    # A third of its sums leaves means and projections to be worked out from one right column: that is work.
    "vector-database": (
        one_of_each_column(vector_database, ("Z1", "Z2", "Z3", "Zq")),
        sums_above_zero(vector_database, ("Z1", "Z2", "Z3", "Zq"), ("v1", "v2", "v3", "vq", "V", "d")),
        one_part_for_all,
    ),
}
