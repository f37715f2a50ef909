"""Every shape of the catalogue to come is drawn, worked out, marked and agreed with by sympy."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

from generator.assignment.worksheet import IssuedTask, make_worksheet
from generator.layout import lay_out
from generator.layout.soundness import Proof, page_faults
from generator.network.blueprint import View
from generator.network.closed_forms import closed_form, matrix
from generator.network.draft import Draft
from generator.network.instance import draw_instance
from generator.network.working import working
from generator.pdf import Copy, Press
from generator.sheet.boxes import Paper
from generator.sheet.filling import key_filling
from generator.sheet.heading import Heading
from grader.marking.cells import mark
from grader.marking.marks import Verdict
from tests.simulated.students import carrying_on, handed_in, key_of
from tests.tools.shapes import SHAPES, blueprint_of

every_shape = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
Shape = Callable[[Draft], None]


@every_shape
@pytest.mark.parametrize("paper", Paper)
def test_it_is_drawn_with_every_operand_in_sight_and_nothing_overlapping(shape: Shape, paper: Paper) -> None:
    blueprint = blueprint_of(shape)
    assert list(page_faults(Proof.of(blueprint, paper))) == []


@every_shape
def test_it_is_printed_with_its_key(shape: Shape) -> None:
    blueprint = blueprint_of(shape)
    instance = draw_instance(blueprint, 1)
    sheet = lay_out([(blueprint.exercise, blueprint)], Paper.A4)
    file = BytesIO()
    filling = key_filling((instance.values,), "Key")
    Press(sheet, Heading()).write(Copy("K7Q2-9F3M", "", "", (instance.values,), (instance.asked,), filling), file)
    assert file.getvalue().startswith(b"%PDF")


@every_shape
def test_its_key_is_right_everywhere_and_so_is_whoever_works_it_out(shape: Shape) -> None:
    blueprint = blueprint_of(shape)
    for seed in range(5):
        task = IssuedTask.of("shape", blueprint, draw_instance(blueprint, seed))
        worksheet = make_worksheet("s", "ada", "Ada", (task,))
        for values in (key_of(worksheet), carrying_on(worksheet)):
            marks = mark(worksheet, handed_in(worksheet, values))
            assert {found.verdict for found in marks} == {Verdict.CORRECT}
            assert len(marks) == blueprint.cells


@every_shape
def test_sympy_agrees_with_every_cell_and_each_has_a_working(shape: Shape) -> None:
    blueprint = blueprint_of(shape)
    values = draw_instance(blueprint, 2).values
    for grid in blueprint.computed:
        if grid.view is View.WORDS:
            continue
        closed, ours = closed_form(blueprint, values, grid.name), matrix(values[grid.name])
        allowed = 10.0**-grid.rounding.decimals * (1 if grid.rounding.cut else 0.5) if grid.rounding else 0
        assert all(abs(difference).evalf(30) <= allowed + 1e-12 for difference in closed - ours), grid.name
    works = list(working(blueprint, values))
    assert len(works) == sum(grid.cells for grid in blueprint.computed)
    assert all(work.text for work in works)
