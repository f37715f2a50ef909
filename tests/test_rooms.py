"""The house: which folder may import which, in one direction only, and how few modules lie outside of one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.house import FLOORS, PURPOSES, picture

ROOT = Path(__file__).parent.parent
BETWEEN = {("generator.network.operand", "generator.network.operations")}
"""Python's operators on operands are operations, which the operand module finds when one is used."""


def room_of(module: str) -> str:
    """The longest name on a floor that the module is, or lies in."""
    names = [name for floor in FLOORS for name in floor if f"{module}.".startswith(f"{name}.")]
    return max(names, key=len, default=module)


def height(room: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if room in floor)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for package in ("generator", "grader"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield name, ast.parse(path.read_text())


def imported(tree: ast.Module, known: set[str]) -> Iterator[str]:
    """The modules of ours that are imported, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module


TREES = dict(modules())
ARROWS = sorted({(name, target) for name, tree in TREES.items() for target in imported(tree, set(TREES))})


def test_there_are_arrows_to_look_at() -> None:
    assert ("generator.layout.arrange", "generator.network.formula") in ARROWS
    assert len(ARROWS) > 100


def test_a_module_imports_from_its_own_room_and_from_floors_below() -> None:
    for name, target in ARROWS:
        here, there = room_of(name), room_of(target)
        assert here == there or height(there) < height(here) or (name, there) in _neighbours(here), (name, target)


def _neighbours(here: str) -> set[tuple[str, str]]:
    """Pairs on one floor: operations are built of network's formulas; operators are the exception the other way."""
    own = {(name, "generator.network") for name in TREES if here == "generator.network.operations"}
    return own | BETWEEN | {("generator.network.draft", "generator.network.operations")}


@pytest.mark.parametrize(("package", "most"), [("generator", 7), ("grader", 4)])
def test_few_modules_lie_at_the_top(package: str, most: int) -> None:
    assert len(list((ROOT / package).glob("*.py"))) <= most


def test_every_folder_is_a_room_or_lies_in_one() -> None:
    """Packages themselves are rooms, too, but what lies in their folders belongs to rooms of its own."""
    assert {name for name in TREES if room_of(name) in ("generator", "grader")} == {"generator", "grader"}


def test_rooms_are_small_enough_to_look_around_in() -> None:
    for folder in {path.parent for package in ("generator", "grader") for path in (ROOT / package).rglob("*.py")}:
        assert len(list(folder.glob("*.py"))) <= 24, folder


def test_a_module_says_in_one_sentence_what_it_is_for() -> None:
    for name, tree in TREES.items():
        first = (ast.get_docstring(tree) or "").split("\n")[0]
        assert first.endswith((".", ":")), name


def test_no_test_imports_another_and_what_tests_share_lies_in_folders() -> None:
    names = {path.stem for path in (ROOT / "tests").glob("test_*.py")}
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                whole = [f"{node.module}.{alias.name}" for alias in node.names]
                assert names.isdisjoint(part for name in whole for part in name.split(".")), path


def test_the_picture_of_the_house_in_the_docs_shows_every_room() -> None:
    assert PURPOSES.keys() == set().union(*FLOORS)
    drawn = (ROOT / "docs" / "rooms.svg").read_text(encoding="utf-8")
    assert drawn == picture(), "python -m tests.tools.house > docs/rooms.svg"
