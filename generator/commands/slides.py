"""The command `slides`: exercises filled in step by step, for a projector."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from generator.catalogue import Blueprints
from generator.commands.options import ChosenNumbers, means_exercise, numbers_options
from generator.errors import ByhandError
from generator.files.whole import whole_file
from generator.pdf.slideshow import Slideshow

PIXELS = 1920
"""The width of a picture of a slide: that of most projectors."""


@click.command()
@click.argument("target", metavar="NAME|FOLDER")
@numbers_options
@click.option("--step", type=click.IntRange(min=1), metavar="N", help="Only the slides of the step with this number.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["pdf", "svg", "png"]),
    default="pdf",
    show_default=True,
    help="One PDF file, or a picture of each slide.",
)
@click.option("--language", metavar="CODE", help="Language: en or de; by default en or as the assignment says.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write; by default the current folder or FOLDER.")
def slides(
    target: str,
    seed: int | None,
    settings: tuple[str, ...],
    given_file: Path | None,
    step: int | None,
    kind: str,
    language: str | None,
    out: Path | None,
) -> None:
    """Make slides of the exercise NAME, or of each exercise of an assignment FOLDER, with numbers no student has.

    Each slide is a step: what it fills is blue, with its arithmetic beside it. Nothing that comes later is shown.
    """
    from generator.language.words import translator

    folder, numbers = Path(target), ChosenNumbers(seed, settings, given_file)
    if means_exercise(target):
        words = translator(language or "en")
        blueprint, chosen, instance = numbers.choose(target, words)
        shows = {f"{target}-{chosen}": Slideshow.of(blueprint, instance, words)}
    elif settings or given_file:
        raise ByhandError(
            f"{folder}: --set and --given apply to a single exercise; write settings and givens into assignment.toml"
        )
    else:
        shows = _of_assignment(folder, numbers.known_seed(), language)
        out = out or folder / "slides"
    for name, show in shows.items():
        for file, content in _files(show, name, kind, step):
            path = (out or Path()) / file
            with whole_file(path) as written:
                written.write(content)
            click.echo(path)


def _of_assignment(folder: Path, seed: int, language: str | None) -> dict[str, Slideshow]:
    """The exercises of an assignment, all with the numbers of one seed, by their ids."""
    from generator.assignment.description import read_assignment
    from generator.language.words import translator
    from generator.network.instance import draw_instance

    assignment = read_assignment(folder)
    words = translator(language, folder) if language else assignment.words
    blueprints = Blueprints(words, catalogue=assignment.blueprints.catalogue)
    shows = {}
    for task in assignment.tasks:
        blueprint = blueprints.named(task.blueprint.exercise, task.blueprint.parameters)
        shows[task.id] = Slideshow.of(blueprint, draw_instance(blueprint, seed, task.given), words)
    return shows


def _files(show: Slideshow, name: str, kind: str, step: int | None) -> Iterator[tuple[str, bytes]]:
    """The files to write: name and content."""
    chosen = [number for number, slide in enumerate(show.slides) if step in (None, slide.turn.step.number)]
    if not chosen:
        last = show.slides[-1].turn.step.number
        raise ByhandError(f"--step {step}: {show.blueprint.exercise} has steps 1 to {last}; give one of them")
    if kind == "pdf":
        yield f"{name}.slides.pdf" if step is None else f"{name}.step-{step}.pdf", show.pdf(chosen)
    elif kind == "svg":
        for number in chosen:
            yield f"{name}.slide-{number + 1:02}.svg", show.svg(number).encode()
    else:
        from generator.pdf.picture import png_pages

        for number, picture in zip(chosen, png_pages(show.pdf(chosen), PIXELS), strict=True):
            yield f"{name}.slide-{number + 1:02}.png", picture
