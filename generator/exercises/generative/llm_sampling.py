"""LLM sampling: a random number picks each next word, a likely word more often than an unlikely one.

T. Yeh, "LLM Sampling by Hand" (AI by Hand).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from generator.errors import ByhandError
from generator.network.blueprint import Condition, Role, View
from generator.network.conditions import columns_add_up_to, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.number import Values
from generator.network.operations import cumulated, in_interval, softmax
from generator.network.parameters import Between, Choice
from generator.network.rounding import rounded
from generator.network.sources import Integers, OneOf, Shares, Tenths

WORD_LISTS = (
    ("I", "you", "they", "are", "am", "how", "why", "where", "who", "what"),
    ("sun", "rain", "snow", "wind", "ice", "fog", "hail", "dew", "mist", "cloud"),
    ("we", "sing", "dance", "run", "eat", "sleep", "read", "play", "work", "dream"),
)


def _off_bounds(values: Mapping[str, Values]) -> bool:
    return not any(point in bounds for (point, *bounds) in zip(*values["r"], *values["Cum"], strict=True))


@exercise("LLM sampling", level=1, minutes=20, variants={"post": {"words": 10, "positions": 3}})
def llm_sampling(
    sheet: Draft,
    words: Annotated[int, Between(3, 10, "words to choose from")] = 5,
    positions: Annotated[int, Between(2, 6, "positions to fill with a word")] = 4,
    probabilities: Annotated[
        str, Choice(("printed", "logits"), "probabilities are printed, or worked out from logits")
    ] = "printed",
    temperature: Annotated[str, Choice(("0.5", "1", "2"), "temperature that logits are divided by")] = "1",
    decimals: Annotated[int, Between(2, 12, "decimals kept when rounding")] = 2,
) -> None:
    logits = probabilities == "logits"
    if logits and (words > 5 or positions > 4):
        raise ByhandError("parameter probabilities: logits go with 5 words and 4 positions at most")
    shown = "Logits L" if logits else "Probabilities P"
    given = sheet.step("Given", f"{shown}: a row for each word, a column for each position.")
    if logits and temperature != "1":
        cool = sheet.step("Temperature", "R = L / {temperature}: divide by the temperature.")
    if logits:
        share = sheet.step(
            "Softmax",
            "P is the softmax of each column: e^z divided by the sum of e^z of the column. Round P to {unit}.",
        )
    up = sheet.step("Add upwards", "In each column add up from the last word: each Cum is its P plus the Cum below.")
    pick = sheet.step(
        "Sample",
        "Mark each column of Cum on its bar from 0 to 1. "
        "From below, the first cell of Cum that is greater than r (the line across the bar) has the next word.",
    )

    lists = OneOf(tuple(tuple((word,) for word in chosen[:words]) for chosen in WORD_LISTS))
    known = pick.give("words", (words, 1), Role.INPUT, lists, View.WORDS)
    if logits:
        R = given.give("L", (words, positions), Role.LINEAR, Integers(-2, 2))
        if temperature != "1":
            R = cool.fill("R", R / Fraction(temperature), Role.LINEAR)
        P = share.fill("P", softmax(R), Role.OUTPUT, rounded(decimals))
        sheet.require(small(4, R))
    else:
        P = given.give("P", (words, positions), Role.OUTPUT, Shares(100, some=True))
    r = pick.give("r", (1, positions), Role.INDEX, Tenths(1, 9), View.BARS, caption="random")
    Cum = up.fill("Cum", cumulated(P), Role.LINEAR)
    pick.fill("sentence", in_interval(Cum, known, r), Role.ANSWER, view=View.WORDS)
    sheet.require(
        columns_add_up_to((1,), P),
        Condition("r: never on a bound of Cum", ("Cum", "r"), _off_bounds),
        Condition("sentence: two words differ", ("sentence",), lambda values: len(set(values["sentence"][0])) > 1),
    )
