"""The page of a copy: what a class shares is rendered once, and its policy allows its own script and style alone."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from markupsafe import Markup

from generator.assignment.answer_sheet import answer_table, separator_of
from generator.assignment.worksheet import Worksheet
from generator.form import parts
from generator.form.holes import Holes
from generator.form.page import FormPage, PageMaker
from generator.language.templates import environment
from generator.language.words import Words
from generator.sheet.boxes import Sheet
from generator.sheet.heading import Heading
from generator.sheet.picture import pictures

LEAST_DIGITS = 13
"""The least size of digits on a large screen, in pixels: a page that is wider than the screen for that scrolls."""


class FormMould:
    """The form of a class with holes, so that each copy costs only what is its own."""

    def __init__(self, sheet: Sheet, heading: Heading, worksheet: Worksheet, words: Words) -> None:
        holes = Holes()
        maker = PageMaker(worksheet, heading.wording, words, holes)
        shown = [picture for picture in pictures(sheet) if picture.page.cells]
        pages = [maker.page(picture, sheet.chapters[picture.page.exercise].title) for picture in shown]
        script = parts.script()
        style = parts.style() + "".join(_places(pages))
        labels, *rows = answer_table(worksheet)
        self._pieces = holes.split(
            environment(words=words)
            .get_template("form.html.jinja")
            .render(
                heading=heading,
                pages=pages,
                script=Markup(script),  # noqa: S704 - ours
                style=Markup(style),  # noqa: S704 - ours, and lengths
                script_hash=_hash(script),
                style_hash=_hash(style),
                table={"labels": labels, "rows": [row[1:] for row in rows], "separator": separator_of(worksheet)},
                worksheet=holes.dig(lambda worksheet: escape(worksheet.id)),
                student=holes.dig(lambda worksheet: escape(worksheet.student or worksheet.id)),
                name=holes.dig(lambda worksheet: escape(worksheet.name)),
            )
        )

    def pour(self, worksheet: Worksheet, name: str) -> bytes:
        """The page of a worksheet; `name` is what it calls the student."""
        named = replace(worksheet, name=name)
        return "".join(piece if isinstance(piece, str) else piece(named) for piece in self._pieces).encode()


def _places(pages: list[FormPage]) -> Iterator[str]:
    """Where every blank is over its picture. A style sheet says it: the policy forbids styles in attributes."""
    for number, page in enumerate(pages, start=1):
        # The questions of a booklet are a page with nothing to type into.
        printed = 100 * page.digits / page.room.width
        smallest = min((page.size_of(blank.cell) for blank in page.blanks), default=printed)
        legible = 100 * LEAST_DIGITS / smallest
        yield f".page{number}{{--points:{page.room.width:.0f};--legible:{legible:.0f}px}}\n"
        for place, blank in enumerate(page.blanks, start=1):
            box = page.share_of(blank.box)
            yield (
                f"#blank{number}-{place}{{left:{box.x:.3f}%;top:{box.y:.3f}%;width:{box.width:.3f}%;"
                f"height:{box.height:.3f}%;font-size:{page.size_of(blank.cell):.3f}cqw}}\n"
            )


def _hash(text: str) -> str:
    """A text's hash as a Content-Security-Policy gives it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
