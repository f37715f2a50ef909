"""Batch normalization: each feature gets mean 0 and deviation 1 over the batch, and is then scaled and shifted.

T. Yeh, "[Batch Normalization] by Hand" (AI by Hand); S. Ioffe and C. Szegedy, "Batch normalization: accelerating deep
network training by reducing internal covariate shift", ICML 2015.
"""

from dataclasses import dataclass
from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.network.blueprint import Role
from generator.network.conditions import alive, clips_and_passes, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Matrix, Number, Shape
from generator.network.operand import beside, diagonal, stack
from generator.network.operations import mean_of_rows, mean_square_of_rows, relu, root
from generator.network.parameters import Between, Choice
from generator.network.rounding import cut_off_after, rounded
from generator.network.sources import Integers, Weights
from generator.network.stream import Stream

_CUT = "N = D / σ: divide each row of D by its σ. Drop all decimals after {unit}, towards 0."
_ROUND = "N = D / σ: divide each row of D by its σ. Round to {unit}."
_ROOT = "σ is the square root of the variance. Round to {unit}."
_ROOT_PLUS = "σ is the square root of variance + ε, with ε = {epsilon}. Round to {unit}."


@dataclass(frozen=True)
class _Rows(Integers):
    """Integers in rows that add up to a positive multiple of `share`: whole means stay whole, and features alive."""

    share: int = 1

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape; a row of another sum, or of equal numbers, is drawn again."""
        rows: list[tuple[Number, ...]] = []
        while len(rows) < shape[0]:
            (row,) = super().draw(stream, (1, shape[1]))
            rows += [row] if sum(row) > 0 and sum(row) % self.share == 0 and len(set(row)) > 1 else []
        return tuple(rows)


@exercise(
    "Batch normalization",
    level=3,
    minutes=30,
    variants={"post": {"decimals": 0, "quotient": "cut"}},
)
def batch_normalization(
    sheet: Draft,
    features: Annotated[int, Between(2, 4, "features")] = 3,
    batch: Annotated[int, Between(2, 5, "examples at a time")] = 4,
    epsilon: Annotated[Number, Between(0, 1, "ε, added to the variance before the root", places=5)] = 0,
    quotient: Annotated[str, Choice(("round", "cut"), "whether N is rounded or cut off")] = "round",
    decimals: Annotated[int, Between(0, 12, "decimals kept when rounding")] = 1,
) -> None:
    size = (features, features)
    given = sheet.step(
        "Given",
        "A batch X, a column for each example; weights W and biases b; for each feature a scale γ and a shift β.",
    )
    linear = sheet.step("Linear", "Z = [W|b] times each column of X and its 1. Then ReLU: negative becomes 0 in A.")
    center = sheet.step("Mean", "μ is the mean of each row of A: one number for a feature. Round to {unit}.")
    centred = sheet.step("Center", "D = A − μ: subtract from each row of A its μ, as rounded.")
    variance = sheet.step("Variance", "The mean of the squares of each row of D. Divide by {batch}. Round to {unit}.")
    deviation = sheet.step("Standard deviation", _ROOT_PLUS if epsilon else _ROOT)
    normal = sheet.step("Normalize", _CUT if quotient == "cut" else _ROUND)
    scaled = sheet.step("Scale and shift", "Multiply each row of N by its γ, on the diagonal, and add its β.")

    X = given.give("X", (features, batch), Role.INPUT, _Rows(0, 3, share=batch))
    W = given.give("W", size, Role.WEIGHT, _Rows(-2, 2))
    b = given.give("b", (features, 1), Role.BIAS, Integers(-2, 1))
    gamma = given.give("gamma", (features, 1), Role.WEIGHT, Weights(greatest=3))
    beta = given.give("beta", (features, 1), Role.BIAS, Integers(-1, 1))

    unit = rounded(decimals)
    Z = linear.fill("Z", layer_sums(W, b, X), Role.LINEAR)
    A = linear.fill("A", relu(Z), Role.HIDDEN)
    mu = center.fill("mu", mean_of_rows(A), Role.LINEAR, unit, caption="mean")
    D = centred.fill("D", A - mu, Role.HIDDEN)
    var = variance.fill("var", mean_square_of_rows(D), Role.LINEAR, unit, caption="variance")
    sigma = deviation.fill("sigma", root(var + epsilon if epsilon else var), Role.LINEAR, unit, caption="deviation")
    N = normal.fill("N", D / sigma, Role.HIDDEN, cut_off_after(decimals) if quotient == "cut" else unit)
    scaled.fill("out", beside(diagonal(gamma), beta) @ stack(N, 1), Role.OUTPUT, caption="output")
    sheet.require(small(12, Z), clips_and_passes(Z), alive(A), alive(D), alive(sigma), alive(N))
