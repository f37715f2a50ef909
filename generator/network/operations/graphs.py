"""Operations on the adjacency of a graph, and on the links of a network."""

from __future__ import annotations

from generator.errors import ByhandError
from generator.network import bounds, shapes
from generator.network.formula import NO_SYMBOL, Operation, Picture, Slip, SpreadsheetCell
from generator.network.number import Matrix
from generator.network.operations.choices import choosing
from generator.network.operations.spreadsheets import same_cell
from generator.network.rules import OfCells, OfMatrices, transposed, unchanged


def _with_self_loops(graph: Matrix) -> Matrix:
    if graph != transposed(graph) or not all(
        cell in (0, row != column) for row, cells in enumerate(graph) for column, cell in enumerate(cells)
    ):
        raise ByhandError("a graph is a symmetric matrix of 0 and 1 with 0 on its diagonal")
    return _arrows_with_self_loops(graph)


def _one_direction(graph: Matrix) -> Matrix:
    """The graph with self-loops, but with each edge only from its earlier node to its later one."""
    return tuple(
        tuple(cell * (row <= column) for column, cell in enumerate(cells))
        for row, cells in enumerate(_with_self_loops(graph))
    )


def _one_on_the_diagonal(cell: SpreadsheetCell) -> str:
    return "1" if cell.row == cell.column else cell.at(0)


_ONE_DIRECTION = "edges were entered in one direction only"
with_self_loops: Operation = choosing(
    "with self-loops",
    NO_SYMBOL,
    Picture.FUNCTION,
    shape=shapes.square,
    value=_with_self_loops,
    written=lambda work: work.result(),
    spreadsheet=_one_on_the_diagonal,
    bound=bounds.zeros_and_ones,
    slips=(
        Slip("the self-loops were left out: no 1 on the diagonal", OfMatrices(unchanged)),
        Slip(_ONE_DIRECTION, OfMatrices(_one_direction)),
        Slip(_ONE_DIRECTION, OfMatrices(lambda graph: transposed(_one_direction(transposed(graph))))),
    ),
    leads="=",
)
"""The adjacency matrix of a graph, in which each node is its own neighbour too."""


def _arrows_with_self_loops(graph: Matrix) -> Matrix:
    return tuple(
        tuple(int(row == column or cell) for column, cell in enumerate(cells)) for row, cells in enumerate(graph)
    )


def _both_ways(graph: Matrix) -> Matrix:
    """The graph with self-loops, and with every arrow taken for an edge."""
    return tuple(
        tuple(int(row == column or cell or graph[column][row]) for column, cell in enumerate(cells))
        for row, cells in enumerate(graph)
    )


arrows_with_self_loops: Operation = choosing(
    "arrows with self-loops",
    NO_SYMBOL,
    Picture.FUNCTION,
    shape=shapes.square,
    value=_arrows_with_self_loops,
    written=lambda work: work.result(),
    spreadsheet=_one_on_the_diagonal,
    bound=bounds.zeros_and_ones,
    slips=(
        Slip("the self-loops were left out: no 1 on the diagonal", OfMatrices(unchanged)),
        Slip("the arrows were read the other way round", OfMatrices(lambda g: transposed(_arrows_with_self_loops(g)))),
        Slip("the arrows were entered in both directions", OfMatrices(_both_ways)),
    ),
    leads="=",
)
"""The adjacency matrix of a directed graph, from row to column, in which each node is its own neighbour too."""


def _only_numbers(weights: Matrix) -> Matrix:
    """The numbers that are written on lines: none where every line stands for a 1."""
    plain = all(weight in (0, 1) for row in weights for weight in row)
    return tuple((0,) * len(row) for row in weights) if plain else weights


weights_of: Operation = choosing(
    "weights of a network",
    NO_SYMBOL,
    Picture.GATHERED,
    shape=shapes.same,
    value=unchanged,
    written=lambda work: work.result(),
    spreadsheet=same_cell,
    bound=bounds.of_first,
    slips=(
        Slip(
            "rows and columns of the weights were swapped",
            OfMatrices(lambda links: transposed(links) if len(links) == len(links[0]) else links),
        ),
        Slip("1 was written for a line with another number", OfCells(lambda weight: int(weight != 0))),
        Slip("0 was written for a line without a number", OfMatrices(_only_numbers)),
        Slip("the minus sign was dropped", OfCells(abs)),
    ),
    leads="=",
)
"""What is read off a drawn network: a row for each output, a column for each input, 0 where there is no line."""
