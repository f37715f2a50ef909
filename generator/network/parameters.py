"""Parameters of exercises: declared once, in the signature of the exercise's `build`, and checked against it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, get_type_hints

from generator.errors import ByhandError, Said, say
from generator.network.number import Number, decimal_places, read_number, show_number


@dataclass(frozen=True)
class Between:
    """A parameter's range, both ends included, the decimals it may have, and what it means."""

    least: Number
    greatest: Number
    meaning: str
    places: int = 0


@dataclass(frozen=True)
class Parameter:
    """A parameter of an exercise as the catalogue shows it."""

    name: str
    default: Number
    range: Between
    switch: bool

    @property
    def span(self) -> Said:
        """The allowed values in words."""
        if self.switch:
            return say("true or false")
        return say("{least} to {most}", least=show_number(self.range.least), most=show_number(self.range.greatest))

    @property
    def shown_default(self) -> str:
        """The default as it is written in TOML and on the command line."""
        return str(show_parameter(self.default)).lower()

    def read(self, text: object) -> Number:
        """The value from a command line, TOML or JSON; ByhandError with the range when it is none."""
        spelled = str(text).strip().lower()
        if self.switch:
            if spelled in ("true", "yes", "on", "1"):
                return True
            if spelled in ("false", "no", "off", "0"):
                return False
        else:
            try:
                value = read_number(spelled)
            except ValueError:
                pass
            else:
                places = decimal_places(value)
                if (
                    self.range.least <= value <= self.range.greatest
                    and places is not None
                    and places <= self.range.places
                ):
                    return value
        grain = "" if self.switch else f", {self.range.places} decimals at most" if self.range.places else ", whole"
        raise ByhandError(
            f"parameter {self.name}: {str(text)[:40]!r} is not allowed; give {self.span}{grain} ({self.range.meaning})"
        )


def parameters_of(build: Callable[..., None]) -> tuple[Parameter, ...]:
    """The parameters in the signature of `build`, after the draft."""
    hints = get_type_hints(build, include_extras=True)
    return tuple(
        Parameter(name, declared.default, hints[name].__metadata__[0], switch=hints[name].__origin__ is bool)
        for name, declared in list(inspect.signature(build).parameters.items())[1:]
    )


def check_parameters(exercise: str, declared: tuple[Parameter, ...], chosen: Mapping[str, Any]) -> dict[str, Number]:
    """Every declared parameter, chosen or at its default; ByhandError for an unknown name or a value out of range."""
    by_name = {parameter.name: parameter for parameter in declared}
    for name in chosen:
        if name not in by_name:
            near = get_close_matches(name, by_name, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise ByhandError(f"{exercise} has no parameter {name[:40]!r}; {hint}it has {', '.join(by_name)}")
    return {
        name: parameter.read(chosen[name]) if name in chosen else parameter.default
        for name, parameter in by_name.items()
    }


def show_parameter(value: Number) -> bool | int | str:
    """A parameter's value for JSON and TOML: a switch, an integer, or an exact string."""
    if isinstance(value, bool | int):
        return value
    assert isinstance(value, Fraction)
    return show_number(value)
