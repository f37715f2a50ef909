"""How a network is passed forward and its gradients backward, with the sentences that say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.errors import ByhandError
from generator.exercises.blocks import SLOPE
from generator.network.blueprint import Role
from generator.network.draft import Draft, DraftStep
from generator.network.formula import Formula
from generator.network.operand import Operand, stack
from generator.network.operations import through_leaky_relu, through_relu
from generator.network.rounding import Rounding
from generator.network.sources import Integers, OneHot

OUTPUTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"softmax-ce": ("softmax",), "bce": ("sigmoid",), "mse": ("none", "sigmoid")}
)
"""The functions after the last layer that a loss goes with, the fitting one first."""
TARGETS: Mapping[str, OneHot | Integers] = MappingProxyType(
    {"softmax": OneHot(), "sigmoid": Integers(0, 1), "none": Integers(-3, 3)}
)
_FORMULAS: Mapping[str, str] = MappingProxyType(
    {
        "relu": "max(z, 0)",
        "leaky": "max(z, 0.1·z)",
        "sigmoid": "1/(1+e^−z)",
        "tanh": "tanh(z)",
        "softmax": "e^z / Σ e^z",
        "none": "z",
    }
)
"""Functions as they are written in any language."""


_USUAL = (
    "Each layer: multiply [W|b] with the column above and its 1 for Z, then ReLU (negative becomes 0) for A. "
    "The last layer ends in softmax: e^z divided by the sum of e^z of its column. "
    "Round only Y, to {unit}; everything else is exact."
)
_USUAL_DONE = "It is done already: Z = [W|b] × the column above and its 1, A = ReLU(Z), Y = softmax(Z{n}), to {unit}."
_DO = (
    "Each layer: multiply [W|b] with the column above and its 1 for Z; A = f(Z), f(z) = {f}. Y = g(Z{n}), g(z) = {g}. "
)
_DONE = "It is done already: Z = [W|b] × the column above and its 1; A = f(Z), f(z) = {f}; Y = g(Z{n}), g(z) = {g}. "
_SMOOTH = "Round A and Y, and later every gradient and new weight, to {unit}, and go on with that."
_EXACT = "Round only what has no end, to {unit}."
_NOWHERE = "Round nothing."


def forward_step(sheet: Draft, activation: str, output: str, smooth: bool, asked: bool, layers: int) -> DraftStep:
    """Open the step of the forward pass, with the formulas of its functions."""
    if (activation, output) == ("relu", "softmax"):
        return sheet.step("Forward pass", _USUAL if asked else _USUAL_DONE, n=layers)
    rounds = _EXACT if output != "none" else _NOWHERE
    return sheet.step(
        "Forward pass",
        (_DO if asked else _DONE) + (_SMOOTH if smooth else rounds),
        says_to_go_on=smooth,
        n=layers,
        f=_FORMULAS[activation],
        g=_FORMULAS[output],
    )


@dataclass(frozen=True)
class BackwardStep:
    """The way of a gradient from an activation back to its sums, from ∂A, Z and A."""

    title: str
    words: str
    back: Callable[[Operand, Operand, Operand], Formula]


BACKWARD_STEPS: Mapping[str, BackwardStep] = MappingProxyType(
    {
        "relu": BackwardStep(
            "Layer {m} ReLU",
            "Where Z{m} > 0 copy ∂A{m}; elsewhere write 0.",
            lambda dA, Z, _A: through_relu(dA, Z),
        ),
        "leaky": BackwardStep(
            "Layer {m} leaky ReLU",
            "Where Z{m} > 0 copy ∂A{m}; elsewhere write {slope} × ∂A{m}.",
            lambda dA, Z, _A: through_leaky_relu(dA, Z, slope=SLOPE),
        ),
        "sigmoid": BackwardStep(
            "Layer {m} sigmoid",
            "∂Z{m} = ∂A{m} × A{m} × (1 − A{m}), cell by cell. Round to {unit}.",
            lambda dA, _Z, A: dA * A * (1 - A),
        ),
        "tanh": BackwardStep(
            "Layer {m} tanh",
            "∂Z{m} = ∂A{m} × (1 − A{m} × A{m}), cell by cell. Round to {unit}.",
            lambda dA, _Z, A: dA * (1 - A * A),
        ),
    }
)


def fitting_output(loss: str, output: str) -> str:
    """The function after the last layer; ByhandError for one that the loss does not go with."""
    if output == "fitting":
        return OUTPUTS[loss][0]
    if output not in OUTPUTS[loss]:
        raise ByhandError(
            "parameter output: loss {loss} goes with {known}, not {output}",
            loss=loss,
            known=" or ".join(OUTPUTS[loss]),
            output=output,
        )
    return output


_ERRORS = {
    "softmax-ce": "For softmax with cross-entropy it is the rounded prediction minus the target: ∂Z{n} = {error}.",
    "bce": "For σ with binary cross-entropy it is the rounded prediction minus the target: ∂Z{n} = {error}.",
    "mse": "The loss adds up the squares of Y − T: ∂{z} = {error}.",
    "half": "The loss is half the sum of the squares of Y − T: ∂{z} = {error}.",
}


def gradient_of_loss(
    sheet: Draft, Y: Operand, T: Operand, n: int, loss: str, output: str, half: bool, mean: bool, unit: Rounding | None
) -> Operand:
    """The gradient ∂Z of the last sums, the n-th, in one step or, for squares behind a sigmoid, in two."""
    squares = loss == "mse"
    batch = Y.shape[1]
    slope = squares and output == "sigmoid"
    shown, error = "Y − T", Y - T
    if squares and not half:
        shown, error = "2 × (Y − T)", 2 * (Y - T)
    if mean:
        shown, error = (f"({shown}) / {batch}" if shown == "Y − T" else f"{shown} / {batch}"), error / batch
    words = _ERRORS["half" if squares and half else loss]
    title = "Loss gradient, mean over the batch" if mean else "Loss gradient"
    step = sheet.step(title, words, n=n, error=shown, z="Y" if slope else f"Z{n}")
    if not slope:
        return step.fill(f"dZ{n}", error, Role.GRADIENT)
    dY = step.fill("dY", error, Role.GRADIENT, unit)
    through = sheet.step("Output sigmoid", "∂Z{n} = ∂Y × Y × (1 − Y), cell by cell. Round to {unit}.", n=n)
    return through.fill(f"dZ{n}", dY * Y * (1 - Y), Role.GRADIENT, unit)


def gradients_of_layers(
    sheet: Draft,
    dZ: Operand,
    W: Mapping[int, Operand],
    Z: Mapping[int, Operand],
    A: Mapping[int, Operand],
    activation: str,
    unit: Rounding | None,
) -> tuple[dict[int, Operand], dict[int, Operand], Operand]:
    """From the last ∂Z back to the first layer: ∂W and ∂b of each layer, and the first ∂Z."""
    dW, db, batch, last = {}, {}, dZ.shape[1], max(W)
    summed = "∂b{n} is ∂Z{n} itself." if batch == 1 else "∂b{n} sums each row of ∂Z{n}."
    each = "the column" if batch == 1 else "each column of"
    for n in range(last, 0, -1):
        below, inputs = ("X" if n == 1 else "A{m}" if activation != "none" else "Z{m}"), W[n].shape[1]
        into = sheet.step(
            "Layer {n} weights and biases",
            f"∂W{{n}} = ∂Z{{n}} × {below}^T, {below} transposed; " + summed,
            n=n,
            m=n - 1,
        )
        both = dZ @ stack(A[n - 1], 1).T
        dW[n] = into.fill(f"dW{n}", both.columns(0, inputs), Role.GRADIENT, unit)
        db[n] = into.fill(f"db{n}", both.columns(inputs, inputs + 1), Role.GRADIENT, unit)
        if n == 1:
            break
        way = BACKWARD_STEPS.get(activation)
        back = sheet.step(
            "Layer {m} activations" if way else "Layer {m} sums",
            f"∂A{{m}} = W{{n}}^T × ∂Z{{n}}: each row of W{{n}}^T, printed transposed, times {each} ∂Z{{n}}."
            if way
            else f"∂Z{{m}} = W{{n}}^T × ∂Z{{n}}: each row of W{{n}}^T, printed transposed, times {each} ∂Z{{n}}.",
            n=n,
            m=n - 1,
        )
        dA = back.fill(f"dA{n - 1}" if way else f"dZ{n - 1}", W[n].T @ dZ, Role.GRADIENT, unit)
        dZ = dA
        if way:
            gate = sheet.step(way.title, way.words, m=n - 1, slope=SLOPE)
            dZ = gate.fill(f"dZ{n - 1}", way.back(dA, Z[n - 1], A[n - 1]), Role.GRADIENT, unit)
    return dW, db, dZ
