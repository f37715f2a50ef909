"""Autoencoder: an encoder squeezes each example into a narrow bottleneck, and a decoder tries to restore it.

T. Yeh, "[Autoencoder] by Hand" (AI by Hand); G. Hinton and R. Salakhutdinov, "Reducing the dimensionality of data with
neural networks", Science 313, 2006.
"""

from typing import Annotated

from generator.errors import ByhandError
from generator.exercises.blocks import layer_sums
from generator.network.blueprint import Place, Role
from generator.network.conditions import alive, alive_in_each_column, clips_and_passes, dense, not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operations import mean_of_rows, mean_square_of_columns, relu
from generator.network.parameters import Between, Choice, Sizes, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers, Weights

HOURGLASS = (4, 3, 2, 3, 4)


@exercise(
    "Autoencoder",
    level=2,
    minutes=30,
    variants={"post": {"batch": 4}},
)
def autoencoder(
    sheet: Draft,
    layers: Annotated[tuple[int, ...], Sizes(3, 5, 1, 5, "sizes from the input to the output, both alike")] = HOURGLASS,
    batch: Annotated[int, Between(1, 4, "examples at a time")] = 3,
    output: Annotated[str, Choice(("none", "relu"), "activation of the output")] = "none",
    error: Annotated[bool, Switch("ask for the error and its mean square")] = False,
) -> None:
    if layers[0] != layers[-1]:
        raise ByhandError(
            "parameter layers: the last size is the first, {size}; an autoencoder restores X", size=layers[0]
        )
    last, narrow = len(layers) - 1, layers.index(min(layers[1:-1]), 1)
    given = sheet.step("Given", "A batch X, a column for each example, and the weights [W|b] of every layer.")
    to_do = "For Z, multiply [W|b] with each column of the grid above and its 1. A = ReLU(Z): negative becomes 0."
    encode = sheet.step("Encode", to_do + " A{narrow} is the bottleneck: what is kept of X.", narrow=narrow)
    if last - narrow > 1:
        decode = sheet.step("Decode", "Go on in the same way from the bottleneck: Z, then A.")

    A = X = given.give("X", (layers[0], batch), Role.INPUT, Integers(0, 3))
    for n in range(1, last + 1):
        W = given.give(f"W{n}", (layers[n], layers[n - 1]), Role.WEIGHT, Weights())
        b = given.give(f"b{n}", (layers[n], 1), Role.BIAS, Integers(-1, 1))
        Z = layer_sums(W, b, A)
        sheet.require(dense(W))
        if n == last:
            break
        step = encode if n <= narrow else decode
        linear = step.fill(f"Z{n}", Z, Role.LINEAR)
        caption = "bottleneck" if n == narrow else ""
        A = step.fill(f"A{n}", relu(linear), Role.HIDDEN, caption=caption, place=Place.BELOW)
        sheet.require(small(12, linear), alive_in_each_column(A) if layers[n] > 1 else not_all_zero(A))
        sheet.require(*(alive(A),) * (n == narrow or batch > 1), *(clips_and_passes(linear),) * (n != narrow))

    clips = output == "relu"
    restored = "Y = [W{last}|b{last}] × A{m} and its 1, without ReLU. Training makes Y more like X."
    if clips:
        restored = "Z{last} = [W{last}|b{last}] × A{m} and its 1, Y = ReLU(Z{last}). Training makes Y more like X."
    restore = sheet.step("Output", restored, last=last, m=last - 1)
    if clips:
        linear = restore.fill(f"Z{last}", Z, Role.LINEAR)
        sheet.require(clips_and_passes(linear))
    Y = restore.fill("Y", relu(linear) if clips else Z, Role.OUTPUT)
    clipped_row = clips and layers[last] == 1  # some of its columns are the cells that it clips
    sheet.require(small(12, Y), not_all_zero(Y) if clipped_row else alive_in_each_column(Y))

    twice = (Y - X) * 2
    words = "Twice the error, for the sum of squared errors: ∂Y = (Y − X) × 2."
    if error:
        E = sheet.step("Error", "E = Y − X, cell by cell.").fill("E", Y - X, Role.GRADIENT)
        square = sheet.step(
            "Mean square", "m: the mean of the squares in each column of E, rounded to two decimals (0.125 to 0.13)."
        )
        m = square.fill("m", mean_square_of_columns(E), Role.LINEAR, rounded(2))
        total = sheet.step("Loss", "MSE is the mean of the rounded m, again to two decimals.")
        total.fill("MSE", mean_of_rows(m), Role.ANSWER, rounded(2))
        twice = E * 2
        words = "Twice the error, for the sum of squared errors, not for MSE: ∂Y = E × 2."
    dY = sheet.step("Loss gradient", words).fill("dY", twice, Role.GRADIENT)
    sheet.require(small(12, dY), not_all_zero(dY))
