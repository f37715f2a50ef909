"""How to print: the options that say it, and what was wished for with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import Decorated
from generator.errors import ByhandError

if TYPE_CHECKING:
    from generator.layout.editions import Edition


@dataclass(frozen=True)
class Wishes:
    """How to print, according to the options; None leaves the choice to the assignment."""

    out: Path | None
    paper: str | None
    language: str | None
    ink: str | None
    key_form: str
    fillable: bool
    xlsx: bool
    form: bool
    duplex: bool
    anonymous: bool
    two_up: bool
    booklet: bool

    @property
    def edition(self) -> Edition:
        """How the sheets are set on paper; ByhandError for two wishes at once."""
        from generator.layout.editions import Edition

        if self.two_up and self.booklet:
            raise ByhandError("--two-up and --booklet set a sheet in different ways; choose one of them")
        return Edition.TWO_UP if self.two_up else Edition.BOOKLET if self.booklet else Edition.USUAL


def printing_options(command: Decorated) -> Decorated:
    """The options that say how to print."""
    for option in reversed(
        (
            click.option(
                "--out",
                type=click.Path(path_type=Path),
                help="Where to write; by default the current folder or the assignment's.",
            ),
            click.option(
                "--paper",
                type=click.Choice(["a4", "letter"]),
                help="Paper size; by default a4 or as the assignment says.",
            ),
            click.option(
                "--language", metavar="CODE", help="Language: en or de; by default en or as the assignment says."
            ),
            click.option("--ink", type=click.Choice(["full", "low"]), help="low: no tints, and thin lines."),
            click.option(
                "--key",
                "key_form",
                type=click.Choice(["plain", "worked", "workbook", "csv"]),
                default="plain",
                show_default=True,
                help="Key with blanks filled in, with the working, or also as a workbook or a filled-in answer sheet.",
            ),
            click.option(
                "--fillable", is_flag=True, help="Also make sheets to fill in on a screen and hand in as PDF."
            ),
            click.option("--xlsx", is_flag=True, help="Also make answer sheets as workbooks that look like the sheet."),
            click.option(
                "--form",
                is_flag=True,
                help="Also make answer sheets as web pages that look like the sheet and save CSV.",
            ),
            click.option(
                "--two-up", is_flag=True, help="Two sheets on a page, to be cut apart, where the exercises fit."
            ),
            click.option(
                "--booklet", is_flag=True, help="First all questions and given numbers, then the grids to fill in."
            ),
            click.option("--duplex", is_flag=True, help="In class.pdf, start every student on an odd page."),
            click.option(
                "--anonymous", is_flag=True, help="Show student ids instead of names on sheets and in bookmarks."
            ),
        )
    ):
        command = option(command)
    return command
