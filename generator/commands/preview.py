"""The command `preview`: the pages of a sheet as pictures, for a message, a web page or a quick look."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import ChosenNumbers, language_option, numbers_options


@click.command()
@click.argument("name")
@numbers_options
@click.option("--key", is_flag=True, help="Fill in the blanks.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Paper size.")
@click.option(
    "--width", type=click.IntRange(100, 8000), default=1240, show_default=True, metavar="PIXELS", help="How wide."
)
@language_option
@click.option("--out", type=click.Path(path_type=Path), help="Where to write; by default the current folder.")
def preview(
    name: str,
    seed: int | None,
    settings: tuple[str, ...],
    given_file: Path | None,
    key: bool,
    paper: str,
    width: int,
    language: str,
    out: Path | None,
) -> None:
    """Draw the pages of a sheet of the exercise NAME as PNG pictures (needs: pip install 'byhand[pictures]')."""
    from generator.assignment.worksheet import loose_worksheet
    from generator.files.whole import whole_file
    from generator.language.words import translator
    from generator.layout.editions.kept_sheets import lay_out_once
    from generator.pdf.picture import png_pages
    from generator.printing import Printout, print_loose

    words = translator(language)
    blueprint, seed, instance = ChosenNumbers(seed, settings, given_file).choose(name, words)
    part = Printout.KEY if key else Printout.SHEET
    printed = print_loose(loose_worksheet(blueprint, instance), {part}, paper, words, lay_out=lay_out_once)
    pictures = tuple(png_pages(printed[part], width))
    stem = f"{name}-{seed}.key" if key else f"{name}-{seed}"
    for number, picture in enumerate(pictures, start=1):
        path = (out or Path()) / (f"{stem}.png" if len(pictures) == 1 else f"{stem}.{number}.png")
        with whole_file(path) as file:
            file.write(picture)
        click.echo(path)
