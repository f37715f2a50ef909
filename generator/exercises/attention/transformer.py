"""Transformer block: attention mixes tokens, then a feed-forward network works on each token alone.

T. Yeh, "Transformer by Hand" (AI by Hand); A. Vaswani et al., "Attention is all you need", NeurIPS 2017.
"""

from typing import Annotated

from generator.exercises.blocks import layer_sums, normalized
from generator.network.blueprint import Role
from generator.network.conditions import alive, clips_and_passes, columns_differ, dense, not_all_alike, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import Operand
from generator.network.operations import relu, softmax
from generator.network.parameters import Between, Choice, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers, Weights


@exercise(
    "Transformer block",
    level=2,
    minutes=25,
    variants={"post": {}},
)
def transformer(
    sheet: Draft,
    features: Annotated[int, Between(2, 4, "features of a token")] = 3,
    tokens: Annotated[int, Between(2, 5, "tokens, a column each")] = 5,
    hidden: Annotated[int, Between(2, 6, "neurons in the hidden layer")] = 4,
    attention: Annotated[
        str, Choice(("printed", "asked"), "whether the attention weights P are printed or worked out")
    ] = "printed",
    residual: Annotated[bool, Switch("skip connections around attention and feed-forward")] = False,
    norm: Annotated[bool, Switch("layer normalization after attention and feed-forward")] = False,
    output: Annotated[str, Choice(("none", "relu"), "function after the last layer")] = "none",
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    asked = attention == "asked"
    given = sheet.step(
        "Given",
        "Tokens X, a column each, and the weights and biases of two layers."
        if asked
        else "Tokens X, a column each, attention weights P, and the weights and biases of two layers.",
    )
    X = given.give("X", (features, tokens), Role.INPUT, Integers(0, 2 if asked else 5, zeros=1 if asked else 3))
    sheet.require(dense(X))
    if asked:
        weigh = sheet.step(
            "Attention weights",
            "S = X^T × X. P is the softmax of each column of S: e^z divided by the sum of e^z. "
            "Round P to {unit}, and go on with that.",
            says_to_go_on=True,
        )
        S = weigh.fill("S", X.T @ X, Role.LINEAR)
        P = weigh.fill("P", softmax(S), Role.ATTENTION, rounded(decimals))
        sheet.require(small(16, S), not_all_alike(P))
    else:
        P = given.give("P", (tokens, tokens), Role.ATTENTION, Integers(0, 1))
        sheet.require(dense(P), columns_differ(P))
    words = "Z = X × P: each token becomes a mixture of tokens, by its column of P."
    mix = sheet.step("Attention", words if asked else words + " A column of P need not add up to 1.")
    A = mix.fill("Z", X @ P, Role.HIDDEN)
    sheet.require(small(20, A), alive(A))

    def finish(name: str, number: int, skipped: Operand, result: Operand) -> Operand:
        """What follows attention and the second layer: the skip connection and the normalization."""
        if residual:
            skip = sheet.step("Skip connection {number}", f"{name} = {skipped.grid} + {result.grid}.", number=number)
            result = skip.fill(name, skipped + result, Role.HIDDEN)
        return normalized(sheet, result, number, decimals) if norm else result

    A = finish("U", 1, X, A)
    W1 = given.give("W1", (hidden, features), Role.WEIGHT, Weights())
    b1 = given.give("b1", (hidden, 1), Role.BIAS, Integers(-2, 1))
    W2 = given.give("W2", (features, hidden), Role.WEIGHT, Weights())
    b2 = given.give("b2", (features, 1), Role.BIAS, Integers(-1, 1))
    first = sheet.step(
        "Layer 1",
        "Multiply [W1|b1] with each column of {above} and its 1 for F1. A1 = ReLU(F1): negative becomes 0.",
        above=A.grid,
    )
    F1 = first.fill("F1", layer_sums(W1, b1, A), Role.LINEAR)
    A1 = first.fill("A1", relu(F1), Role.HIDDEN)
    last = sheet.step("Layer 2", "Multiply [W2|b2] with each column of A1 and its 1 for F2.")
    F2 = last.fill("F2", layer_sums(W2, b2, A1), Role.OUTPUT)
    result = finish("V", 2, A, F2)
    if output == "relu":
        sheet.step("Output", "Y is its ReLU: negative becomes 0.").fill("Y", relu(result), Role.OUTPUT)
    sheet.require(small(40, F1), small(60, F2), clips_and_passes(F1), not_all_alike(F2))
