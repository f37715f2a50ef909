"""Simulated students of workbooks: of each puzzle one cell is asked, of what is given or of what comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import starmap
from operator import add, mul

from tests.simulated.classroom import (
    KEPT,
    NO_BIAS,
    ONE,
    TURNED,
    ZERO,
    Answers,
    Given,
    Misconceptions,
    Number,
    Pen,
    Rows,
    Workers,
    relu,
    times,
    turned,
)


def puzzles(given: Given, first: str) -> Iterator[int]:
    """The numbers of the puzzles; each has a grid of this name."""
    n = 1
    while f"{first}{n}" in given:
        yield n
        n += 1


def hidden(given: Given, name: str) -> tuple[int, int] | None:
    """The row and column of the cell that is asked of a grid."""
    marks = given.get(f"{name}?", [])
    return next(((r, c) for r, row in enumerate(marks) for c, mark in enumerate(row) if mark), None)


def put(given: Given, name: str, right: Rows, cell: Number, pen: Pen) -> None:
    """Write a grid with this number in the cell that is asked; all others are printed."""
    place = hidden(given, name)
    pen.write(name, [[cell if (r, c) == place else own for c, own in enumerate(row)] for r, row in enumerate(right)])


def layer(given: Given, names: tuple[str, str, str, str], x: Rows, pen: Pen) -> Rows:
    """Find what is hidden of a layer: one of the weights, of the biases, of x or of the result, which is returned."""
    weights, bias, column, result = names
    w = given[weights]
    b = given.get(bias, [[ZERO]] * len(w))
    z = [[cell + own for cell in row] for row, (own,) in zip(times(w, x), b, strict=True)]
    upside = pen.has("W turned") and len(w) == len(w[0])
    used = turned(w) if upside else w
    sign = ZERO if pen.has("bias left out") else -ONE if pen.has("bias subtracted") else ONE
    sums = times(used, x)
    if place := hidden(given, result):
        row, c = place
        put(given, result, z, sums[row][c] + sign * b[row][0], pen)
    elif place := hidden(given, bias):
        row, _ = place
        put(given, bias, b, (z[row][0] - sums[row][0]) * (sign or ONE), pen)
    elif place := hidden(given, weights):
        row, k = (place[1], place[0]) if upside else place
        c = next((c for c, cell in enumerate(x[k]) if cell), -1)
        found = used[row][k] + (z[row][c] - sign * b[row][0] - sums[row][c]) / x[k][c] if c >= 0 else used[row][k]
        put(given, weights, w, found, pen)
    elif place := hidden(given, column):
        k, c = place
        row = next((row for row, cells in enumerate(used) if cells[k]), -1)
        found = x[k][c] + (z[row][c] - sign * b[row][0] - sums[row][c]) / used[row][k] if row >= 0 else x[k][c]
        put(given, column, x, found, pen)
    return z


def activated(given: Given, name: str, z: Rows, pen: Pen) -> Rows:
    """Find what is hidden after a ReLU, which is returned."""
    if place := hidden(given, name):
        pen.write(name, [[Number(cell) for cell in row] for row in relu(z, pen)])
        right = pen.typed[name][place[0]][place[1]]
        assert right is not None
        put(given, name, [[max(cell, ZERO) for cell in row] for row in z], right, pen)
    return [[max(cell, ZERO) for cell in row] for row in z]


def layers(given: Given, pen: Pen, names: str) -> Answers:
    """A layer in every puzzle, with these letters for its weights, biases, inputs, sums and results."""
    w, b, x, *results = iter(names)
    for n in puzzles(given, w):
        z = layer(given, (f"{w}{n}", f"{b}{n}", f"{x}{n}", f"{results[0]}{n}"), given[f"{x}{n}"], pen)
        for name in results[1:]:
            activated(given, f"{name}{n}", z, pen)
    return pen.typed


def dot_products(given: Given, pen: Pen) -> Answers:
    """Who looks for a number in one of the vectors takes the other products from y and divides by its partner."""
    for n in puzzles(given, "b"):
        (b,), (a,) = given[f"b{n}"], turned(given[f"a{n}"])
        partners = [a[place] for place in _pairing(a, pen)]
        y = sum((one * other for one, other in zip(b, a, strict=True)), ZERO)
        if hidden(given, f"y{n}"):
            put(given, f"y{n}", [[y]], sum(map(_taken_together(pen), b, partners), ZERO), pen)
        elif place := hidden(given, f"b{n}"):
            put(given, f"b{n}", [b], _partner_of(partners, b, place[1], y, pen), pen)
        elif place := hidden(given, f"a{n}"):
            mirrored = list(_pairing(a, pen))
            put(given, f"a{n}", turned([a]), _partner_of(b, partners, mirrored.index(place[0]), y, pen), pen)
    return pen.typed


def _pairing(vector: Sequence[Number], pen: Pen) -> Sequence[int]:
    places = range(len(vector))
    return places[::-1] if pen.has("a from below") else places


def _taken_together(pen: Pen) -> Callable[[Number, Number], Number]:
    return add if pen.has("added") else mul


def _partner_of(known: Sequence[Number], others: Sequence[Number], place: int, y: Number, pen: Pen) -> Number:
    """What a student finds in the other vector at this place."""
    pairs = [pair for number, pair in enumerate(zip(known, others, strict=True)) if number != place]
    rest = ZERO if pen.has("rest not subtracted") else sum(starmap(_taken_together(pen), pairs), ZERO)
    if pen.has("added"):
        return y - rest - known[place]
    # Where their own pair gives 0, anything would do: it is left as it is.
    return y - rest if pen.has("not divided") else (y - rest) / known[place] if known[place] else others[place]


def connections(given: Given, pen: Pen) -> Answers:
    """What is read off a drawn network, line by line."""
    for n in puzzles(given, "N"):
        right = given[f"N{n}"]
        read = turned(right) if pen.has("x and y swapped") and len(right) == len(right[0]) else right
        place = hidden(given, f"W{n}")
        assert place
        cell = read[place[0]][place[1]]
        numbered = any(weight not in (ZERO, ONE) for row in right for weight in row)
        if pen.has("only lines counted"):
            cell = Number(cell != 0)
        if pen.has("minus dropped"):
            cell = abs(cell)
        if pen.has("no number, no weight") and not numbered:
            cell = ZERO
        put(given, f"W{n}", right, cell, pen)
    return pen.typed


def networks(given: Given, pen: Pen) -> Answers:
    for n in puzzles(given, "X"):
        a, column, number = given[f"X{n}"], f"X{n}", 1
        while f"W{number}{n}" in given:
            z = layer(given, (f"W{number}{n}", f"b{number}{n}", column, f"Z{number}{n}"), a, pen)
            a, column, number = activated(given, f"A{number}{n}", z, pen), "", number + 1
    return pen.typed


def activations(given: Given, pen: Pen) -> Answers:
    for n in puzzles(given, "x"):
        if hidden(given, f"x{n}"):
            pen.write(f"x{n}", given[f"x{n}"])
        activated(given, f"y{n}", given[f"x{n}"], pen)
    return pen.typed


def gradients(given: Given, pen: Pen) -> Answers:
    """Whoever subtracts y from the target finds a hidden target by adding."""
    for n in puzzles(given, "W"):
        y, t = times(given[f"W{n}"], given[f"x{n}"]), given[f"t{n}"]
        dz = [[one - other for one, other in zip(*rows, strict=True)] for rows in zip(y, t, strict=True)]
        right = {"W": given[f"W{n}"], "y": y, "t": t, "dz": dz, "dW": times(dz, turned(given[f"x{n}"]))}
        turns = pen.has("t − y")
        own = {
            **right,
            "t": [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(y, dz, strict=True)] if turns else t,
            "dz": [[-cell for cell in row] for row in dz] if turns else dz,
        }
        for name, printed in right.items():
            if place := hidden(given, f"{name}{n}"):
                put(given, f"{name}{n}", printed, own[name][place[0]][place[1]], pen)
    return pen.typed


def powers(given: Given, pen: Pen) -> Answers:
    for n in puzzles(given, "x"):
        x = given[f"x{n}"]
        e = [[Number(3) ** int(cell) for cell in row] for row in x]
        total = [[sum(column, ZERO) for column in zip(*e, strict=True)]]
        p = [[cell / whole for cell, whole in zip(row, total[0], strict=True)] for row in e]
        right: dict[str, Rows] = {"x": x, "E": e, "s": total, "P": p}
        own = dict(right)
        if pen.has("3 times x"):
            own["E"] = [[3 * cell for cell in row] for row in x]
            own["x"] = [[cell / 3 for cell in row] for row in e]
        if pen.has("not divided"):
            own["P"] = e
        for name, printed in right.items():
            if place := hidden(given, f"{name}{n}"):
                put(given, f"{name}{n}", printed, own[name][place[0]][place[1]], pen)
    return pen.typed


NETWORKS = ("workbook-hidden-layer", "workbook-deep", "workbook-wide")
WORKERS: Workers = {
    "workbook-activation": activations,
    "workbook-batch": partial(layers, names="WbXZY"),
    "workbook-connection": connections,
    "workbook-dot-product": dot_products,
    "workbook-gradient": gradients,
    "workbook-linear-layer": partial(layers, names="WbXY"),
    "workbook-matrix-multiplication": partial(layers, names="A BC"),
    "workbook-neuron": partial(layers, names="Wbxzy"),
    "workbook-softmax": powers,
    **dict.fromkeys(NETWORKS, networks),
}
_OF_A_BIAS = {"bias left out": (NO_BIAS,), "bias subtracted": ("the bias was subtracted",)}
_OF_A_LAYER = {**_OF_A_BIAS, "ReLU forgotten": (KEPT,)}
_W_TURNED = tuple(f"rows and columns of W{n} were swapped" for n in range(1, 11))
MISCONCEPTIONS: Misconceptions = {
    "workbook-activation": {"ReLU forgotten": (KEPT,)},
    "workbook-batch": _OF_A_LAYER,
    "workbook-connection": {
        "x and y swapped": ("rows and columns of the weights were swapped",),
        "only lines counted": ("1 was written for a line with another number",),
        "minus dropped": ("the minus sign was dropped", "the sign is the wrong way round"),
        "no number, no weight": ("0 was written for a line without a number",),
    },
    "workbook-dot-product": {
        "added": ("all numbers were added up, not multiplied",),
        "a from below": ("the column was read from below",),
        "not divided": ("not divided by the other factor",),
        "rest not subtracted": ("the rest of the sum was not subtracted",),
    },
    "workbook-gradient": {"t − y": TURNED},
    "workbook-linear-layer": {**_OF_A_BIAS, "W turned": _W_TURNED},
    "workbook-matrix-multiplication": {"W turned": ("rows and columns of the left matrix were swapped",)},
    "workbook-neuron": _OF_A_LAYER,
    "workbook-softmax": {
        "3 times x": ("multiplied by 3 instead of raised",),
        "not divided": ("not divided by the sum",),
    },
    **dict.fromkeys(NETWORKS, _OF_A_LAYER),
}
