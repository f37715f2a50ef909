"""Multi-head attention: several heads mix the tokens, each in its own way, and a last matrix joins what they found.

A. Vaswani et al., "Attention is all you need", NeurIPS 2017; T. Yeh, "Multi-head Attention by Hand" (AI by Hand).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from generator.network.blueprint import Place, Role
from generator.network.conditions import alive_in_each_column, not_all_alike, not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Matrix, Number, Shape, Values, simplest
from generator.network.operand import Operand, constant, stack
from generator.network.operations import power_of_three
from generator.network.parameters import Between, Choice
from generator.network.rounding import cut_off_after, rounded
from generator.network.sources import Integers, not_numbers
from generator.network.stream import Stream


@dataclass(frozen=True)
class Tenfold:
    """Shares in tenths: every column adds up to 1."""

    def draw(self, stream: Stream, shape: Shape) -> Matrix:
        """Cut each column of ten tenths anywhere, so that some shares are 0."""
        ends = [(0, *sorted(stream.below(11) for _ in range(shape[0] - 1)), 10) for _ in range(shape[1])]
        return tuple(tuple(simplest(Fraction(end[row + 1] - end[row], 10)) for end in ends) for row in range(shape[0]))

    def choices(self, _row: int, _column: int) -> tuple[Number, ...]:
        """Every tenth from 0 to 1."""
        return tuple(simplest(Fraction(part, 10)) for part in range(11))

    def fault(self, values: Values) -> str:
        """Any number can be pinned."""
        return not_numbers(values)


@exercise("Multi-head attention", level=4, minutes=35)
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
        else "Tokens X, a column each, W_v and attention weights P for each head, and W_o to join the heads.",
    )
    X = given.give("X", (features, tokens), Role.INPUT, Integers(0, 2, zeros=2))
    if asked:
        project = sheet.step("Queries and keys", "In each head Q = W_q × X and K = W_k × X.")
        match = sheet.step("Scores", "S = K^T × Q: a row for each key, a column for each query. K^T is K transposed.")
        scale = sheet.step("Scale", "R = S / 2; drop the fraction, towards 0: 3/2 becomes 1, −3/2 becomes −1.")
        raise_ = sheet.step(
            "Powers", "E = 3 to the power of each cell of R. Drop the fraction, so a negative power becomes 0."
        )
        total = sheet.step("Sums", "A row of 1s times E: s adds up each column of E.")
        share = sheet.step(
            "Attention weights", "P = E / s: divide each column of E by its sum. Round to {unit}, and go on with that."
        )
    values = sheet.step("Values", "In each head V = W_v × X.")
    mix = sheet.step("Heads", "H = V × P: each token's column mixes the values by its column of P. Do not round.")
    found: list[Operand] = []
    for h in range(1, heads + 1):
        with sheet.block("head {h}", h=h):
            if asked:
                sparse = Integers(-1, 1, zeros=4)
                Wq, Wk = (given.give(f"W{part}{h}", (dk, features), Role.WEIGHT, sparse) for part in "qk")
                Q, K = (project.fill(f"{name}{h}", W @ X, Role.HIDDEN) for name, W in (("Q", Wq), ("K", Wk)))
                S = match.fill(f"S{h}", K.T @ Q, Role.LINEAR)
                R = scale.fill(f"R{h}", S / 2, Role.LINEAR, cut_off_after(0))
                E = raise_.fill(f"E{h}", power_of_three(R), Role.LINEAR, cut_off_after(0))
                s = total.fill(f"s{h}", constant(((1,) * tokens,)) @ E, Role.LINEAR)
                P = share.fill(f"P{h}", E / s, Role.ANSWER, rounded(decimals), place=Place.BELOW)
                sheet.require(small(3, R), alive_in_each_column(E))
            else:
                P = given.give(f"P{h}", (tokens, tokens), Role.ANSWER, Tenfold())
            Wv = given.give(f"Wv{h}", (dk, features), Role.WEIGHT, Integers(-1, 2))
            V = values.fill(f"V{h}", Wv @ X, Role.HIDDEN)
            found.append(mix.fill(f"H{h}", V @ P, Role.HIDDEN))
            sheet.require(not_all_alike(P), not_all_zero(V), not_all_zero(found[-1]))
    Wo = given.give("Wo", (features, heads * dk), Role.WEIGHT, Integers(-1, 1))
    join = "Stack the heads, H1 on top. O = W_o × the stack. Do not round."
    sheet.step("Join", join).fill("O", Wo @ stack(*found), Role.OUTPUT)
