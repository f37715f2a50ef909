"""What a table of assignment.toml holds under a key: text, a number, a choice; ByhandError says what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from generator.errors import ByhandError
from generator.network.number import Number, read_number


def only(data: Mapping[str, Any], known: Set[str], where: str) -> None:
    """ByhandError for a key that is unknown."""
    for key in data:
        if key not in known:
            raise ByhandError(f"{where}: {key[:40]!r} is unknown here; use one of {', '.join(sorted(known))}")


def text_in(data: Mapping[str, Any], key: str, where: str, default: str = "") -> str:
    """A text; numbers and dates count as what they look like."""
    value = data.get(key, default)
    if isinstance(value, dict | list | bool):
        raise ByhandError(f'{where}: {key} must be text, as in {key} = "..."')
    return str(value)


def choice_in(data: Mapping[str, Any], key: str, choices: tuple[str, ...], where: str) -> str:
    """One of a few words, the first if none is given."""
    value = text_in(data, key, where, choices[0])
    if value not in choices:
        *others, last = (f'"{choice}"' for choice in choices)
        raise ByhandError(f"{where}: {key} {value[:20]!r} is unknown; use {', '.join(others)} or {last}")
    return value


def table_in(data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    """A table, empty if there is none."""
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ByhandError(f"{where}: {key} must be a table of its own")
    return value


def number_in(data: Mapping[str, Any], key: str, where: str, default: Number | None) -> Number | None:
    """An exact number."""
    if key not in data:
        return default
    try:
        return read_number(str(data[key]))
    except ValueError as error:
        raise ByhandError(f"{where}: {key}: {error}") from error
