"""Graphs, with edges or with arrows, and the steps from their picture to an adjacency matrix."""

from __future__ import annotations

from generator.network.blueprint import Role, View
from generator.network.draft import Draft, DraftStep
from generator.network.operand import Operand
from generator.network.operations import arrows_with_self_loops, with_self_loops
from generator.network.sources import ConnectedGraph, DirectedGraph

_EDGES = "In Adj write 1 for each edge, both ways: an edge U–V gives 1 in row U, column V and in row V, column U."
_ARROWS = "In Adj write 1 for each arrow: one from U to V gives 1 in row U, column V. V hears U."


def draw_graph(given: DraftStep, names: tuple[str, ...], directed: bool) -> Operand:
    """A graph G of these nodes."""
    source, view = (DirectedGraph(), View.DIRECTED) if directed else (ConnectedGraph(), View.GRAPH)
    return given.give("G", (len(names),) * 2, Role.INPUT, source, view, "graph", names)


def adjacency(sheet: Draft, G: Operand, names: tuple[str, ...], directed: bool) -> Operand:
    """The adjacency matrix Adj of G, from row to column, in which each node is its own neighbour too."""
    sheet.step("Neighbours", _ARROWS if directed else _EDGES)
    own = sheet.step("Self", "Each node hears itself too: write 1 on the diagonal of Adj, then 0 in all empty cells.")
    entered = arrows_with_self_loops(G) if directed else with_self_loops(G)
    return own.fill("Adj", entered, Role.LINEAR, headings=names, row_headings=names)
