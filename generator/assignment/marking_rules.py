"""How the work of a class is marked, and what students see of it: the table [marking] of assignment.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.assignment.fields import choice_in, number_in, only, switch_in, table_in
from generator.assignment.schema import keys_of
from generator.errors import ByhandError
from generator.network.number import Number


@dataclass(frozen=True)
class MarkingRules:
    """How work is marked.

    `follow_through` is the share of credit for a cell that follows from a mistake, `repeats_cost_once` whether a slip
    that is made again costs nothing more, `reads_shifted` whether rows typed one line too low or high are read where
    they belong, and `reveal` whether students see the right values. With `resubmit`, they may upload again, and see
    nothing about right or wrong until the marks are published.
    """

    follow_through: Number
    repeats_cost_once: bool
    reads_shifted: bool
    reveal: bool
    resubmit: bool


def read_marking(data: Mapping[str, Any], file: str) -> MarkingRules:
    """The rules in a description, the usual ones where it says nothing; ByhandError for what cannot be one."""
    table, where = table_in(data, "marking", file), f"{file}, [marking]"
    only(table, keys_of("marking"), where, keys_of(""))
    share = number_in(table, "follow_through", where, 1)
    if share is None or not 0 <= share <= 1:
        raise ByhandError("{where}: follow_through must be a share between 0 and 1", where=where)
    return MarkingRules(
        follow_through=share,
        repeats_cost_once=choice_in(table, "repeated_slips", ("each", "once"), where) == "once",
        reads_shifted=choice_in(table, "shifted_rows", ("report", "read"), where) == "read",
        reveal=switch_in(table, "reveal", where),
        resubmit=switch_in(table, "resubmit", where),
    )


USUAL_RULES = read_marking({}, "")
"""The rules of an assignment that says nothing about marking."""
