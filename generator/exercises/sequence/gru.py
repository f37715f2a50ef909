"""Gated Recurrent Unit: two gates decide how much of the past a hidden state keeps, one time step after another.

K. Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical machine translation", EMNLP
2014; J. Chung et al., "Empirical evaluation of gated recurrent neural networks on sequence modeling", 2014.
"""

from fractions import Fraction
from typing import Annotated

from generator.network.blueprint import Place, Role
from generator.network.conditions import dense, not_all_zero, small, some_between, spread
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import Operand, stack
from generator.network.operations import sigmoid, tanh
from generator.network.parameters import Between, Choice
from generator.network.rounding import rounded
from generator.network.sources import Integers, Tenths


@exercise("Gated Recurrent Unit (GRU)", level=4, minutes=40)
def gru(
    sheet: Draft,
    inputs: Annotated[int, Between(1, 3, "size of the input x")] = 2,
    steps: Annotated[int, Between(1, 4, "time steps")] = 3,
    hidden: Annotated[int, Between(1, 3, "size of the hidden state h")] = 2,
    update: Annotated[str, Choice(("keep", "swapped"), "what a z of 1 keeps: the old h, or the candidate")] = "keep",
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    given = sheet.step("Given", "An input x for each time step, the weights W, and the first hidden state h0.")
    linear = sheet.step(
        "Linear",
        "Below x are the previous h and 1. Multiply W_z and W_r, the same at every time step, with that column "
        "for z_z and z_r.",
    )
    gates = sheet.step("Gates", "z = σ(z_z) and r = σ(z_r), where σ(a) = 1/(1+e^−a). Round to {unit}.")
    reset = sheet.step("Reset", "g = r × h, cell by cell: what is left of the previous h. Round to {unit}.")
    candidate = sheet.step(
        "Candidate", "Below x are g and 1: multiply W_h with that column for z_h. c = tanh(z_h). Round c to {unit}."
    )
    mix = "h = z × h + (1 − z) × c" if update == "keep" else "h = z × c + (1 − z) × h"
    state = sheet.step(
        "Hidden state", f"New {mix}, cell by cell: add the products first, then round once, to {{unit}}."
    )

    X = given.give("X", (inputs, steps), Role.INPUT, Integers(-1, 2))
    Wz, Wr, Wh = (
        given.give(f"W{gate}", (hidden, inputs + hidden + 1), Role.WEIGHT, Integers(-2, 2, zeros=2)) for gate in "zrh"
    )
    h = given.give("h0", (hidden, 1), Role.HIDDEN, Tenths(-9, 9))
    unit = rounded(decimals)
    updates: list[Operand] = []
    resets: list[Operand] = []
    candidates: list[Operand] = []
    states: list[Operand] = []
    for t in range(1, steps + 1):
        with sheet.block("time {t}", t=t):
            x = X.columns(t - 1, t)
            zz, zr = (linear.fill(f"z{gate}{t}", W @ stack(x, h, 1), Role.LINEAR) for gate, W in (("z", Wz), ("r", Wr)))
            z = gates.fill(f"z{t}", sigmoid(zz), Role.LINEAR, unit, caption="update gate")
            r = gates.fill(f"r{t}", sigmoid(zr), Role.LINEAR, unit, caption="reset gate")
            g = reset.fill(f"g{t}", r * h, Role.HIDDEN, unit, place=Place.AROUND)
            zh = candidate.fill(f"zh{t}", Wh @ stack(x, g, 1), Role.LINEAR, place=Place.BELOW)
            c = candidate.fill(f"c{t}", tanh(zh), Role.LINEAR, unit, caption="candidate")
            kept, new = (h, c) if update == "keep" else (c, h)
            mixed = z * kept + (1 - z) * new
            h = state.fill(f"h{t}", mixed, Role.HIDDEN, unit, caption="hidden state", place=Place.AROUND)
            updates.append(z)
            resets.append(r)
            candidates.append(c)
            states.append(h)
            sheet.require(small(9, zz, zr, zh))
    for gate in (updates, resets) if hidden * steps > 1 else ():  # a single cell of each cannot be spread as well
        sheet.require(some_between(Fraction(1, 10), Fraction(9, 10), *gate))
    sheet.require(some_between(Fraction(-19, 20), Fraction(19, 20), *candidates))
    sheet.require(*map(dense, (Wz, Wr, Wh)), spread(*updates, *resets), not_all_zero(*states))
