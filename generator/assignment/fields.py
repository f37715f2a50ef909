"""What a table of assignment.toml holds under a key, text or a number; ByhandError says what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from generator.errors import ByhandError, Detail
from generator.network.number import Number, read_number


def only(data: Mapping[str, Any], known: Set[str], where: Detail, at_the_top: Set[str] = frozenset()) -> None:
    """ByhandError for a key that is unknown, or that belongs at the top of the file."""
    for key in data:
        if key not in known and key in at_the_top:
            raise ByhandError(
                "{where}: {key} belongs at the top of the file, above the first line in brackets", where=where, key=key
            )
        if key not in known:
            raise ByhandError(
                "{where}: {key!r} is unknown here; use one of {known}",
                where=where,
                key=key[:40],
                known=", ".join(sorted(known)),
            )


def text_in(data: Mapping[str, Any], key: str, where: Detail, default: str = "") -> str:
    """A text; numbers and dates count as what they look like."""
    value = data.get(key, default)
    if isinstance(value, dict | list | bool):
        raise ByhandError('{where}: {key} must be text, as in {key} = "..."', where=where, key=key)
    return str(value)


def choice_in(data: Mapping[str, Any], key: str, choices: tuple[str, ...], where: Detail) -> str:
    """One of a few words in any case, the first if none is given."""
    value = text_in(data, key, where, choices[0]).lower()
    if value not in choices:
        *others, last = (f'"{choice}"' for choice in choices)
        raise ByhandError(
            "{where}: {key} {value!r} is unknown; use {others} or {last}",
            where=where,
            key=key,
            value=value[:20],
            others=", ".join(others),
            last=last,
        )
    return value


def switch_in(data: Mapping[str, Any], key: str, where: Detail) -> bool:
    """True or false; true if nothing is said."""
    value = data.get(key, True)
    if not isinstance(value, bool):
        raise ByhandError("{where}: {switch} must be true or false", where=where, switch=key)
    return value


def table_in(data: Mapping[str, Any], key: str, where: Detail, example: str = "") -> Mapping[str, Any]:
    """A table, empty if there is none; an example shows how it is written where that is not simply [key]."""
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ByhandError(
            "{where}: {key} must be a table of its own, as in {example}",
            where=where,
            key=key,
            example=example or f"[{key}]",
        )
    return value


def number_in(data: Mapping[str, Any], key: str, where: Detail, default: Number | None) -> Number | None:
    """An exact number."""
    if key not in data:
        return default
    try:
        return read_number(str(data[key]))
    except ValueError as error:
        raise ByhandError(
            '{where}: {key}: {text!r} is not a number; write 20, 12.5 or "5/3"',
            where=where,
            key=key,
            text=str(data[key])[:20],
        ) from error
