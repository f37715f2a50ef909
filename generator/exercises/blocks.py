"""Blocks: parts that several exercises share, with their sentences and conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from generator.network.blueprint import Place, Role
from generator.network.conditions import alive_in_each_column, small
from generator.network.draft import Draft
from generator.network.formula import Formula
from generator.network.operand import Operand, beside, constant, stack
from generator.network.operations import (
    causal_exponential,
    causal_power_of_three,
    exponential,
    hidden_later,
    leaky_relu,
    mean_of_columns,
    mean_square_of_columns,
    power_of_three,
    relu,
    root,
    sigmoid,
    softmax,
    tanh,
)
from generator.network.rounding import cut_off_after, rounded

SLOPE = Fraction(1, 10)
"""Of a leaky ReLU, for negative numbers."""


@dataclass(frozen=True)
class Activation:
    """A function after a layer, and the sentence that tells how to get from {z} to {a}."""

    apply: Callable[[Operand], Formula]
    words: str
    rounds: bool = False
    clips: bool = False


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "relu": Activation(relu, "ReLU for {a}: a negative number becomes 0.", clips=True),
        "leaky": Activation(
            lambda z: leaky_relu(z, slope=SLOPE),
            "leaky ReLU for {a}: a negative number is multiplied by {slope}.",
            clips=True,
        ),
        "sigmoid": Activation(sigmoid, "{a} = σ({z}), where σ(z) = 1/(1+e^−z). Round {a} to {unit}.", rounds=True),
        "tanh": Activation(tanh, "{a} = tanh({z}), cell by cell. Round {a} to {unit}.", rounds=True),
        "softmax": Activation(
            softmax,
            "softmax for {a}: e^z divided by the sum of e^z of its column. Round {a} to {unit}.",
            rounds=True,
        ),
    }
)
"""Activations by the names that parameters use; `none` is not one of them."""


def layer_sums(W: Operand, b: Operand, X: Operand) -> Formula:
    """The sums of a layer: [W|b] times each column of X with its 1."""
    return beside(W, b) @ stack(X, 1)


def normalized(sheet: Draft, column: Operand, number: int, decimals: int) -> Operand:
    """Layer normalization of each column as one step; its grids have this number."""
    scale = sheet.step(
        "Normalize {number}",
        f"Of each column of {column.grid}: mean μ, D = {column.grid} − μ, variance v (the mean of D × D), "
        "σ = √(v + 0.001), N = D / σ. Round μ, v, σ and N to {unit}, and go on with that.",
        says_to_go_on=True,
        number=number,
    )
    unit = rounded(decimals)
    mu = scale.fill(f"mu{number}", mean_of_columns(column), Role.LINEAR, unit)
    D = scale.fill(f"D{number}", column - mu, Role.LINEAR)
    var = scale.fill(f"v{number}", mean_square_of_columns(D), Role.LINEAR, unit)
    sheet.require(small(99, var))
    sigma = scale.fill(f"sigma{number}", root(var + Fraction(1, 1000)), Role.LINEAR, unit)
    return scale.fill(f"N{number}", D / sigma, Role.HIDDEN, unit)


_POWERS = MappingProxyType(
    {
        ("3", False): power_of_three,
        ("e", False): exponential,
        ("3", True): causal_power_of_three,
        ("e", True): causal_exponential,
    }
)


class AttentionWeights:
    """The steps from keys and queries to attention weights: scores, scaled, raised to powers, divided by their sums.

    `scale` is half, sqrt or none; `base` is 3 or e. Base 3 and half drop fractions, so the powers are whole numbers.
    The scores are in a new figure, or `aside`, next to the figure before, and all that follows below them.
    """

    def __init__(
        self,
        sheet: Draft,
        dk: int,
        decimals: int,
        base: str = "3",
        scale: str = "half",
        causal: bool = False,
        aside: bool = False,
    ) -> None:
        self._sheet, self._base, self._scale, self._causal, self._dk = sheet, base, scale, causal, dk
        self._unit = rounded(decimals)
        self._first, self._next = (Place.ASIDE, Place.BELOW) if aside else (Place.USUAL, Place.USUAL)
        words = "S = K^T × Q: a row for each key, a column for each query. K^T is K transposed."
        if causal:
            words += " Dark cells, where the key comes later than the query, are left out; they count as 0 in E and P."
        self._scores = sheet.step("Scores", words)
        if scale != "none":
            divide = "R = S / 2; drop the fraction, towards 0: 3/2 becomes 1, −3/2 becomes −1, −1/2 becomes 0."
            if scale == "sqrt":
                divide = "R = S / √d_k, where d_k = {dk} is the number of rows of K. Round to {unit}."
            self._scaled = sheet.step("Scale", divide, dk=dk)
        self._cuts = scale == "half" and base == "3"
        words = f"E = {base} to the power of each cell of {'S' if scale == 'none' else 'R'}; {base}^0 = 1. "
        words += "Drop the fraction, so a negative power becomes 0." if self._cuts else "Round to {unit}."
        self._powers = sheet.step("Powers", words)
        self._sums = sheet.step("Sums", "A row of 1s times E: s adds up each column of E.")
        self._shares = sheet.step(
            "Attention weights",
            "P = E / s: divide each column of E by its sum. Round to {unit} and go on with that; "
            "a column need not add up to 1.",
            says_to_go_on=True,
        )

    def of(self, K: Operand, Q: Operand, head: str = "") -> Operand:
        """The weights P of these keys and queries, with a number after each name where there are several heads."""
        dark = hidden_later(K.shape[1]) if self._causal else frozenset()
        S = R = self._scores.fill(f"S{head}", K.T @ Q, Role.LINEAR, place=self._first, dark=dark)
        if self._scale == "half":
            R = self._scaled.fill(f"R{head}", S / 2, Role.LINEAR, cut_off_after(0), place=self._next, dark=dark)
        elif self._scale == "sqrt":
            R = self._scaled.fill(f"R{head}", S / root(self._dk), Role.LINEAR, self._unit, place=self._next, dark=dark)
        power = _POWERS[self._base, self._causal]
        whole = cut_off_after(0) if self._cuts else self._unit
        E = self._powers.fill(f"E{head}", power(R), Role.LINEAR, whole, place=self._next, dark=dark)
        ones = constant(((1,) * E.shape[0],))
        s = self._sums.fill(f"s{head}", ones @ E, Role.LINEAR)
        self._sheet.require(small(4 if self._scale == "none" else 3, R), alive_in_each_column(E))
        return self._shares.fill(f"P{head}", E / s, Role.ATTENTION, self._unit, place=Place.BELOW, dark=dark)
