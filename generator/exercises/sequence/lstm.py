"""Long Short-Term Memory: gates decide what a cell forgets, takes in and passes on, one time step after another.

T. Yeh, "[LSTM] by Hand" (AI by Hand); S. Hochreiter and J. Schmidhuber, "Long Short-Term Memory", Neural Computation
9(8), 1997.
"""

from typing import Annotated

from generator.network.blueprint import Place, Role
from generator.network.conditions import not_all_zero, small, spread
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import stack
from generator.network.operations import sigmoid, tanh
from generator.network.parameters import Between, Choice, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers, Tenths


@exercise("Long Short-Term Memory (LSTM)", level=4, minutes=40)
def lstm(
    sheet: Draft,
    steps: Annotated[int, Between(1, 4, "time steps")] = 3,
    inputs: Annotated[int, Between(1, 4, "size of the input x")] = 3,
    hidden: Annotated[int, Between(1, 3, "size of the hidden state h")] = 2,
    start: Annotated[str, Choice(("drawn", "zero"), "the first hidden state and memory")] = "drawn",
    bias: Annotated[bool, Switch("a bias column in every weight matrix")] = True,
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    given = sheet.step(
        "Given", "An input x for each time step, the weights W, the first hidden state h0 and memory C0."
    )
    below = "Below x is the previous h (copy it where dashed). "
    if bias:
        below = "Below x are the previous h (copy it where dashed) and 1. "
    linear = sheet.step(
        "Linear",
        below + "Multiply each W at the left with that column, the same W at every time step.",
    )
    edges = " So σ is 1 if z ≥ 3 and 0 if z ≤ −3; tanh is 1 if z ≥ 2 and −1 if z ≤ −2, in step 5 too."
    gates = sheet.step(
        "Gates",
        "Gates f, i, o: σ(z) = 1/(1+e^−z) of z_f, z_i, z_o. Candidate c: tanh of z_c. "
        "Do not round z; round f, i, o and c to {unit} and go on with the rounded numbers."
        + (edges if decimals == 1 else ""),
        says_to_go_on=True,
    )
    memory = sheet.step(
        "Memory",
        "New C = old C × f + c × i, cell by cell: read the boxes downwards. "
        "Add the products, then round once, to {unit}.",
    )
    candidate = sheet.step("Candidate output", "t = tanh(C), with the rounded C. Round to {unit}.")
    carry = " Copy h and C to where they are dashed." if steps > 1 else ""
    output = sheet.step("Hidden state", "h = t × o, cell by cell. Round to {unit}. It is also the output." + carry)

    weights = {
        gate: given.give(f"W{gate}", (hidden, inputs + hidden + bias), Role.WEIGHT, Integers(-2, 2, zeros=2))
        for gate in "fcio"
    }
    h = given.give("h0", (hidden, 1), Role.HIDDEN, Integers(0, 1) if start == "drawn" else Integers(0, 0))
    C = given.give("C0", (hidden, 1), Role.MEMORY, Tenths(-9, 9) if start == "drawn" else Integers(0, 0))
    X = [given.give(f"X{t}", (inputs, 1), Role.INPUT, Integers(0, 3)) for t in range(1, steps + 1)]

    unit = rounded(decimals)
    states, activated = [], []
    for t, x in enumerate(X, start=1):
        with sheet.block("time {t}", t=t):
            column = stack(x, h, 1) if bias else stack(x, h)
            zf, zc, zi, zo = (linear.fill(f"z{gate}{t}", W @ column, Role.LINEAR) for gate, W in weights.items())
            f = gates.fill(f"f{t}", sigmoid(zf), Role.LINEAR, unit, caption="forget gate")
            c = gates.fill(f"c{t}", tanh(zc), Role.LINEAR, unit, caption="candidate")
            i = gates.fill(f"i{t}", sigmoid(zi), Role.LINEAR, unit, caption="input gate")
            o = gates.fill(f"o{t}", sigmoid(zo), Role.LINEAR, unit, caption="output gate")
            C = memory.fill(f"C{t}", C * f + c * i, Role.MEMORY, unit, caption="new memory", place=Place.BELOW)
            squashed = candidate.fill(f"t{t}", tanh(C), Role.LINEAR, unit, place=Place.BELOW)
            h = output.fill(f"h{t}", squashed * o, Role.HIDDEN, unit, caption="hidden state", place=Place.BELOW)
            activated += [f, i, o]
            states += [C]
            sheet.require(small(9, zf, zc, zi, zo), not_all_zero(x), not_all_zero(h))
    sheet.require(small(3, *states), spread(*activated))
