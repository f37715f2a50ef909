"""What a result is worked out from can be seen from it: in the same figure, as itself or as a dashed copy."""

from __future__ import annotations

import pytest

from generator.catalogue import find_exercise
from generator.layout.soundness import unseen
from generator.sheet.boxes import Paper
from tests.test_layout import cases, extremes


@pytest.mark.parametrize(("name", "number", "paper"), cases())
def test_every_operand_can_be_seen_from_its_result(name: str, number: int, paper: Paper) -> None:
    blueprint = find_exercise(name).blueprint([{}, *extremes(name)][number])
    assert list(unseen(blueprint, paper)) == []
