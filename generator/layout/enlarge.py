"""Enlargement: what was laid out in a smaller room is magnified, words and all, until it fills its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import singledispatchmethod

from generator.sheet.boxes import Arrow, Bars, Box, Cell, DrawnView, Graph, Ink, Passage, Stroke, Text


@dataclass(frozen=True)
class Lens:
    """Magnifies by a factor; the corner (x, y) keeps its place."""

    factor: float
    x: float
    y: float

    def passage(self, passage: Passage) -> Passage:
        """All that is read as one."""
        return replace(
            passage,
            ink=tuple(map(self.ink, passage.ink)),
            cells=tuple(map(self._cell, passage.cells)),
            headings=tuple(map(self.text, passage.headings)),
            row_headings=tuple(map(self.text, passage.row_headings)),
            view=passage.view and self._view(passage.view),
        )

    @singledispatchmethod
    def ink(self, ink: Ink) -> Ink:
        """A piece of ink; lines keep their width."""
        assert not isinstance(ink, Arrow | Stroke)
        return ink._replace(box=self._box(ink.box))

    @ink.register
    def _(self, ink: Arrow | Stroke) -> Ink:
        return ink._replace(start=self._point(*ink.start), end=self._point(*ink.end))

    @ink.register
    def _(self, ink: Text) -> Ink:
        return self.text(ink)

    def text(self, ink: Text) -> Text:
        """A line of text."""
        return ink._replace(box=self._box(ink.box), style=replace(ink.style, size=ink.style.size * self.factor))

    def _cell(self, cell: Cell) -> Cell:
        return cell._replace(box=self._box(cell.box))

    def _view(self, view: DrawnView) -> DrawnView:
        return self._graph(view) if isinstance(view, Graph) else self._bars(view)

    def _bars(self, bars: Bars) -> Bars:
        places = tuple(map(self._box, bars.bars))
        return bars._replace(box=self._box(bars.box), bars=places, size=bars.size * self.factor)

    def _graph(self, graph: Graph) -> Graph:
        centres = tuple(self._point(*centre) for centre in graph.centres)
        edges = tuple(edge._replace(label=edge.label and self._box(edge.label)) for edge in graph.edges)
        radius = graph.radius * self.factor
        return graph._replace(box=self._box(graph.box), centres=centres, radius=radius, edges=edges)

    def _box(self, box: Box) -> Box:
        return Box(*self._point(box.x, box.y), box.width * self.factor, box.height * self.factor)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return self.x + (x - self.x) * self.factor, self.y + (y - self.y) * self.factor
