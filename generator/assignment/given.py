"""Pinned givens: grids that a teacher sets in JSON or TOML, made exact and checked against the Blueprint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.errors import ByhandError, Detail
from generator.files.text import read_text
from generator.network.blueprint import Blueprint, View
from generator.network.instance import check_pinned
from generator.network.number import Value, Values, read_number, show_value


def read_given_file(path: Path) -> Mapping[str, Any]:
    """The grids of a --given file; decimals are kept as text so that nothing passes through a float."""
    try:
        text = read_text(path)
        data = json.loads(text, parse_float=str, parse_constant=str)
        if "\\u" in text:
            # Half of a surrogate pair, which JSON can spell, cannot be printed or written anywhere.
            json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ByhandError(
            "{file}: not valid JSON ({fault}); expected grids, as in {example}",
            file=path,
            fault=str(error)[:80],
            example=_EXAMPLE,
        ) from error
    if not isinstance(data, dict):
        raise ByhandError("{file}: expected an object of grids, as in {example}", file=path, example=_EXAMPLE)
    return data


def exact_given(blueprint: Blueprint, data: Mapping[str, Any], where: Detail) -> dict[str, Values]:
    """The pinned grids as exact values; ByhandError for a wrong name, shape or cell, starting with `where`."""
    try:
        pinned = {name: _grid(blueprint, name, grid) for name, grid in data.items()}
        check_pinned(blueprint, pinned)
    except ByhandError as error:
        raise ByhandError("{where}: {fault}", where=where, fault=error.said) from error
    return pinned


def show_given(values: Values) -> list[list[str]]:
    """A grid's rows as exact strings, for JSON."""
    return [[show_value(cell) for cell in row] for row in values]


_EXAMPLE = '{"X1": [[1], [2], [1]]}'


def _grid(blueprint: Blueprint, name: str, data: Any) -> Values:
    grid = blueprint.by_name.get(name)
    view = grid.view if grid else View.NUMBERS
    if isinstance(data, list) and data and not any(isinstance(row, list) for row in data):
        data = [data]  # a flat list is a grid of one row
    if (
        not isinstance(data, list)
        or not data
        or not all(isinstance(row, list) and len(row) == len(data[0]) for row in data)
    ):
        raise ByhandError(
            "given {name}: expected rows of equal length, as in {example}", name=name[:40], example=_EXAMPLE
        )
    return tuple(tuple(_cell(name, view, cell) for cell in row) for row in data)  # type: ignore[return-value]


def _is_broken(text: str) -> bool:
    """Whether it has half of a surrogate pair, which JSON can spell but no file can hold."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _cell(name: str, view: View, cell: Any) -> Value:
    if view is View.WORDS and isinstance(cell, str) and not _is_broken(cell):
        return cell
    if isinstance(cell, int | str) and not isinstance(cell, bool):
        try:
            return read_number(str(cell).strip())
        except ValueError:
            pass
    raise ByhandError(
        'given {name}: {cell!r} is not a number; write an integer, a decimal or a fraction such as "5/3"',
        name=name[:40],
        cell=str(cell)[:40],
    )
