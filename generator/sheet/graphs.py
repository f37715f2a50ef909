"""Drawn graphs: where the nodes of a graph or a network are, and which cell of its matrix each edge shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, product
from math import cos, dist, pi, sin

from generator.network.blueprint import Grid, View
from generator.network.number import Values, printed
from generator.sheet.boxes import Box, Edge, Graph
from generator.sheet.geometry import Point, between_circles, centre_of

RADIUS = 8.5
_NETWORK_WIDTH = 136.0
_NODE_HEIGHT = 21.0
_LABEL = (11.0, 10.0)
"""Width and height of the number on a line of a network."""
_PLACES = tuple(part / 40 for part in range(7, 34))
"""How far along its line a number may be."""
_SAMPLES = tuple(part / 60 for part in range(61))
"""Where other lines are measured."""


def size_of_network(grid: Grid) -> tuple[float, float]:
    """Width and height of a drawn network."""
    return _NETWORK_WIDTH, _NODE_HEIGHT * max(grid.shape)


def graph_of(box: Box, exercise: int, grid: Grid, numbered: bool) -> Graph:
    """The drawing of a 0/1 matrix as a graph, or of weights as a network; `numbered` lines carry their weights."""
    if grid.view is View.NETWORK:
        return _network(box, exercise, grid, numbered)
    directed = grid.view is View.DIRECTED
    count = grid.shape[0]
    pairs = ((a, b) for a in range(count) for b in range(count) if (a != b if directed else b < a))
    edges = tuple(Edge(a, b, a, b) for a, b in pairs)
    return Graph(box, exercise, grid.name, grid.headings, tuple(_ellipse(box, count)), RADIUS, edges, directed)


def _ellipse(box: Box, count: int) -> Iterable[Point]:
    """Nodes on an ellipse: no three of them are in line, so that no edge runs through a third node."""
    middle = centre_of(box)
    reach = (box.width / 2 - RADIUS - 2, box.height / 2 - RADIUS - 2)
    for node in range(count):
        angle = 2 * pi * node / count - pi / 2
        yield middle[0] + reach[0] * cos(angle), middle[1] + reach[1] * sin(angle)


def _network(box: Box, exercise: int, grid: Grid, numbered: bool) -> Graph:
    """Inputs at the left, one for each column of the weights, and outputs at the right, one for each row."""
    outputs, inputs = grid.shape
    centres = (*_column(box, inputs, box.x + RADIUS + 1), *_column(box, outputs, box.right - RADIUS - 1))
    names = (*(f"x{n}" for n in range(1, inputs + 1)), *(f"y{n}" for n in range(1, outputs + 1)))
    cells = list(product(range(outputs), range(inputs)))
    lines = [between_circles(centres[column], centres[inputs + row], RADIUS) for row, column in cells]
    labels = _labels(lines) if numbered else [None] * len(lines)
    edges = tuple(
        Edge(column, inputs + row, row, column, label) for (row, column), label in zip(cells, labels, strict=True)
    )
    return Graph(box, exercise, grid.name, names, centres, RADIUS, edges)


def _column(box: Box, count: int, x: float) -> Iterable[Point]:
    """Nodes on top of each other, as far apart as those of the larger column, in the middle of the box."""
    top = box.y + (box.height - count * _NODE_HEIGHT) / 2
    return ((x, top + (node + 0.5) * _NODE_HEIGHT) for node in range(count))


def _labels(lines: Sequence[tuple[Point, Point]]) -> list[Box | None]:
    """A box for the number on each line, where it is farthest from other lines and from other numbers."""
    boxes: list[Box | None] = []
    placed: list[Point] = []
    for line in lines:
        others = [_along(other, place) for other in lines if other is not line for place in _SAMPLES]
        centre = _clearest([_along(line, place) for place in _PLACES], others, placed)
        placed.append(centre)
        boxes.append(Box(centre[0] - _LABEL[0] / 2, centre[1] - _LABEL[1] / 2, *_LABEL))
    return boxes


def _along(line: tuple[Point, Point], place: float) -> Point:
    (x1, y1), (x2, y2) = line
    return x1 + place * (x2 - x1), y1 + place * (y2 - y1)


def _clearest(points: Sequence[Point], others: Sequence[Point], placed: Sequence[Point]) -> Point:
    """The first point that is farthest from the nearest other line, or, counted less, from another number."""
    best, farthest = points[0], 0.0
    for point in points:
        clear = 99.0
        for far in chain((0.6 * dist(point, other) for other in placed), (dist(point, other) for other in others)):
            clear = min(clear, far)
            if clear <= farthest:  # nothing else can make it better than the best
                break
        else:
            best, farthest = point, clear
    return best


def words_of_graph(graph: Graph, matrix: Values) -> str:
    """The edges of a drawn graph, such as `A–B, A–C`, with an arrow where they lead, and with their numbers."""
    shown = [edge for edge in graph.edges if matrix[edge.row][edge.column]]
    if not graph.directed:  # a graph's edges are listed from its first node on
        shown.sort(key=lambda edge: sorted((edge.first, edge.second)))
    return ", ".join(_words_of_edge(graph, edge, matrix) for edge in shown)


def _words_of_edge(graph: Graph, edge: Edge, matrix: Values) -> str:
    ends = edge.first, edge.second
    first, second = (graph.names[end] for end in (ends if graph.directed else sorted(ends)))
    number = f" {printed(matrix[edge.row][edge.column])}" if edge.label else ""
    return f"{first}{'→' if graph.directed else '–'}{second}{number}"
