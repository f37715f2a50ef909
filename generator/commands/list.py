"""The command `list`: the catalogue, for people or for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from generator.catalogue import EXERCISES, Exercise


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Output JSON, for programs.")
def list_exercises(as_json: bool) -> None:
    """List the exercises with their parameters, ranges and defaults."""
    if as_json:
        click.echo(json.dumps([_catalogue_entry(exercise) for exercise in EXERCISES], indent=2, ensure_ascii=False))
        return
    for exercise in EXERCISES:
        click.echo(f"{click.style(exercise.name, bold=True)}: {exercise.title}")
        for parameter in exercise.parameters:
            setting = f"--set {parameter.name}={parameter.shown_default}"
            click.echo(f"    {setting:<24} {parameter.range.meaning}, {parameter.range.span}")
        click.echo()


def _catalogue_entry(exercise: Exercise) -> Mapping[str, Any]:
    return {
        "name": exercise.name,
        "title": exercise.title,
        "source": exercise.source,
        "parameters": [parameter.as_json() for parameter in exercise.parameters],
    }
