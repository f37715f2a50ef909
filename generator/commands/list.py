"""The command `list`: the catalogue, for people or for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from generator.catalogue import Catalogue
from generator.errors import ByhandError
from generator.network.exercise import Exercise
from generator.network.parameters import show_parameter


@click.command("list")
@click.option("--family", metavar="NAME", help="Only this family, such as sequence.")
@click.option("--level", type=click.IntRange(1, 5), help="Only this level, from 1 to 5.")
@click.option("--minutes", type=click.IntRange(min=1), metavar="N", help="Only what takes N minutes at most.")
@click.option("--json", "as_json", is_flag=True, help="Output JSON, for programs.")
def list_exercises(family: str | None, level: int | None, minutes: int | None, as_json: bool) -> None:
    """List the exercises by family, with their parameters, ranges and defaults."""
    broken: list[ByhandError] = []
    found = [
        exercise
        for exercise in Catalogue.of(Path()).all(broken)
        if family in (None, exercise.family)
        and level in (None, exercise.level)
        and (minutes is None or exercise.minutes <= minutes)
    ]
    for error in broken:
        click.echo(f"byhand: {error}", err=True)
    if as_json:
        click.echo(json.dumps([_catalogue_entry(exercise) for exercise in found], indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("no exercise is like that; `byhand list` shows them all")
    for name, members in groupby(found, key=lambda exercise: exercise.family):
        click.echo(click.style(name.upper(), underline=True))
        for exercise in members:
            _show(exercise)


def _show(exercise: Exercise) -> None:
    name = click.style(exercise.name, bold=True)
    click.echo(f"{name}: {exercise.title} (level {exercise.level}, {exercise.minutes} minutes)")
    if exercise.variants:
        click.echo(f"    {', '.join(f'{exercise.name}@{variant}' for variant in exercise.variants)}")
    for parameter in exercise.parameters:
        setting = f"--set {parameter.name}={parameter.shown_default}"
        click.echo(f"    {setting:<24} {parameter.range.meaning}, {parameter.range.span}")
    click.echo()


def _catalogue_entry(exercise: Exercise) -> Mapping[str, Any]:
    return {
        "name": exercise.name,
        "title": exercise.title,
        "family": exercise.family,
        "level": exercise.level,
        "minutes": exercise.minutes,
        "source": exercise.source,
        "variants": {
            name: {key: show_parameter(value) for key, value in chosen.items()}
            for name, chosen in exercise.variants.items()
        },
        "parameters": [parameter.as_json() for parameter in exercise.parameters],
    }
