"""Normalization, step by step: mean, deviation and quotient of each row or column, then a scale and a shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.network.blueprint import Role
from generator.network.draft import Draft
from generator.network.formula import Formula
from generator.network.number import Number
from generator.network.operand import Operand, beside, diagonal, stack
from generator.network.operations import (
    mean_of_columns,
    mean_of_rows,
    mean_square_of_columns,
    mean_square_of_rows,
    root,
)
from generator.network.rounding import cut_off_after, rounded


@dataclass(frozen=True, kw_only=True)
class Direction:
    """What is normalized, each row or each column: its operations and its sentences."""

    mean: Callable[[Operand], Formula]
    mean_square: Callable[[Operand], Formula]
    center: str
    subtract: str
    variance: str
    divide: str
    cut: str


ROWS = Direction(
    mean=mean_of_rows,
    mean_square=mean_square_of_rows,
    center="μ is the mean of each row of A: one number for a feature. Round to {unit}.",
    subtract="D = A − μ: subtract from each row of A its μ, as rounded.",
    variance="The mean of the squares of each row of D. Divide by {batch}. Round to {unit}.",
    divide="N = D / σ: divide each row of D by its σ. Round to {unit}.",
    cut="N = D / σ: divide each row of D by its σ. Drop all decimals after {unit}, towards 0.",
)
COLUMNS = Direction(
    mean=mean_of_columns,
    mean_square=mean_square_of_columns,
    center="μ is the mean of each column of X: one number for a token. Round to {unit}.",
    subtract="D = X − μ: subtract from each column of X its μ, as rounded.",
    variance="The mean of the squares of each column of D. Divide by {features}. Round to {unit}.",
    divide="N = D / σ: divide each column of D by its σ. Round to {unit}.",
    cut="N = D / σ: divide each column of D by its σ. Drop all decimals after {unit}, towards 0.",
)


@dataclass(frozen=True)
class Normalized:
    """The grids that conditions are about."""

    mu: Operand
    D: Operand
    sigma: Operand
    N: Operand


def normalize(
    sheet: Draft,
    direction: Direction,
    A: Operand,
    scale_and_shift: tuple[Operand, Operand],
    epsilon: Number,
    quotient: str,
    decimals: int,
) -> Normalized:
    """The steps from the numbers to `out`; the quotient is rounded or, with `cut`, cut off."""
    unit = rounded(decimals)
    center = sheet.step("Mean", direction.center)
    mu = center.fill("mu", direction.mean(A), Role.LINEAR, unit, caption="mean")
    D = sheet.step("Center", direction.subtract).fill("D", A - mu, Role.HIDDEN)
    variance = sheet.step("Variance", direction.variance)
    var = variance.fill("var", direction.mean_square(D), Role.LINEAR, unit, caption="variance")
    deviation = sheet.step(
        "Standard deviation",
        "σ is the square root of variance + ε, with ε = {epsilon}. Round to {unit}."
        if epsilon
        else "σ is the square root of the variance. Round to {unit}.",
    )
    sigma = deviation.fill("sigma", root(var + epsilon if epsilon else var), Role.LINEAR, unit, caption="deviation")
    cut = quotient == "cut"
    divide = sheet.step("Normalize", direction.cut if cut else direction.divide)
    N = divide.fill("N", D / sigma, Role.HIDDEN, cut_off_after(decimals) if cut else unit)
    gamma, beta = scale_and_shift
    scaled = sheet.step("Scale and shift", "Multiply each row of N by its γ, on the diagonal, and add its β.")
    scaled.fill("out", beside(diagonal(gamma), beta) @ stack(N, 1), Role.OUTPUT, caption="output")
    return Normalized(mu, D, sigma, N)
