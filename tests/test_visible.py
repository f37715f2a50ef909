"""What a result is worked out from can be seen from it: in the same figure, as itself or as a dashed copy."""

from __future__ import annotations

import pytest

from generator.layout.soundness import unseen
from generator.sheet.boxes import Paper
from tests.tools.sheets import cases, proof_of


@pytest.mark.parametrize(("name", "number", "paper"), cases())
def test_every_operand_can_be_seen_from_its_result(name: str, number: int, paper: Paper) -> None:
    assert list(unseen(proof_of(name, number, paper))) == []
