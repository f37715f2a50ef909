"""What is kept on the disk and not in memory: it comes back as it was, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

from generator.spool import Drawers, Spool, packed


def test_items_come_back_in_order_and_one_by_one() -> None:
    spool: Spool[object] = Spool()
    for item in (1, "two", (3, None)):
        spool.append(packed(item))
    assert list(spool) == [1, "two", (3, None)]
    assert spool[1] == "two"
    assert len(spool) == 3


def test_an_item_is_replaced_by_a_longer_and_by_a_shorter_one() -> None:
    spool: Spool[str] = Spool()
    for item in ("a", "b", "c"):
        spool.append(packed(item))
    spool.replace(1, packed("b" * 10_000))
    spool.append(packed("d"))
    spool.replace(2, packed(""))
    assert list(spool) == ["a", "b" * 10_000, "", "d"]


def test_two_readers_of_a_spool_do_not_disturb_each_other() -> None:
    spool: Spool[int] = Spool()
    for item in range(5):
        spool.append(packed(item))
    assert list(zip(spool, spool, strict=True)) == [(item, item) for item in range(5)]


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    spool: Spool[int] = Spool(tmp_path / "marks")
    spool.append(packed(7))
    assert list(spool) == [7]
    del spool
    assert list((tmp_path / "marks").iterdir()) == []


def test_several_items_lie_under_a_name() -> None:
    drawers: Drawers[int] = Drawers()
    for name, item in (("ada", 1), ("ben", 2), ("ada", 3)):
        drawers.put(name, item)
    assert list(drawers.of("ada")) == [1, 3]
    assert list(drawers.of("cyd")) == []
    assert "ben" in drawers
    assert "cyd" not in drawers
