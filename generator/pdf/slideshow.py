"""Slides for a projector: an exercise with its numbers, filled in step by step, as a PDF file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO

from generator.language.words import Words
from generator.layout.slides.jotting import jot
from generator.layout.slides.setter import Slide, lay_out_slides
from generator.network.blueprint import Blueprint
from generator.network.covers import Spot, asked_spots
from generator.network.instance import Instance
from generator.network.number import Value, Values, printed
from generator.pdf.mould import About, Mould
from generator.pdf.plate import Copy
from generator.pdf.press import Press
from generator.sheet.boxes import Cell, Chapter, Passage, Sheet, Supplement
from generator.sheet.filling import Entries, Entry, Filling, Tone, WorkedGrid
from generator.sheet.heading import Heading, Wording
from generator.sheet.key import worked
from generator.sheet.svg import whole_picture


@dataclass(frozen=True)
class Slideshow:
    """An exercise, its values, the cells that are filled by hand, and the words to show it in."""

    blueprint: Blueprint
    values: Mapping[str, Values]
    asked: Mapping[str, tuple[Spot, ...]]
    wording: Wording

    @classmethod
    def of(cls, blueprint: Blueprint, instance: Instance, words: Words) -> Slideshow:
        """The slides of an instance."""
        asked = {grid.name: asked_spots(grid, instance.asked) for grid in blueprint.asked}
        return cls(blueprint, instance.values, asked, Wording.said_by(words))

    @cached_property
    def slides(self) -> tuple[Slide, ...]:
        """The slides: one for each step, or for each step at each time."""
        return lay_out_slides(self.blueprint)

    @cached_property
    def arithmetic(self) -> tuple[tuple[Passage, ...], ...]:
        """The arithmetic on each slide."""
        words = self.wording
        working = worked(0, self.blueprint, self.values, self.asked, words.working, words.point)
        grids = {grid.grid: grid for grid in working.worked}
        return tuple(jot(slide, tuple(self._worked(slide, grids))) for slide in self.slides)

    def _worked(self, slide: Slide, grids: Mapping[str, WorkedGrid]) -> Iterator[WorkedGrid]:
        yield from (grids[name] for name in slide.turn.grids if name in grids)

    def entries(self, slide: Slide) -> Entries:
        """What a slide shows in the cells that are filled by hand: what is new in blue."""
        new = {*slide.turn.grids, *self._found(slide)}
        return {
            name: [[self._entry(value, name in new) for value in row] for row in rows]
            for name, rows in self.values.items()
        }

    def _entry(self, value: Value, new: bool) -> Entry:
        return Entry(printed(value, self.wording.point), Tone.NEW if new else Tone.BEFORE)

    def _found(self, slide: Slide) -> Iterator[str]:
        """The drawn grids with a hidden cell that is found in this turn, which reads them first."""
        before = slide.done.difference(slide.turn.grids)
        for grid in self.blueprint.drawn:
            readers = [one.name for one in self.blueprint.computed if grid.name in one.formula.grids()]
            if grid.name in self.blueprint.covered and before.isdisjoint(readers):
                yield grid.name

    def svg(self, number: int) -> str:
        """A slide, counted from 0, as an SVG file."""
        slide = self.slides[number]
        entries = self.entries(slide)

        def entry(cell: Cell) -> Entry:
            found = entries[cell.grid][cell.row][cell.column]
            by_hand = (cell.row, cell.column) in self.asked.get(cell.grid, ())
            return found if by_hand else replace(found, tone=Tone.BEFORE)

        return whole_picture(slide.page, self.arithmetic[number], entry, self.values)

    def pdf(self, chosen: Sequence[int]) -> bytes:
        """The slides with these numbers, counted from 0, as a file that is tagged for screen readers."""
        press = Press(Sheet(self._chapters, tuple(slide.page for slide in self.slides)), Heading(wording=self.wording))
        everywhere = len(self.slides)
        copy = Copy(
            "",
            values=(self.values,) * everywhere,
            asked=(self.asked,) * everywhere,
            filling=Filling("", Tone.NEW, tuple(map(self.entries, self.slides))),
            supplement=Supplement(self.arithmetic),
        )
        impression = press.impress(copy)
        pages = tuple(impression.pages[number] for number in chosen)
        titles = {place: self._chapters[number].title for place, number in enumerate(chosen)}
        file = BytesIO()
        about = About(self.blueprint.title, self.wording.language, titles)
        Mould(press.plates, pages, about).pour(replace(impression, pages=pages), file)
        return file.getvalue()

    @property
    def _chapters(self) -> tuple[Chapter, ...]:
        """A chapter for each slide: what fills a cell differs from slide to slide."""
        return tuple(Chapter(self.blueprint.exercise, slide.turn.step.title, 0) for slide in self.slides)
