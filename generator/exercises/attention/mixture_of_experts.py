"""Mixture of experts: a gate sends each token to one of several experts, and only that expert works on it.

T. Yeh, "Mixture of Experts by Hand" (AI by Hand); N. Shazeer et al., "Outrageously large neural networks: the
sparsely-gated mixture-of-experts layer", ICLR 2017.
"""

from typing import Annotated

from generator.errors import ByhandError
from generator.network.blueprint import Role
from generator.network.conditions import alive, clips_and_passes, dense, one_largest, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import beside, stack
from generator.network.operations import largest, relu, routed
from generator.network.parameters import Between
from generator.network.sources import Integers, Weights


@exercise("Mixture of experts", level=2, minutes=20, variants={"post": {"tokens": 2}})
def mixture_of_experts(
    sheet: Draft,
    features: Annotated[int, Between(2, 5, "features of a token")] = 3,
    outputs: Annotated[int, Between(1, 5, "size of an expert's output")] = 4,
    tokens: Annotated[int, Between(2, 6, "tokens, a column each")] = 4,
    experts: Annotated[int, Between(2, 3, "experts to choose from")] = 2,
) -> None:
    if experts > tokens:
        raise ByhandError(
            "parameters experts, tokens: {experts} experts and {tokens} tokens leave an expert without work; give "
            "{experts} tokens or more",
            experts=experts,
            tokens=tokens,
        )
    all_experts = "[E1|e1] and [E2|e2]" if experts == 2 else "[E1|e1], [E2|e2] and [E3|e3]"
    given = sheet.step("Given", f"Tokens X, a column each, a gate [G|g], and experts {all_experts}.")
    X = given.give("X", (features, tokens), Role.INPUT, Integers(1, 3))
    weights = Weights(greatest=2) if experts > features else Weights()  # enough different scores
    G = given.give("G", (experts, features), Role.WEIGHT, weights)
    g = given.give("g", (experts, 1), Role.BIAS, Integers(-1, 1))
    pairs = []
    for n in range(1, experts + 1):
        E = given.give(f"E{n}", (outputs, features), Role.WEIGHT, Integers(-1, 2))
        pairs.append(beside(E, given.give(f"e{n}", (outputs, 1), Role.BIAS, Integers(-2, 0))))
        sheet.require(dense(E))
    gate = sheet.step("Gate", "Multiply [G|g] with each column of X and its 1: a score for each expert.")
    Zg = gate.fill("Zg", beside(G, g) @ stack(X, 1), Role.LINEAR)
    choose = sheet.step(
        "Choose",
        "In each column write 1 at the largest score, 0 elsewhere; of equal ones either is right. Row 1 is expert 1.",
    )
    choice = choose.fill("choice", largest(Zg), Role.ANSWER)
    work = sheet.step(
        "Experts",
        "Copy choice and cross out each 0: each column keeps one expert. "
        "Its column of O is that expert's [E|e] × the column of X and its 1.",
    )
    out = work.fill("O", routed(choice, X, *pairs), Role.LINEAR)
    sheet.step("ReLU", "Y = ReLU(O): negative becomes 0.").fill("Y", relu(out), Role.OUTPUT)
    sheet.require(dense(G), small(12, Zg), small(15, out), one_largest(Zg), alive(choice), clips_and_passes(out))
