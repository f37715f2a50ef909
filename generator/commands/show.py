"""The command `show`: one instance of an exercise in the terminal, or as JSON."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from generator.assignment.given import show_given
from generator.commands.options import ChosenNumbers, language_option, numbers_options
from generator.language.words import translator
from generator.network.blueprint import Blueprint, DrawnGrid, Grid
from generator.network.covers import asked_spots
from generator.network.instance import Instance
from generator.network.parameters import show_parameter


@click.command()
@click.argument("name")
@numbers_options
@click.option("--key", is_flag=True, help="Fill in the blanks.")
@click.option("--exact", is_flag=True, help="Also show the exact values behind rounded cells, by sympy.")
@language_option
@click.option("--json", "as_json", is_flag=True, help="Output every grid with its exact values as JSON.")
def show(
    name: str,
    seed: int | None,
    settings: tuple[str, ...],
    given_file: Path | None,
    key: bool,
    exact: bool,
    language: str,
    as_json: bool,
) -> None:
    """Show one instance of the exercise NAME as boxed grids."""
    from generator.commands.terminal import boxed_instance, can_draw_boxes

    numbers = ChosenNumbers(seed, settings, given_file)
    blueprint, seed, instance = numbers.choose(name, translator(language))
    if as_json:
        click.echo(json.dumps(_instance_entry(blueprint, seed, instance), indent=2, ensure_ascii=False))
        return
    plain = not can_draw_boxes()
    for line in boxed_instance(
        blueprint, instance, fill=key, width=shutil.get_terminal_size((100, 0)).columns, plain=plain
    ):
        click.echo(line)
    if exact:
        for line in _exact_lines(blueprint, instance):
            click.echo(line)
    click.echo(f"\nseed {seed}")


def _exact_lines(blueprint: Blueprint, instance: Instance) -> Iterator[str]:
    """The closed forms of the grids that are rounded, a line for each row."""
    yield "\nExact values before rounding:"
    for grid in blueprint.computed:
        if grid.rounding:
            forms = instance.exact(grid.name)
            for row in range(forms.rows):
                yield f"   {grid.name}, row {row + 1}:  " + ",  ".join(map(str, forms.row(row)))


def _instance_entry(blueprint: Blueprint, seed: int, instance: Instance) -> Mapping[str, Any]:
    return {
        "exercise": blueprint.exercise,
        "parameters": {name: show_parameter(value) for name, value in blueprint.parameters.items()},
        "seed": seed,
        "steps": [
            {"number": step.number, "title": step.title, "instruction": step.instruction} for step in blueprint.steps
        ],
        "grids": [
            {
                "name": grid.name,
                "step": blueprint.step_of[grid.name].number,
                "given": isinstance(grid, DrawnGrid),
                "role": grid.role.value,
                "rows": grid.shape[0],
                "columns": grid.shape[1],
                "values": show_given(instance.values[grid.name]),
                "asked": _asked(grid, instance),
            }
            for grid in blueprint.grids
        ],
    }


def _asked(grid: Grid, instance: Instance) -> bool | list[list[bool]]:
    """Whether a grid's cells are asked: all, none, or cell by cell."""
    spots = instance.asked.get(grid.name, ())
    if grid.asked and grid.dark:
        spots = asked_spots(grid, instance.asked)
    if not spots:
        return grid.asked
    rows, columns = grid.shape
    return [[(row, column) in spots for column in range(columns)] for row in range(rows)]
