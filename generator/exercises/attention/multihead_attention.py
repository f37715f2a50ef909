"""Multi-head attention: several heads mix the tokens, each in its own way, and a last matrix joins what they found.

A. Vaswani et al., "Attention is all you need", NeurIPS 2017; T. Yeh, "Multi-head Attention by Hand" (AI by Hand).
"""

from typing import Annotated

from generator.exercises.blocks import AttentionWeights
from generator.network.blueprint import Role
from generator.network.conditions import alive, dense, not_all_alike, not_all_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import Operand, stack
from generator.network.parameters import Between, Choice
from generator.network.sources import Integers, Shares


@exercise(
    "Multi-head attention",
    level=4,
    minutes=35,
)
def multihead_attention(
    sheet: Draft,
    features: Annotated[int, Between(3, 5, "features of a token")] = 4,
    tokens: Annotated[int, Between(2, 6, "tokens, a column each")] = 4,
    heads: Annotated[int, Between(2, 3, "attention heads")] = 2,
    dk: Annotated[int, Between(1, 3, "size of a query, a key and a value")] = 2,
    attention: Annotated[
        str, Choice(("printed", "asked"), "whether the attention weights P are printed or worked out")
    ] = "printed",
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    asked = attention == "asked"
    given = sheet.step(
        "Given",
        "Tokens X, a column each, the weights W_q, W_k, W_v of each head, and W_o to join the heads."
        if asked
        else "Tokens X, a column each. For each head W_v and attention weights P, already worked out from "
        "queries and keys. W_o joins the heads.",
    )
    X = given.give("X", (features, tokens), Role.INPUT, Integers(0, 2, zeros=2))
    sheet.require(dense(X))
    if asked:
        project = sheet.step("Queries and keys", "In each head Q = W_q × X and K = W_k × X.")
        weights = AttentionWeights(sheet, dk, decimals)
    values = sheet.step("Values", "In each head V = W_v × X.")
    mix = sheet.step("Heads", "H = V × P. Do not round.")
    found: list[Operand] = []
    for h in range(1, heads + 1):
        with sheet.block("head {h}", h=h):
            if asked:
                sparse = Integers(-1, 1, zeros=4)
                Wq, Wk = (given.give(f"W{part}{h}", (dk, features), Role.WEIGHT, sparse) for part in "qk")
                Q, K = (project.fill(f"{name}{h}", W @ X, Role.HIDDEN) for name, W in (("Q", Wq), ("K", Wk)))
                sheet.require(alive(Wq), alive(Wk))
                P = weights.of(K, Q, str(h))
            else:
                P = given.give(f"P{h}", (tokens, tokens), Role.ATTENTION, Shares(10))
            Wv = given.give(f"Wv{h}", (dk, features), Role.WEIGHT, Integers(-1, 2))
            V = values.fill(f"V{h}", Wv @ X, Role.HIDDEN)
            found.append(mix.fill(f"H{h}", V @ P, Role.HIDDEN))
            sheet.require(dense(Wv), not_all_alike(P), not_all_zero(V), not_all_zero(found[-1]))
    Wo = given.give("Wo", (features, heads * dk), Role.WEIGHT, Integers(-1, 1))
    sheet.require(dense(Wo))
    join = "Stack the heads, H1 on top. O = W_o × the stack. Do not round."
    sheet.step("Join", join).fill("O", Wo @ stack(*found), Role.OUTPUT)
