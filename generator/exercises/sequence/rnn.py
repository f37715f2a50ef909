"""Recurrent Neural Network: a hidden state carries what was read so far, with the same weights at every time step.

T. Yeh, "[RNN] by Hand" (AI by Hand); J. Elman, "Finding structure in time", Cognitive Science 14(2), 1990.
"""

from typing import Annotated

from generator.errors import ByhandError
from generator.exercises.blocks import ACTIVATIONS
from generator.network.blueprint import Role
from generator.network.conditions import dense, not_all_alike, not_all_zero, small, some_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import Operand, beside, stack
from generator.network.parameters import Between, Choice, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers, Weights

POST = {"inputs": 1, "steps": 4, "hidden": 2, "outputs": 1, "bias": False}


@exercise(
    "Recurrent Neural Network (RNN)",
    level=3,
    minutes=25,
    variants={"post": POST},
)
def rnn(
    sheet: Draft,
    inputs: Annotated[int, Between(1, 3, "size of the input x")] = 2,
    steps: Annotated[int, Between(1, 5, "time steps")] = 4,
    hidden: Annotated[int, Between(1, 4, "size of the hidden state h")] = 3,
    outputs: Annotated[int, Between(1, 3, "size of the output y")] = 1,
    activation: Annotated[str, Choice(("relu", "tanh"), "activation of the hidden state")] = "relu",
    output: Annotated[str, Choice(("none", "sigmoid", "softmax"), "function of the output")] = "none",
    bias: Annotated[bool, Switch("biases b and c")] = True,
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    if output == "softmax" and outputs == 1:
        raise ByhandError("parameter outputs: softmax needs 2 or 3 outputs; of 1 it is always 1")
    words = "weights B, A and C, biases b and c" if bias else "weights B, A and C"
    words = f"An input x for each time step, {words}, the same at every time step, and the first hidden state h0."
    given = sheet.step("Given", words)
    linear = sheet.step(
        "Linear",
        "Below the column x of this time step are the previous h and 1: multiply [B|A|b] with that column for z."
        if bias
        else "Below the column x of this time step is the previous h: multiply [B|A] with that column for z.",
    )
    state = sheet.step(
        "Hidden state",
        "h = ReLU(z): negative becomes 0. It goes on to the next time step."
        if activation == "relu"
        else "h = tanh(z), rounded to {unit}. The rounded h goes on to the next time step.",
    )
    plain, result = output == "none", "y" if output == "none" else "o"
    into_result = f"[C|c] with h and its 1 for {result}" if bias else f"C with h for {result}"
    read = sheet.step("Read out", f"Multiply {into_result}.")
    if output == "sigmoid":
        squash = sheet.step("Output", "y = σ(o) cell by cell, where σ(o) = 1/(1+e^−o). Round to {unit}.")
    elif output == "softmax":
        squash = sheet.step("Output", "y = softmax(o): e^o divided by the sum of e^o of its column. Round to {unit}.")

    X = given.give("X", (inputs, steps), Role.INPUT, Integers(0, 3) if activation == "relu" else Integers(-1, 2))
    B = given.give("B", (hidden, inputs), Role.WEIGHT, Integers(-1, 2 if activation == "relu" else 1))
    A = given.give("A", (hidden, hidden), Role.WEIGHT, Weights())
    into, out = [B, A], [given.give("C", (outputs, hidden), Role.WEIGHT, Weights())]
    if bias:
        into += [given.give("b", (hidden, 1), Role.BIAS, Integers(-2, 1))]
        out += [given.give("c", (outputs, 1), Role.BIAS, Integers(-2, 2))]
    h = given.give("h0", (hidden, 1), Role.HIDDEN, Integers(0, 1))
    ones = (1,) if bias else ()
    unit = rounded(decimals)
    function = ACTIVATIONS[activation]
    rounding = unit if function.rounds else None
    states, last = list[Operand](), list[Operand]()
    for t in range(1, steps + 1):
        with sheet.block("time {t}", t=t):
            z = linear.fill(f"z{t}", beside(*into) @ stack(X.columns(t - 1, t), h, *ones), Role.LINEAR)
            h = state.fill(f"h{t}", function.apply(z), Role.HIDDEN, rounding, caption="hidden state")
            name, role = (f"y{t}", Role.OUTPUT) if plain else (f"o{t}", Role.LINEAR)
            y = read.fill(name, beside(*out) @ stack(h, *ones), role, caption="output" if plain else "")
            sheet.require(small(20 if activation == "relu" else 5, z), small(20 if plain else 5, y))
            if not plain:
                y = squash.fill(f"y{t}", ACTIVATIONS[output].apply(y), Role.OUTPUT, unit, caption="output")
            states, last = [*states, h], [*last, y]
    sheet.require(dense(B), not_all_zero(*last), not_all_zero(h), *(not_all_alike(*last),) * (steps * outputs > 1))
    if hidden * steps > 1:
        sheet.require(not_all_alike(*states), *(some_zero(*states),) * (activation == "relu"))
