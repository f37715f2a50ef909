"""Draws the head and foot of a page: what all copies share, and what each copy adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from generator.pdf.ink import Pen, colour
from generator.pdf.packed import Image
from generator.pdf.qr_code import draw_code
from generator.sheet import theme
from generator.sheet.boxes import Align, Box, Field, FieldKind
from generator.sheet.filling import Filling
from generator.sheet.heading import Heading
from generator.sheet.theme import TextStyle
from generator.type.shaping import Face, width

_LEADING = 1.25
"""The distance between lines in a block of text, as a fraction of its size."""
_SMALLER = 0.95
_SMALLEST = 4.0
_BESIDE_LOGO = 9.0
_WIDEST_LOGO = 96.0
_TITLE_SIZE = 15.0
_AFTER_TITLE = 12.0


class HeadInk(NamedTuple):
    """The ink of a field."""

    kind: FieldKind
    ink: bytes


@dataclass(frozen=True)
class Head:
    """The head and foot of a page of an exercise."""

    heading: Heading
    fields: Mapping[FieldKind, Field]
    title: str
    points: str
    page_height: float
    logo: Image | None = None

    def fixed(self, pen: Pen) -> Iterator[HeadInk]:
        """What all copies share, in reading order."""
        heading, words = self.heading, self.heading.wording
        due = words.due.format(due=heading.due) if heading.due else ""
        below = " · ".join(filter(None, (heading.title, heading.course, due)))
        yield HeadInk(FieldKind.TITLE, pen.line(self.title, theme.TITLE, self._beside_logo(FieldKind.TITLE)))
        if below:
            yield HeadInk(FieldKind.SUBTITLE, pen.line(below, theme.SUBTITLE, self._beside_logo(FieldKind.SUBTITLE)))
        yield HeadInk(FieldKind.HEADER, self._block(pen, heading.header, FieldKind.HEADER, theme.SMALL))
        yield from self._forms(pen)
        instructions = self._block(pen, heading.instructions, FieldKind.INSTRUCTIONS, theme.INSTRUCTION)
        yield HeadInk(FieldKind.INSTRUCTIONS, instructions)

    def _forms(self, pen: Pen) -> Iterator[HeadInk]:
        """The words of what is filled in by hand: the name and, on a first page, the score."""
        words = self.heading.wording
        yield HeadInk(FieldKind.NAME, pen.line(words.name, theme.FIELD, self._box(FieldKind.NAME)))
        if self.is_first:
            box = self._box(FieldKind.SCORE)
            inner = Box(box.x + 6, box.y, box.width - 12, box.height)
            yield HeadInk(FieldKind.SCORE, pen.line(words.score, theme.SMALL, inner))
            yield HeadInk(FieldKind.SCORE, pen.line(self._out_of, theme.FIELD, inner, Align.RIGHT))

    @property
    def _out_of(self) -> str:
        return f"/ {self.points}"

    def foot(self, pen: Pen) -> HeadInk:
        """The footer, below the legend."""
        return HeadInk(FieldKind.FOOTER, self._block(pen, self.heading.footer, FieldKind.FOOTER, theme.SMALL))

    @property
    def is_first(self) -> bool:
        """Whether this is the first page of an exercise. Later pages repeat the head, and it is not read out again."""
        return FieldKind.SCORE in self.fields

    def drawing(self) -> bytes:
        """The line under the name and the box around the score."""
        name = self._box(FieldKind.NAME)
        low = self.page_height - name.bottom + 2
        drawn = b"%b RG 0.8 w [] 0 d %.2f %.2f m %.2f %.2f l S\n" % (
            colour(theme.INK), name.x + self._name_width + 6, low, name.right, low,
        )  # fmt: skip
        if self.is_first:
            box = self._box(FieldKind.SCORE)
            drawn += b"%.2f %.2f %.2f %.2f re S\n" % (box.x, self.page_height - box.bottom, box.width, box.height)
        return drawn

    def picture(self) -> bytes:
        """The logo, if there is one."""
        box = self.logo_box
        if not (self.logo and box):
            return b""
        place = (box.width, box.height, box.x, self.page_height - box.bottom)
        return b"q %.4f 0 0 %.4f %.2f %.2f cm /%b Do Q\n" % (*place, self.logo.name.encode())

    def page_number(self, pen: Pen, number: int, pages: int) -> bytes:
        """The page number."""
        words = self.heading.wording.page.format(number=number, pages=pages)
        return pen.line(words, theme.SMALL, self._box(FieldKind.PAGE), Align.RIGHT)

    def code(self, worksheet: str) -> bytes:
        """The id of the worksheet as a QR code."""
        return draw_code(worksheet, self._box(FieldKind.CODE), self.page_height)

    def personal(self, pen: Pen, name: str, worksheet: str) -> Iterator[HeadInk]:
        """The name of the student and the id of the worksheet."""
        box = self._box(FieldKind.NAME)
        start = self._name_width + 9
        beside = Box(box.x + start, box.y, box.width - start, box.height)
        yield HeadInk(FieldKind.NAME, pen.line(name, theme.FIELD, beside))
        identity = pen.line(worksheet, theme.WORKSHEET, self._box(FieldKind.WORKSHEET), Align.RIGHT)
        yield HeadInk(FieldKind.WORKSHEET, identity)

    def filled(self, pen: Pen, filling: Filling, exercise: int) -> Iterator[HeadInk]:
        """The kind of copy this is, and the score in its box."""
        yield HeadInk(FieldKind.KEY, pen.line(filling.title, _title_style(filling), self._box(FieldKind.KEY)))
        if not filling.scores:
            yield HeadInk(FieldKind.SCORE, b"")
        elif self.is_first:
            box, words = self._box(FieldKind.SCORE), self.heading.wording.score
            left = box.x + 6 + width(words, theme.SMALL.face, theme.SMALL.size) + 4
            right = box.right - 6 - width(self._out_of, theme.FIELD.face, theme.FIELD.size) - 3
            inner = Box(left, box.y, right - left, box.height)
            yield HeadInk(FieldKind.SCORE, pen.line(filling.scores[exercise], theme.SCORE, inner, Align.RIGHT))

    def _box(self, kind: FieldKind) -> Box:
        return self.fields[kind].box

    @cached_property
    def _name_width(self) -> float:
        return width(self.heading.wording.name, theme.FIELD.face, theme.FIELD.size)

    @cached_property
    def logo_box(self) -> Box | None:
        """The box of the logo, left of the title and subtitle: as tall as both, or smaller if that is too wide."""
        if not self.logo:
            return None
        title, subtitle = self._box(FieldKind.TITLE), self._box(FieldKind.SUBTITLE)
        high = subtitle.bottom - title.y
        wide = high * self.logo.width / self.logo.height
        scale = min(1.0, _WIDEST_LOGO / wide)
        return Box(title.x, title.y + high * (1 - scale) / 2, wide * scale, high * scale)

    def _beside_logo(self, kind: FieldKind) -> Box:
        box = self._box(kind)
        taken = self.logo_box.width + _BESIDE_LOGO if self.logo_box else 0.0
        return Box(box.x + taken, box.y, box.width - taken, box.height)

    def _block(self, pen: Pen, text: str, kind: FieldKind, style: TextStyle) -> bytes:
        """A block of text in a field, if the page has that field, at the largest size that fits."""
        if not text or kind not in self.fields:
            return b""
        box = self._box(kind)
        while True:
            lines = list(_lines(text, style, box.width))
            high = style.size * _LEADING
            if high * len(lines) <= box.height + 0.5 or style.size <= _SMALLEST:
                break
            style = replace(style, size=style.size * _SMALLER)
        high = min(high, box.height / len(lines))
        # The footer is aligned with the bottom of its box, everything else with the top.
        top = box.bottom - high * len(lines) if kind is FieldKind.FOOTER else box.y
        boxes = (Box(box.x, top + number * high, box.width, high) for number in range(len(lines)))
        return b"".join(pen.line(line, style, place) for line, place in zip(lines, boxes, strict=True))


class KeyHead(Head):
    """The head of a key: what it is, whose, and its points, without a line to write on or a box for the score."""

    def _forms(self, pen: Pen) -> Iterator[HeadInk]:
        if self.is_first:
            points = self.heading.wording.points.format(points=self.points)
            yield HeadInk(FieldKind.SCORE, pen.line(points, theme.FIELD, self._box(FieldKind.SCORE), Align.RIGHT))

    def drawing(self) -> bytes:
        """Nothing."""
        return b""

    def personal(self, pen: Pen, name: str, worksheet: str) -> Iterator[HeadInk]:
        """The name of the student and the id of the worksheet."""
        # Where there is no name, a space: an element must have content.
        yield HeadInk(FieldKind.NAME, pen.line(name or " ", theme.FIELD, self._name_box))
        identity = pen.line(worksheet, theme.WORKSHEET, self._box(FieldKind.WORKSHEET), Align.RIGHT)
        yield HeadInk(FieldKind.WORKSHEET, identity)

    def filled(self, pen: Pen, filling: Filling, exercise: int) -> Iterator[HeadInk]:  # noqa: ARG002
        """What this copy is."""
        box = self._box(FieldKind.KEY)
        if self._share_a_line:
            box = replace(box, x=self._box(FieldKind.NAME).x)
        yield HeadInk(FieldKind.KEY, pen.line(filling.title, _title_style(filling), box))
        yield HeadInk(FieldKind.SCORE, b"")

    @property
    def _share_a_line(self) -> bool:
        """Whether what the copy is and the student's name are on the same line; a narrow page has them on two."""
        return self._box(FieldKind.KEY).bottom > self._box(FieldKind.NAME).y

    @property
    def _name_box(self) -> Box:
        """The box of the name: after the title of the key, if they share a line."""
        box, key = self._box(FieldKind.NAME), self._box(FieldKind.KEY)
        if not self._share_a_line:
            return box
        taken = width(self.heading.wording.key, Face.BOLD, _TITLE_SIZE) + _AFTER_TITLE
        return Box(box.x + taken, box.y, key.right - box.x - taken, box.height)


def _title_style(filling: Filling) -> TextStyle:
    return TextStyle(Face.BOLD, _TITLE_SIZE, theme.TONES[filling.tone])


class NoHead(Head):
    """The head of a page that has no fields, such as a slide: it stays empty."""

    def fixed(self, pen: Pen) -> Iterator[HeadInk]:  # noqa: ARG002
        """Nothing."""
        return iter(())

    def drawing(self) -> bytes:
        """Nothing."""
        return b""

    def page_number(self, pen: Pen, number: int, pages: int) -> bytes:  # noqa: ARG002
        """Nothing."""
        return b""

    def code(self, worksheet: str) -> bytes:  # noqa: ARG002
        """Nothing."""
        return b""

    def personal(self, pen: Pen, name: str, worksheet: str) -> Iterator[HeadInk]:  # noqa: ARG002
        """Nothing."""
        return iter(())

    def filled(self, pen: Pen, filling: Filling, exercise: int) -> Iterator[HeadInk]:  # noqa: ARG002
        """Nothing."""
        return iter(())


def _lines(text: str, style: TextStyle, room: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width(longer, style.face, style.size) > room:
            yield line
            longer = word
        line = longer
    yield line
