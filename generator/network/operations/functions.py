"""Functions of single cells: activations, their slopes, powers, roots and waves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

from generator.network import bounds, enclosure, shapes
from generator.network.bounds import Bound, Extent
from generator.network.formula import (
    ANYWHERE,
    Binds,
    CellWork,
    Domain,
    Operation,
    Picture,
    Slip,
    SpreadsheetCell,
    Symbol,
    Written,
    over_a_wave,
    word_over_a_wave,
)
from generator.network.number import Number, Shape
from generator.network.operations.spreadsheets import call, literal
from generator.network.operations.writing import form, negative
from generator.network.rules import EnclosedCells, OfCells, OfMatrices, Rule, unchanged

LARGEST_POWER = 200
"""Powers of larger numbers have more digits than any cell can hold."""
LARGEST_ANGLE = 1000


def sympy() -> ModuleType:
    """The sympy module, loaded only when a closed form is asked for: that takes a third of a second."""
    from importlib import import_module

    return import_module("sympy")


def _not_applied(name: str) -> Slip:
    return Slip(f"{name} was not applied", OfMatrices(unchanged))


def function(
    name: str,
    symbol: str,
    *,
    value: Rule,
    closed_form: Callable[..., Any],
    written: Written,
    spreadsheet: Callable[[SpreadsheetCell], str],
    bound: Bound,
    slips: tuple[Slip, ...],
    domain: Domain = ANYWHERE,
    takes: tuple[str, ...] = (),
    is_word: bool = False,
) -> Operation:
    """A function of one operand, cell by cell, drawn as a wave."""
    return Operation(
        name=name,
        symbol=word_over_a_wave(symbol) if is_word else over_a_wave(symbol),
        takes=takes,
        picture=Picture.FUNCTION,
        shape=shapes.same,
        domain=domain,
        value=value,
        closed_form=OfCells(closed_form),
        written=written,
        spreadsheet=spreadsheet,
        bound=bound,
        slips=slips,
        adds=False,
        options=None,
        ties=None,
    )


def _larger(x: Any) -> Any:
    return max(x, 0)


def _is_negative(work: CellWork) -> bool:
    return bool(work.values(0)[work.row][work.column] < 0)


relu = function(
    "ReLU",
    "ReLU",
    value=OfCells(_larger),
    closed_form=_larger,
    written=replace(form("ReLU({})", rule="negative → 0"), applies=_is_negative),
    spreadsheet=lambda cell: f"MAX({cell.at(0)},0)",
    bound=bounds.not_negative,
    slips=(
        Slip("the ReLU was not applied: a negative value was kept", OfMatrices(unchanged)),
        Slip("the minus sign was dropped instead of the negative value", OfCells(abs)),
    ),
)


def _leaky(x: Any, slope: Number) -> Any:
    return x if x > 0 else slope * x


def _leaky_extent(extents: Sequence[Extent], _shapes: Sequence[Shape], settings: tuple[Any, ...]) -> Extent:
    return replace(bounds.times((extents[0], bounds.of_number(settings[0]))), limit=extents[0].limit)


def _times_slope(work: CellWork) -> str:
    is_kept = work.values(0)[work.row][work.column] > 0
    return f"{1 if is_kept else work.setting(0)}·{work.factor(0)}"


leaky_relu = function(
    "leaky ReLU",
    "leaky ReLU",
    takes=("slope",),
    value=OfCells(_leaky),
    closed_form=_leaky,
    written=Written(_times_slope),
    spreadsheet=lambda cell: f"IF({cell.at(0)}>0,{cell.at(0)},{literal(cell.settings[0])}*{cell.at(0)})",
    bound=_leaky_extent,
    slips=(
        Slip("the leaky ReLU was not applied", OfMatrices(unchanged)),
        Slip("0 was written instead of the small slope", OfCells(lambda x, _slope: max(x, 0))),
    ),
)


SIGMOID_RULE = EnclosedCells(enclosure.sigma)
TANH_RULE = EnclosedCells(enclosure.hyperbolic_tangent)
sigmoid = function(
    "sigmoid",
    "σ",
    value=SIGMOID_RULE,
    closed_form=lambda x: 1 / (1 + sympy().exp(-x)),
    written=Written(lambda work: f"σ({work.text(0)}) = 1/(1+e^{negative(work.text(0))})"),
    spreadsheet=lambda cell: f"1/(1+EXP(-{cell.at(0)}))",
    bound=bounds.within(1, negative=False),
    slips=(
        Slip("tanh was taken for σ", TANH_RULE),
        _not_applied("σ"),
        Slip("the sign of z was changed", EnclosedCells(lambda x, digits: enclosure.sigma(-x, digits))),
    ),
)
tanh = function(
    "tanh",
    "tanh",
    value=TANH_RULE,
    closed_form=lambda x: sympy().tanh(x),
    written=form("tanh({})"),
    spreadsheet=call("TANH"),
    bound=bounds.within(1, negative=True),
    slips=(Slip("σ was taken for tanh", SIGMOID_RULE), _not_applied("tanh")),
)


def _at_least_zero(x: Any) -> int:
    return 1 if x >= 0 else 0


step = function(
    "step",
    "step",
    is_word=True,
    value=OfCells(_at_least_zero),
    closed_form=_at_least_zero,
    written=Written(
        lambda work: f"{work.text(0)} {'≥' if work.values(0)[work.row][work.column] >= 0 else '<'} 0", leads="→"
    ),
    spreadsheet=lambda cell: f"IF({cell.at(0)}>=0,1,0)",
    bound=bounds.zeros_and_ones,
    slips=(
        Slip("0 and 1 are the wrong way round", OfCells(lambda x: int(x < 0))),
        Slip("0 was counted as negative", OfCells(lambda x: int(x > 0))),
    ),
)


def _exponential_extent(extents: Sequence[Extent], _shapes: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    return Extent(99 if extents[0].limit < 5 else 999, bounds.UNENDING, negative=False)


exponential = function(
    "exponential",
    "e^x",
    value=EnclosedCells(enclosure.exponential),
    closed_form=lambda x: sympy().exp(x),
    written=Written(lambda work: f"e^{work.factor(0)}"),
    spreadsheet=call("EXP"),
    bound=_exponential_extent,
    slips=(
        _not_applied("the power"),
        Slip(
            "the sign of the exponent was changed", EnclosedCells(lambda x, digits: enclosure.exponential(-x, digits))
        ),
    ),
    domain=Domain(LARGEST_POWER, lambda _x: True),
)


def power_of(base: int) -> Operation:
    """A whole base to the power of each cell."""
    rule = enclosure.power(base)

    def extent(extents: Sequence[Extent], _shapes: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
        whole = not extents[0].places and extents[0].divisor == 1
        places = 0 if whole and not extents[0].negative else bounds.UNENDING
        return Extent(base ** min(extents[0].limit, 6), places, negative=False)

    return function(
        f"power of {base}",
        f"{base}^x",
        value=EnclosedCells(rule),
        closed_form=lambda x: base**x,
        written=Written(lambda work: f"{base}^{work.factor(0)}"),
        spreadsheet=lambda cell: f"{base}^{cell.at(0)}",
        bound=extent,
        slips=(
            _not_applied("the power"),
            Slip(f"multiplied by {base} instead of raised", OfCells(lambda x: base * x)),
            Slip(f"raised to the power of {base}", OfCells(lambda x: x**base)),
        ),
        domain=Domain(LARGEST_POWER, lambda _x: True),
    )


power_of_three = power_of(3)
logarithm = function(
    "logarithm",
    "ln",
    value=EnclosedCells(enclosure.logarithm),
    closed_form=lambda x: sympy().log(x),
    written=form("ln {}"),
    spreadsheet=call("LN"),
    bound=bounds.within(9, negative=True),
    slips=(
        _not_applied("the logarithm"),
        Slip("the sign was changed", EnclosedCells(lambda x, digits: -enclosure.logarithm(x, digits))),
    ),
    domain=Domain(10**20, lambda x: all(cell > 0 for row in x for cell in row)),
)
root = function(
    "square root",
    "√",
    value=EnclosedCells(enclosure.root),
    closed_form=lambda x: sympy().sqrt(x),
    written=Written(lambda work: f"√{work.factor(0)}"),
    spreadsheet=call("SQRT"),
    bound=bounds.within(20, negative=False),
    slips=(_not_applied("the root"), Slip("halved instead of the root", OfCells(lambda x: enclosure.divided(x, 2)))),
    domain=Domain(10**20, lambda x: all(cell >= 0 for row in x for cell in row)),
)
sine = function(
    "sine",
    "sin",
    value=EnclosedCells(enclosure.sine),
    closed_form=lambda x: sympy().sin(x),
    written=form("sin {}"),
    spreadsheet=call("SIN"),
    bound=bounds.within(1, negative=True),
    slips=(Slip("cosine was taken for sine", EnclosedCells(enclosure.cosine)), _not_applied("the sine")),
    domain=Domain(LARGEST_ANGLE, lambda _x: True),
)
cosine = function(
    "cosine",
    "cos",
    value=EnclosedCells(enclosure.cosine),
    closed_form=lambda x: sympy().cos(x),
    written=form("cos {}"),
    spreadsheet=call("COS"),
    bound=bounds.within(1, negative=True),
    slips=(Slip("sine was taken for cosine", EnclosedCells(enclosure.sine)), _not_applied("the cosine")),
    domain=Domain(LARGEST_ANGLE, lambda _x: True),
)


def _passed(value: Any, gate: Any) -> Any:
    return value if gate > 0 else 0


through_relu = Operation(
    name="gradient through ReLU",
    symbol=Symbol("where", "{} where {} > 0", Binds.SUM, ("where",)),
    takes=(),
    picture=Picture.CELLWISE,
    shape=shapes.alike,
    domain=ANYWHERE,
    value=OfCells(_passed),
    closed_form=OfCells(_passed),
    written=Written(
        lambda work: f"{work.text(1)} {'>' if work.values(1)[work.row][work.column] > 0 else '≤'} 0", leads="→"
    ),
    spreadsheet=lambda cell: f"IF({cell.at(1)}>0,{cell.at(0)},0)",
    bound=bounds.of_first,
    slips=(Slip("the mask was ignored", OfMatrices(lambda values, _gates: values)),),
    adds=False,
    options=None,
    ties=None,
)
"""The first operand where the second is greater than 0, and 0 elsewhere: a gradient on its way back."""


def _sloped(value: Any, gate: Any, slope: Number) -> Any:
    return value if gate > 0 else slope * value


through_leaky_relu = replace(
    through_relu,
    name="gradient through leaky ReLU",
    takes=("slope",),
    value=OfCells(_sloped),
    closed_form=OfCells(_sloped),
    written=Written(
        lambda work: (
            work.text(0) if work.values(1)[work.row][work.column] > 0 else f"{work.setting(0)}·{work.factor(0)}"
        )
    ),
    spreadsheet=lambda cell: f"IF({cell.at(1)}>0,{cell.at(0)},{literal(cell.settings[0])}*{cell.at(0)})",
    shape=lambda value, gate, _slope: shapes.alike(value, gate),
    bound=lambda extents, _shapes, settings: _leaky_extent(extents[:1], (), settings),
    slips=(
        Slip("the mask was ignored", OfMatrices(lambda values, _gates, _slope: values)),
        Slip("0 was written instead of the small slope", OfCells(lambda value, gate, _slope: _passed(value, gate))),
    ),
)
"""The same through a leaky ReLU: times the slope where the second operand is not greater than 0."""
