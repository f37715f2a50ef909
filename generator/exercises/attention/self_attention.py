"""Self-attention: each token asks with a query, compares it with every key, and mixes the values accordingly.

T. Yeh, "Self Attention by Hand" (AI by Hand); A. Vaswani et al., "Attention is all you need", NeurIPS 2017.
"""

from typing import Annotated

from generator.exercises.blocks import AttentionWeights
from generator.network.blueprint import Place, Role
from generator.network.conditions import alive, alive_in_each_column, dense, not_all_alike, not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.parameters import Between, Choice
from generator.network.sources import Integers

MOST_DECIMALS_ASIDE = 6
"""With more, numbers are so wide that scores have no room beside the projections."""


@exercise(
    "Self-attention",
    level=3,
    minutes=40,
    variants={
        "post": {"base": "3", "scale": "half"},
        "spreadsheet": {"base": "e", "scale": "sqrt", "decimals": 12},
    },
)
def self_attention(
    sheet: Draft,
    features: Annotated[int, Between(3, 6, "features of a token")] = 6,
    tokens: Annotated[int, Between(2, 5, "tokens, a column each")] = 4,
    dk: Annotated[int, Between(1, 4, "size of a query and of a key")] = 3,
    dv: Annotated[int, Between(1, 4, "size of a value")] = 3,
    base: Annotated[str, Choice(("3", "e"), "base of the powers in the softmax")] = "3",
    scale: Annotated[str, Choice(("half", "sqrt", "none"), "what scores are divided by: 2, √dk, nothing")] = "half",
    mask: Annotated[str, Choice(("none", "causal"), "whether a token sees later tokens: none hides nothing")] = "none",
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    given = sheet.step("Given", "Tokens X, a column each, and the weights W_q, W_k, W_v of queries, keys and values.")
    X = given.give("X", (features, tokens), Role.INPUT, Integers(0, 2, zeros=3))
    Wq, Wk = (
        given.give(f"W{part}", (dk, features), Role.WEIGHT, Integers(-1, 1, zeros=9 if scale == "none" else 4))
        for part in "qk"
    )
    Wv = given.give("Wv", (dv, features), Role.WEIGHT, Integers(-1, 2, zeros=2))

    project = sheet.step("Queries, keys, values", "Q = W_q × X, K = W_k × X, V = W_v × X.")
    Q, K, V = (project.fill(name, W @ X, Role.HIDDEN) for name, W in (("Q", Wq), ("K", Wk), ("V", Wv)))
    aside = decimals <= MOST_DECIMALS_ASIDE
    weights = AttentionWeights(sheet, dk, decimals, base, scale, mask == "causal", aside)
    mix = sheet.step("Mix", "Z = V × P: each token's output mixes the values by its column of P. Do not round.")
    P = weights.of(K, Q)
    Z = mix.fill("Z", V @ P, Role.OUTPUT, place=Place.JOINED)
    sheet.require(dense(Wv), alive(Wq), alive(Wk), alive_in_each_column(X))
    sheet.require(small(9, Q, K), not_all_alike(P), *(not_all_zero(grid) for grid in (Q, K, V, Z)))
