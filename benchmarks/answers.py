"""The answers of a class: sheets that were issued are filled in, every second one with a mistake carried forward."""

from __future__ import annotations

from pathlib import Path

from benchmarks.marks import carried_forward, filled
from generator.assignment.record import read_record
from generator.catalogue import Blueprints


def fill_in(homework: Path, slip: str) -> None:
    """Fill in the answer sheets of an assignment of one exercise; the first cell of the grid `slip` is the mistake."""
    record = read_record(homework / "issued.jsonl", Blueprints())
    for number, (student, worksheet) in enumerate(record.items()):
        values = carried_forward(worksheet, slip) if number % 2 else worksheet.key()[0]
        (homework / "answers" / f"{student}.csv").write_text(filled(worksheet, values), encoding="utf-8")
