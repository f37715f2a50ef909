"""Self-attention: each token asks with a query, compares it with every key, and mixes the values accordingly.

T. Yeh, "Self Attention by Hand" (AI by Hand); A. Vaswani et al., "Attention is all you need", NeurIPS 2017.
"""

from typing import Annotated

from generator.network.blueprint import Place, Role
from generator.network.conditions import alive_in_each_column, not_all_alike, not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import constant
from generator.network.operations import exponential, power_of_three, root
from generator.network.parameters import Between, Choice
from generator.network.rounding import cut_off_after, rounded
from generator.network.sources import Integers, OneOf

_SCALES = {
    "half": "R = S / 2; drop the fraction, towards 0: 3/2 becomes 1, −3/2 becomes −1.",
    "sqrt": "R = S / √d_k, where d_k = {dk} is the number of rows of K. Round to {unit}.",
}


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
    match = sheet.step("Scores", "S = K^T × Q: a row for each key, a column for each query. K^T is K transposed.")
    R = S = match.fill("S", K.T @ Q, Role.LINEAR)
    whole = scale == "half"
    if scale != "none":
        divided = S / 2 if whole else S / root(dk)
        rounding = cut_off_after(0) if whole else rounded(decimals)
        R = sheet.step("Scale", _SCALES[scale]).fill("R", divided, Role.LINEAR, rounding)

    cut = whole and base == "3"
    instruction = f"E = {base} to the power of each cell of {'S' if R is S else 'R'}. "
    instruction += "Drop the fraction, so a negative power becomes 0. " if cut else "Round to {unit}. "
    powers = power_of_three(R) if base == "3" else exponential(R)
    if mask == "causal":
        instruction += "Multiply by the mask M: where a key comes later than the query, write 0. "
        visible = tuple(tuple(int(key <= query) for query in range(tokens)) for key in range(tokens))
        powers = powers * given.give("M", (tokens, tokens), Role.LINEAR, OneOf((visible,)), caption="mask")
    E = sheet.step("Powers", instruction.strip()).fill(
        "E", powers, Role.LINEAR, cut_off_after(0) if cut else rounded(decimals)
    )
    ones = constant(((1,) * tokens,))
    s = sheet.step("Sums", "A row of 1s times E: s adds up each column of E.").fill("s", ones @ E, Role.LINEAR)
    P = sheet.step(
        "Attention weights", "P = E / s: divide each column of E by its sum. Round to {unit}, and go on with that."
    ).fill("P", E / s, Role.ANSWER, rounded(decimals), place=Place.BELOW)
    mix = sheet.step("Mix", "Z = V × P: each token's output mixes the values by its column of P. Do not round.")
    Z = mix.fill("Z", V @ P, Role.OUTPUT)
    sheet.require(small(9, Q, K), small(4 if scale == "none" else 3, R), alive_in_each_column(E))
    sheet.require(not_all_alike(P), not_all_zero(Q), not_all_zero(K), not_all_zero(V), not_all_zero(Z))
