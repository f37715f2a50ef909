"""The command `stress`: draw many instances of an exercise and report whether they are sound."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.catalogue import Catalogue
from generator.commands.options import progress, read_settings
from generator.language.words import languages


@click.command()
@click.argument("name")
@click.option(
    "--seeds", default=1000, show_default=True, type=click.IntRange(min=1), help="Number of instances to draw."
)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Set a parameter; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Output the figures as JSON.")
def stress(name: str, seeds: int, settings: tuple[str, ...], as_json: bool) -> None:
    """Draw many instances of the exercise NAME and report whether they are varied, workable and fair.

    Exits with code 1 when an instance breaks a promise.
    """
    from generator.commands.needed import untranslated
    from generator.stress.report import stress_report as draw_many

    exercise, usual = Catalogue.of(Path()).find_variant(name)
    with progress("drawing ", seeds) as done:
        report = draw_many(exercise, {**usual, **read_settings(settings)}, seeds, done)
    if as_json:
        click.echo(json.dumps(report.as_json(), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(report.lines()))
        for language in languages()[1:]:
            if lacking := untranslated(exercise, language, Path()):
                click.echo(f"{language}: sentences without a translation: {len(lacking)}, such as {lacking[0][:60]!r}")
    if report.broken_promises:
        raise SystemExit(1)
