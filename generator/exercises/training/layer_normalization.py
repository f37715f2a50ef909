"""Layer normalization: each token gets mean 0 and deviation 1 over its own features, and is then scaled and shifted.

T. Yeh, "Layer Normalization by Hand" (AI by Hand); J. Ba, J. Kiros and G. Hinton, "Layer normalization", 2016.
"""

from dataclasses import dataclass
from typing import Annotated

from generator.exercises.training._normalizing import COLUMNS, normalize
from generator.network.blueprint import Role
from generator.network.conditions import alive_in_each_column, not_all_alike
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Matrix, Number, Shape
from generator.network.parameters import Between, Choice
from generator.network.sources import Integers, Weights
from generator.network.stream import Stream


@dataclass(frozen=True)
class _WholeMeans(Integers):
    """Integers in columns with a whole mean."""

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Fill the shape; a column without a whole mean, or of equal numbers, is drawn again."""
        columns: list[tuple[Number, ...]] = []
        while len(columns) < shape[1]:
            (column,) = super().draw(stream, (1, shape[0]))
            columns += [column] if sum(column) % shape[0] == 0 and len(set(column)) > 1 else []
        return tuple(zip(*columns, strict=True))


@exercise(
    "Layer normalization",
    level=2,
    minutes=20,
)
def layer_normalization(
    sheet: Draft,
    features: Annotated[int, Between(2, 6, "features of a token")] = 4,
    tokens: Annotated[int, Between(1, 5, "tokens, a column each")] = 3,
    epsilon: Annotated[Number, Between(0, 1, "ε, added to the variance before the root", places=5)] = 0,
    quotient: Annotated[str, Choice(("round", "cut"), "whether N is rounded or cut off")] = "round",
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    given = sheet.step("Given", "Tokens X, a column each; for each feature a scale γ and a shift β.")
    X = given.give("X", (features, tokens), Role.INPUT, _WholeMeans(-2, 4))
    gamma = given.give("gamma", (features, 1), Role.WEIGHT, Weights(greatest=3))
    beta = given.give("beta", (features, 1), Role.BIAS, Integers(-1, 1))

    found = normalize(sheet, COLUMNS, X, (gamma, beta), epsilon, quotient, decimals)
    sheet.require(alive_in_each_column(found.sigma), alive_in_each_column(found.N))
    if tokens > 1:
        sheet.require(not_all_alike(found.mu), not_all_alike(found.sigma))
