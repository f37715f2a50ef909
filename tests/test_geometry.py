"""The shapes and positions that both painters share: arrows, waves, circles and lines of text."""

from __future__ import annotations

from math import dist

import pytest

from generator.pdf.ink import Pen
from generator.pdf.typeface import GlyphsUsed
from generator.sheet.boxes import Align, Arrow, Box, FrameKind, Wave
from generator.sheet.geometry import (
    Point,
    between_circles,
    box_of_circle,
    centre_of,
    curve_of,
    lift_of,
    outline_of,
    place_line,
)
from generator.sheet.outlines import OUTLINES
from generator.sheet.theme import CAP_HEIGHT, INSTRUCTION, SCRIPT_SCALES
from generator.type.notation import Span

BOX = Box(10, 20, 30, 12)
LONG = (Span("much too long for a box"),)


@pytest.mark.parametrize("end", [(90, 20), (10, 95), (60, 70), (-40, 5)])
def test_the_head_of_an_arrow_is_a_symmetric_triangle_at_its_end(end: Point) -> None:
    outline = outline_of(Arrow((10, 20), end))
    assert (outline.start, outline.tip) == ((10, 20), end)
    assert dist(outline.neck, outline.tip) == pytest.approx(4.2)
    assert dist(outline.left, outline.neck) == dist(outline.right, outline.neck) == pytest.approx(1.8)
    assert dist(outline.left, outline.tip) == pytest.approx(dist(outline.right, outline.tip))
    assert dist(outline.start, outline.neck) + 4.2 == pytest.approx(dist((10, 20), end))


def test_left_and_right_are_seen_along_the_arrow() -> None:
    outline = outline_of(Arrow((0, 0), (10, 0)))
    assert outline.left[1] < 0 < outline.right[1]


def test_a_lying_wave_rises_before_it_falls() -> None:
    curve = curve_of(Wave(BOX))
    assert (curve.start, curve.end) == ((10, 26), (40, 26))
    assert curve.first_handle[1] < BOX.y < BOX.bottom < curve.second_handle[1]


def test_circles_are_joined_from_rim_to_rim() -> None:
    first, second = (10.0, 10.0), (40.0, 50.0)
    start, end = between_circles(first, second, 5)
    assert dist(first, start) == dist(second, end) == pytest.approx(5)
    assert dist(start, end) == pytest.approx(dist(first, second) - 10)
    assert centre_of(box_of_circle(first, 5)) == first


def test_subscripts_hang_below_the_baseline_and_superscripts_rise_above_capitals() -> None:
    lifts = {script: lift_of(Span("z", script), 10) for script in SCRIPT_SCALES}
    assert lifts[-1] < lifts[0] == 0 < lifts[1]
    assert lifts[1] + SCRIPT_SCALES[1] * CAP_HEIGHT * 10 > CAP_HEIGHT * 10


@pytest.mark.parametrize("align", Align)
def test_short_text_keeps_its_size_and_sits_in_the_middle_of_its_height(align: Align) -> None:
    line = place_line((Span("W"),), INSTRUCTION, BOX, align)
    assert line.size == INSTRUCTION.size
    assert line.baseline - CAP_HEIGHT * line.size / 2 == pytest.approx(26)
    assert line.x - BOX.x == pytest.approx((BOX.width - line.width) * align.value)


@pytest.mark.parametrize("align", [Align.LEFT, Align.RIGHT])
def test_long_text_is_shrunk_to_the_width_of_its_box(align: Align) -> None:
    line = place_line(LONG, INSTRUCTION, BOX, align)
    assert line.size < INSTRUCTION.size
    assert [line.x, line.width] == pytest.approx([BOX.x, BOX.width])


def test_long_text_in_the_centre_extends_beyond_both_sides_of_its_box() -> None:
    line = place_line(LONG, INSTRUCTION, BOX, Align.CENTRE)
    assert line.size == INSTRUCTION.size
    assert line.x + line.width / 2 == pytest.approx(25)


def test_the_pdf_shows_the_same_arrow_upside_up() -> None:
    drawn = Pen(100, GlyphsUsed(), {}).draw(Arrow((10, 20), (50, 20)))
    assert drawn.endswith(b"10.00 80.00 m 45.80 80.00 l S 50.00 80.00 m 45.80 81.80 l 45.80 78.20 l f\n")


def test_every_kind_of_frame_has_an_outline_of_its_own() -> None:
    assert set(OUTLINES) == set(FrameKind)
    assert len(set(OUTLINES.values())) == len(FrameKind)
