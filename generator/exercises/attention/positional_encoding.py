"""Positional encoding: sines and cosines of each position tell tokens apart that are otherwise alike.

A. Vaswani et al., "Attention is all you need", NeurIPS 2017.
"""

from typing import Annotated

from generator.network.blueprint import Role
from generator.network.conditions import not_all_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operations import positional_encoding as waves
from generator.network.parameters import Between, Choice
from generator.network.rounding import rounded
from generator.network.sources import Integers, OneOf


@exercise("Positional encoding", level=2, minutes=20)
def positional_encoding(
    sheet: Draft,
    d: Annotated[int, Between(2, 6, "features of a token")] = 4,
    positions: Annotated[int, Between(2, 6, "positions, from 0")] = 5,
    n: Annotated[str, Choice(("100", "10000"), "base of the wavelengths")] = "100",
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 2,
) -> None:
    given = sheet.step("Given", "Tokens X, a column each, and their positions: the first is at 0.")
    pos = given.give("pos", (1, positions), Role.INDEX, OneOf(((tuple(range(positions)),),)), caption="positions")
    X = given.give("X", (d, positions), Role.INPUT, Integers(-2, 2))
    encode = sheet.step(
        "Encode",
        "Beside each row of PE are its wave and its i: write the sin or the cos of pos / {n}^(2i/{d}), in radians; "
        "{d} is the number of rows. Do not round the angle; round PE to {unit}.",
    )
    rows = tuple(f"{('sin', 'cos')[row % 2]}, i = {row // 2}" for row in range(d))
    PE = encode.fill("PE", waves(pos, size=d, base=int(n)), Role.LINEAR, rounded(decimals), row_headings=rows)
    add = sheet.step("Add", "Y = X + PE, cell by cell.")
    Y = add.fill("Y", X + PE, Role.OUTPUT)
    sheet.require(not_all_zero(X), not_all_zero(Y))
