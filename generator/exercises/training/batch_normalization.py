"""Batch normalization: each feature gets mean 0 and deviation 1 over the batch, and is then scaled and shifted.

T. Yeh, "[Batch Normalization] by Hand" (AI by Hand); S. Ioffe and C. Szegedy, "Batch normalization: accelerating deep
network training by reducing internal covariate shift", ICML 2015.
"""

from dataclasses import dataclass
from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.exercises.training._normalizing import ROWS, normalize
from generator.network.blueprint import Role
from generator.network.conditions import alive, clips_and_passes, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Matrix, Number, Shape
from generator.network.operations import relu
from generator.network.parameters import Between, Choice
from generator.network.sources import Integers, Weights
from generator.network.stream import Stream


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

    X = given.give("X", (features, batch), Role.INPUT, _Rows(0, 3, share=batch))
    W = given.give("W", size, Role.WEIGHT, _Rows(-2, 2))
    b = given.give("b", (features, 1), Role.BIAS, Integers(-2, 1))
    gamma = given.give("gamma", (features, 1), Role.WEIGHT, Weights(greatest=3))
    beta = given.give("beta", (features, 1), Role.BIAS, Integers(-1, 1))

    Z = linear.fill("Z", layer_sums(W, b, X), Role.LINEAR)
    A = linear.fill("A", relu(Z), Role.HIDDEN)
    found = normalize(sheet, ROWS, A, (gamma, beta), epsilon, quotient, decimals)
    sheet.require(small(12, Z), clips_and_passes(Z), *(alive(grid) for grid in (A, found.D, found.sigma, found.N)))
