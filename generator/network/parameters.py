"""Parameters of exercises: declared once, in the signature of the exercise's `build`, and checked against it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Protocol, TypeAlias, get_type_hints

from generator.errors import ByhandError, Said, say
from generator.network.number import Number, decimal_places, read_number, show_number

CHOICE = "choice"
"""The context of a choice's word among the sentences of a language."""
Setting: TypeAlias = "int | Fraction | str | tuple[int, ...]"
"""The value of a parameter: a number, true or false, one of some words, or a list of sizes."""


class Range(Protocol):
    """The values that a parameter allows, and its meaning."""

    @property
    def meaning(self) -> str:
        """The meaning of the parameter, for a teacher."""
        ...

    @property
    def span(self) -> Said:
        """The allowed values in words."""
        ...

    @property
    def grain(self) -> Said:
        """How fine the values are, printed after their span; empty where there is nothing to add."""
        ...

    @property
    def ends(self) -> tuple[Setting, ...]:
        """The least and the greatest value, or every choice: what a thorough test tries."""
        ...

    @property
    def schema(self) -> Mapping[str, Any]:
        """The allowed values as JSON Schema, for editors."""
        ...

    def read(self, spelled: str) -> Setting | None:
        """The value in a text; None when it is not allowed."""
        ...


@dataclass(frozen=True)
class Between:
    """A number from `least` to `greatest`, both included, with at most `places` decimal places."""

    least: Number
    greatest: Number
    meaning: str
    places: int = 0

    @property
    def span(self) -> Said:
        """The allowed values in words."""
        return say("{least} to {most}", least=show_number(self.least), most=show_number(self.greatest))

    @property
    def grain(self) -> Said:
        """How many decimals there may be."""
        return say(", {places} decimals at most", places=self.places) if self.places else say(", whole")

    @property
    def ends(self) -> tuple[Setting, ...]:
        """The least and the greatest number."""
        return self.least, self.greatest

    @property
    def schema(self) -> Mapping[str, Any]:
        """A number; one with decimals may be a text too, which keeps it exact."""
        kind = ["number", "string"] if self.places else "integer"
        return {"type": kind, "minimum": float(self.least), "maximum": float(self.greatest)}

    def read(self, spelled: str) -> Setting | None:
        """The number in a text; None when it is not allowed."""
        try:
            value = read_number(spelled)
        except ValueError:
            return None
        places = decimal_places(value)
        allowed = self.least <= value <= self.greatest and places is not None and places <= self.places
        return value if allowed else None


@dataclass(frozen=True)
class Switch:
    """True or false."""

    meaning: str

    @property
    def span(self) -> Said:
        """The allowed values in words."""
        return say("true or false")

    @property
    def grain(self) -> Said:
        """Nothing to say."""
        return Said("")

    @property
    def ends(self) -> tuple[Setting, ...]:
        """Both."""
        return False, True

    @property
    def schema(self) -> Mapping[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def read(self, spelled: str) -> Setting | None:
        """The value in a text; None when it is neither."""
        return (
            True if spelled in ("true", "yes", "on", "1") else False if spelled in ("false", "no", "off", "0") else None
        )


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    choices: tuple[str, ...]
    meaning: str

    @property
    def words(self) -> tuple[str, ...]:
        """The choices that a language may call otherwise, where they are not typed but shown."""
        return tuple(choice for choice in self.choices if any(map(str.isalpha, choice)))

    @property
    def span(self) -> Said:
        """The allowed values in words."""
        return say("{choices}", choices=" | ".join(self.choices))

    @property
    def grain(self) -> Said:
        """Nothing to say."""
        return Said("")

    @property
    def ends(self) -> tuple[Setting, ...]:
        """Every choice."""
        return self.choices

    @property
    def schema(self) -> Mapping[str, Any]:
        """One of the choices."""
        return {"enum": list(self.choices)}

    def read(self, spelled: str) -> Setting | None:
        """The choice in a text; None when it is not one of them."""
        return spelled if spelled in self.choices else None


@dataclass(frozen=True)
class Sizes:
    """A list of `shortest` to `longest` sizes from `least` to `greatest`, written as 3,4,2."""

    shortest: int
    longest: int
    least: int
    greatest: int
    meaning: str

    @property
    def span(self) -> Said:
        """The allowed values in words."""
        return say(
            "{shortest} to {longest} numbers from {least} to {most}, as 3,4,2",
            shortest=self.shortest,
            longest=self.longest,
            least=self.least,
            most=self.greatest,
        )

    @property
    def grain(self) -> Said:
        """Nothing to say."""
        return Said("")

    @property
    def ends(self) -> tuple[Setting, ...]:
        """The shortest list of least sizes, and the longest of greatest ones."""
        return (self.least,) * self.shortest, (self.greatest,) * self.longest

    @property
    def schema(self) -> Mapping[str, Any]:
        """A list of whole numbers, or a text such as 3,4,2."""
        size = {"type": "integer", "minimum": self.least, "maximum": self.greatest}
        return {"type": ["array", "string"], "minItems": self.shortest, "maxItems": self.longest, "items": size}

    def read(self, spelled: str) -> Setting | None:
        """The list in a text, with or without brackets; None when it is not allowed."""
        numbers = [part.strip() for part in spelled.strip("[]()").split(",") if part.strip()]
        if not self.shortest <= len(numbers) <= self.longest:
            return None
        if not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in numbers):
            return None
        sizes = tuple(map(int, numbers))
        return sizes if all(self.least <= size <= self.greatest for size in sizes) else None


@dataclass(frozen=True)
class Parameter:
    """A parameter of an exercise as the catalogue shows it."""

    name: str
    default: Setting
    range: Range

    @property
    def shown_default(self) -> str:
        """The default as it is written on the command line."""
        return spell_setting(self.default)

    @property
    def written_default(self) -> str:
        """The default as it is written in TOML and JSON."""
        return json.dumps(show_parameter(self.default))

    def as_json(self) -> dict[str, Any]:
        """The parameter for programs: what it may be, by the names of its range's fields, and its default."""
        limits = {name: show_parameter(value) for name, value in vars(self.range).items() if name != "meaning"}
        if not limits.get("places"):
            limits.pop("places", None)
        if isinstance(self.range, Switch):
            limits = {"least": False, "greatest": True}
        shown = {"name": self.name, "meaning": self.range.meaning, **limits}
        return shown | {"default": show_parameter(self.default)}

    def read(self, given: object) -> Setting:
        """The value from a command line, TOML or JSON; ByhandError with the range when it is not allowed."""
        spelled = ",".join(map(str, given)) if isinstance(given, list | tuple) else str(given)
        value = self.range.read(spelled.strip().lower())
        if value is None:
            raise ByhandError(
                "parameter {name}: {spelled} is not allowed; give {span}{grain} ({meaning})",
                name=self.name,
                spelled=repr(spelled[:40]),
                span=self.range.span,
                grain=self.range.grain,
                meaning=Said(self.range.meaning),
            )
        return value


def parameters_of(build: Callable[..., None]) -> tuple[Parameter, ...]:
    """The parameters in the signature of `build`, after the draft."""
    hints = get_type_hints(build, include_extras=True)
    return tuple(
        Parameter(name, declared.default, hints[name].__metadata__[0])
        for name, declared in list(inspect.signature(build).parameters.items())[1:]
    )


def check_parameters(exercise: str, declared: Iterable[Parameter], chosen: Mapping[str, Any]) -> dict[str, Setting]:
    """Every declared parameter, chosen or at its default; ByhandError for an unknown name or a value out of range."""
    by_name = {parameter.name: parameter for parameter in declared}
    for name in chosen:
        if name not in by_name:
            near = get_close_matches(name, by_name, n=1)
            hint = say(" did you mean {names}?", names=near[0]) if near else ""
            raise ByhandError(
                "{exercise} has no parameter {name!r};{hint} it has {known}",
                exercise=exercise,
                name=name[:40],
                hint=hint,
                known=", ".join(by_name),
            )
    return {
        name: parameter.read(chosen[name]) if name in chosen else parameter.default
        for name, parameter in by_name.items()
    }


def show_parameter(value: Setting) -> bool | int | str | list[int]:
    """A parameter's value for JSON and TOML: a switch, an integer, a word, a list, or an exact string."""
    if isinstance(value, Fraction):
        return show_number(value)
    return list(value) if isinstance(value, tuple) else value


def spell_setting(value: Setting) -> str:
    """A parameter's value as it is written on the command line: `true`, `0.5`, `asked`, `3,4,2`."""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(show_parameter(value)).lower() if isinstance(value, bool) else str(show_parameter(value))
