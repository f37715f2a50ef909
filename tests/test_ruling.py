"""Dashed grids: every line is drawn once and whole, and gives way to solid lines."""

from generator.network.blueprint import Role
from generator.sheet.boxes import Box, Cell, Frame, FrameKind
from generator.sheet.ruling import Ruled, ruling

HIGH, WIDE = 10.0, 20.0


def cells(rows: int, columns: int, x: float = 0, y: float = 0, *, copy: bool = True) -> list[Cell]:
    return [
        Cell(Box(x + WIDE * column, y + HIGH * row, WIDE, HIGH), 0, "A", row, column, Role.HIDDEN, True, copy)
        for row in range(rows)
        for column in range(columns)
    ]


def outline(rows: int, columns: int, kind: FrameKind = FrameKind.COPY, x: float = 0, y: float = 0) -> Frame:
    return Frame(Box(x, y, WIDE * columns, HIGH * rows), kind)


def lines(*found: Ruled) -> dict[FrameKind, set[tuple[tuple[float, float], tuple[float, float]]]]:
    assert all(len(set(ruled.lines)) == len(ruled.lines) for ruled in found)
    return {ruled.kind: set(ruled.lines) for ruled in found}


def test_each_line_between_the_cells_of_a_copy_is_drawn_once_from_edge_to_edge() -> None:
    found = lines(*ruling(cells(3, 2), [outline(3, 2)]))
    assert found[FrameKind.COPIED] == {((20, 0), (20, 30)), ((0, 10), (40, 10)), ((0, 20), (40, 20))}


def test_the_outline_of_a_copy_is_drawn_in_its_place_alone() -> None:
    found = lines(*ruling(cells(1, 1), [outline(1, 1)]))
    sides = {((0, 0), (20, 0)), ((0, 10), (20, 10)), ((0, 0), (0, 10)), ((20, 0), (20, 10))}
    assert found == {FrameKind.COPY: sides}


def test_two_copies_that_adjoin_share_the_line_between_them() -> None:
    below = cells(1, 2, y=HIGH)
    found = lines(*ruling([*cells(1, 2), *below], [outline(1, 2), outline(1, 2, y=HIGH)]))
    assert found[FrameKind.COPIED] == {((20, 0), (20, 20))}
    assert ((0, 10), (40, 10)) in found[FrameKind.COPY]
    assert ((0, 0), (0, 20)) in found[FrameKind.COPY]


def test_where_a_copy_adjoins_a_solid_grid_the_solid_line_alone_is_drawn() -> None:
    solid = cells(2, 1, x=2 * WIDE, copy=False)
    found = lines(*ruling([*cells(1, 2), *solid], [outline(1, 2), outline(2, 1, FrameKind.PLAIN, x=2 * WIDE)]))
    assert not any(start[0] == end[0] == 40 for some in found.values() for start, end in some)
    assert FrameKind.PLAIN not in found


def test_the_outline_of_a_matrix_is_solid_around_cells_that_are_no_copies() -> None:
    found = lines(*ruling([*cells(1, 1, copy=False), *cells(1, 1, y=HIGH)], [outline(2, 1)]))
    assert ((0, 0), (0, 10)) in found[FrameKind.PLAIN]
    assert ((0, 10), (0, 20)) in found[FrameKind.COPY]
    assert all((0, 10) not in line or (20, 10) not in line for some in found.values() for line in some)


def test_edges_that_miss_each_other_by_a_rounding_are_one_line() -> None:
    found = lines(*ruling([*cells(1, 1), *cells(1, 1, x=WIDE + 1e-9)], []))
    assert len([line for line in found[FrameKind.COPIED] if line[0][0] == line[1][0]]) == 3


def test_a_page_without_copies_has_no_such_lines() -> None:
    assert not list(ruling(cells(2, 2, copy=False), [outline(2, 2, FrameKind.PLAIN)]))
