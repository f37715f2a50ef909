"""What an exercise promises: of each instance, of its pages, and of all its sheets together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.layout.soundness import Proof, page_faults, poorly_filled
from generator.network.blueprint import Blueprint, ComputedGrid, View
from generator.network.closed_forms import closed_form, matrix
from generator.network.covers import ambiguous
from generator.network.evaluation import rounds_clearly
from generator.network.instance import Instance
from generator.network.number import Values, read_number, row_by_row, shape_of, show_number
from generator.sheet.boxes import Paper


def broken_by(blueprint: Blueprint, instance: Instance) -> Iterator[str]:
    """The promises that one instance breaks."""
    values = instance.values
    if blueprint.complete({grid.name: values[grid.name] for grid in blueprint.drawn}) != values:
        yield "the key differs from what the formulas give"
    yield from _sympy_differs(blueprint, values)
    for name, (row, column) in ambiguous(blueprint, values, instance.asked):
        yield f"{name}, row {row + 1}, column {column + 1}: a hidden cell has several answers"
    yield from _misread(blueprint, values)
    for condition in blueprint.conditions:
        if not condition.holds(values):
            yield condition.sentence
    for grid in blueprint.grids:
        if shape_of(values[grid.name]) != grid.shape:
            yield f"{grid.name} has the shape {shape_of(values[grid.name])}, not {grid.shape}"
        if (
            isinstance(grid, ComputedGrid)
            and grid.name not in blueprint.fixed
            and not rounds_clearly(grid.formula, grid.rounding, values)
        ):
            yield f"{grid.name}: a value is too close to a rounding edge"


def _misread(blueprint: Blueprint, values: Mapping[str, Values]) -> Iterator[str]:
    """The numbers that are not read back as they are printed."""
    for grid in blueprint.grids:
        for cell in row_by_row(values[grid.name]):
            if not isinstance(cell, str) and read_number(show_number(cell)) != cell:
                yield f"{grid.name}: {cell} does not read back as it is printed"


def _sympy_differs(blueprint: Blueprint, values: Mapping[str, Values]) -> Iterator[str]:
    """The computed grids whose numbers are not those of sympy's closed forms, rounded."""
    for grid in blueprint.computed:
        if grid.view is not View.WORDS:
            differences = closed_form(blueprint, values, grid.name) - matrix(values[grid.name])
            # Half a unit of the last place, or a whole one where it is cut; a hair for the evaluation.
            rounding = grid.rounding
            allowed = 10.0**-rounding.decimals * (1 if rounding.cut else 0.5) + 1e-14 if rounding else 0
            if any(abs(difference.evalf(30)) > allowed for difference in differences):
                yield f"{grid.name}: sympy finds other numbers"


def proofs_of(blueprint: Blueprint) -> Mapping[Paper, Proof]:
    """The pages on each paper."""
    return {paper: Proof.of(blueprint, paper) for paper in Paper}


def faults_of_pages(proofs: Mapping[Paper, Proof]) -> Iterator[str]:
    """What is wrong with the pages."""
    for paper, proof in proofs.items():
        yield from (f"{paper.value}, {fault}" for fault in page_faults(proof))


def more_than_a_page(proofs: Mapping[Paper, Proof]) -> Iterator[str]:
    """The papers of which one page is not enough."""
    yield from (f"{paper.value}, {len(proof.pages)} pages" for paper, proof in proofs.items() if len(proof.pages) > 1)


def half_empty_pages(proofs: Mapping[Paper, Proof]) -> Iterator[str]:
    """Where pages are filled badly."""
    for paper, proof in proofs.items():
        yield from (f"{paper.value}, {fault}" for fault in poorly_filled(proof.pages))
