"""Sheets of exercises at the ends of their parameters, laid out once for all tests, and a shop that prints them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import combinations, product

import pytest

from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.language.words import translator
from generator.layout import Paper, chapters, lay_out
from generator.layout.soundness import Proof
from generator.network.blueprint import Blueprint
from generator.network.exercise import Exercise
from generator.network.instance import Instance, draw_instance
from generator.printing import PrintShop, Style
from generator.sheet.boxes import Sheet, Text
from generator.sheet.heading import Heading, Wording
from tests.simulated.students import EXERCISES, THOROUGH


@cache
def extremes(name: str) -> list[dict[str, object]]:
    """All parameters at their least values, and all at their greatest; of the thorough ones every pair of ends."""
    if name in THOROUGH:
        return pairs(name)
    exercise = find_exercise(name)
    rows = [{p.name: p.range.ends[end] for p in exercise.parameters} for end in (0, -1)]
    return [dict(row) for row in rows if _allowed(exercise, row)]


@cache
def pairs(name: str) -> list[dict[str, object]]:
    """Few choices of parameters that hold every pair of least and greatest values."""
    exercise = find_exercise(name)
    ends = [dict.fromkeys((p.range.ends[0], p.range.ends[-1])) for p in exercise.parameters]
    rows = [dict(zip((p.name for p in exercise.parameters), values, strict=True)) for values in product(*ends)]
    missing = {pair for row in rows for pair in combinations(row.items(), 2)}
    chosen: list[dict[str, object]] = []
    while missing:
        best = max(rows, key=lambda row: sum(pair in missing for pair in combinations(row.items(), 2)))
        missing -= set(combinations(best.items(), 2))
        if _allowed(exercise, best):
            chosen.append(dict(best))
    return chosen


def _allowed(exercise: Exercise, row: Mapping[str, object]) -> bool:
    try:
        exercise.blueprint(row)
    except ByhandError:
        return False
    return True


def cases() -> list[object]:
    return [
        pytest.param(
            *(exercise.name, number, paper),
            id=f"{exercise.name}-{number}-{paper.value}",
            marks=pytest.mark.xdist_group(exercise.name),  # each is laid out once
        )
        for exercise in EXERCISES
        for number in range(1 + len(extremes(exercise.name)))
        for paper in Paper
    ]


@cache
def proof_of(name: str, number: int, paper: Paper) -> Proof:
    return Proof.of(find_exercise(name).blueprint([{}, *extremes(name)][number]), paper)


def laid_out(name: str, number: int, paper: Paper) -> tuple[Blueprint, Sheet]:
    proof = proof_of(name, number, paper)
    return proof.blueprint, Sheet(chapters([(name, proof.blueprint)]), proof.pages)


def lines(sheet: Sheet) -> list[str]:
    """The lines of text on a sheet."""
    return [
        "".join(span.text for span in ink.spans) for page in sheet.pages for ink in page.ink if isinstance(ink, Text)
    ]


@cache
def made(name: str) -> tuple[Blueprint, Sheet, Instance]:
    blueprint = find_exercise(name).blueprint()
    return blueprint, lay_out([(name, blueprint)], Paper.A4), draw_instance(blueprint, 7)


@cache
def shop(language: str = "en") -> PrintShop:
    words = translator(language)
    return PrintShop(Style(Heading(wording=Wording.said_by(words)), "a4", words))
