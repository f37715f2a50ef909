"""The stress report: its figures are right, and it fails when a promise is broken."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated

import pytest

from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.network.blueprint import Blueprint, Role, View
from generator.network.conditions import small
from generator.network.draft import Draft
from generator.network.exercise import REPEATED_SHEETS, Exercise
from generator.network.instance import Instance, draw_instance
from generator.network.number import Number
from generator.network.operand import beside
from generator.network.operations import nearest, relu
from generator.network.parameters import Between
from generator.network.sources import Integers, OneHot, OneOf
from generator.stress import report as stressing
from generator.stress.report import MOST_GUESSABLE, StressReport, stress_report
from tests.simulated.students import EXERCISES, FIRST


def choice(
    sheet: Draft,
    best: Annotated[Number, Between(0, 99, "what the first score may reach")] = 50,
    limit: Annotated[Number, Between(-1, 99, "what a score may reach")] = 99,
) -> None:
    """A choice between two scores; the second reaches 50, and whoever lets the first reach more favours it."""
    given = sheet.step("Given", "Look.")
    first = given.give("a", (1, 1), Role.INPUT, Integers(-9, int(best)))
    second = given.give("b", (1, 1), Role.INPUT, Integers(-9, 50))
    given.give("T", (3, 1), Role.TARGET, OneHot())
    options = [given.give(name, (1, 1), Role.INPUT, OneOf((((name,),),)), View.WORDS) for name in ("one", "two")]
    work = sheet.step("Work", "Choose.")
    scores = work.fill("d", beside(first, second), Role.LINEAR)
    work.fill("r", relu(scores), Role.HIDDEN)
    work.fill("nearest", nearest(scores, *options), Role.ANSWER, view=View.WORDS)
    sheet.require(small(int(limit), scores))


CHOICE = Exercise("choice", "Choice", 1, 10, {}, choice)


def text(report: StressReport) -> str:
    return "\n".join(report.lines())


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_no_exercise_breaks_a_promise(exercise: Exercise) -> None:
    report = stress_report(exercise, {}, 150 if exercise.name in FIRST else 30)
    assert report.broken_promises == ()
    assert report.mean_draws < 100
    assert report.trivial < 0.5
    assert report.duplicates == 0
    assert {figures.name for figures in report.grids} == {
        grid.name for grid in exercise.blueprint().grids if grid.view is not View.WORDS
    }
    if exercise.name in FIRST:
        assert report.mean_draws < 50
        assert report.trivial < 0.4
    for figures in report.grids if exercise.name in FIRST else ():
        assert -20 <= figures.least < figures.greatest <= 20, figures.name
        grid = exercise.blueprint().computed_by_name.get(figures.name)
        if grid and grid.formula.operation is relu:
            assert figures.dead == 0, figures.name
        assert figures.widest <= 5, figures.name
    assert "every promise held" in text(report)


def test_the_figures_of_a_known_exercise_are_right() -> None:
    report = stress_report(CHOICE, {}, 400)
    scores, rectified = (next(f for f in report.grids if f.name == name) for name in "dr")
    assert (scores.least, scores.greatest, scores.widest, scores.asked) == (-9, 50, 2, True)
    assert (rectified.least, rectified.greatest) == (0, 50)
    assert 0.12 < rectified.zeros < 0.21  # 10 of 60 values are not above 0
    assert rectified.trivial == rectified.zeros
    assert rectified.dead is not None
    assert 0 < rectified.dead < 0.06
    one_hot, nearest_one = sorted(report.choices, key=lambda figures: figures.name)
    assert (one_hot.name, sum(one_hot.counts), len(one_hot.counts)) == ("T", 400, 3)
    assert (nearest_one.name, sum(nearest_one.counts), len(nearest_one.counts)) == ("nearest", 400, 2)
    assert one_hot.fair
    assert nearest_one.fair
    assert report.mean_draws == 1 == report.most_draws


def test_a_favoured_position_is_found() -> None:
    report = stress_report(CHOICE, {"best": 70}, 400)
    assert any("nearest: the right one is too often in one position" in line for line in report.broken_promises)
    assert "UNFAIR" in text(report)


def test_sheets_that_repeat_are_found() -> None:
    report = stress_report(CHOICE, {"best": 0, "limit": 1}, 60)
    assert report.duplicates > 20
    assert any("sheets repeat another" in line for line in report.broken_promises)


def test_an_exercise_of_which_there_are_few_sheets_says_why_and_is_excused() -> None:
    few = replace(CHOICE, exceptions={REPEATED_SHEETS: "one place and two scores"})
    report = stress_report(few, {"best": 0, "limit": 1}, 60)
    assert not any("repeat another" in line for line in report.broken_promises)
    (excused,) = [line for line in report.excused if "repeat another" in line]
    assert excused.endswith("sheets repeat another (one place and two scores)")
    assert f"excused: {excused}" in text(report)


def test_answers_that_can_be_guessed_are_found() -> None:
    below, above = (stress_report(CHOICE, {"best": best, "limit": 99}, 60).guessable for best in (99, 0))
    assert 0 < below < above < MOST_GUESSABLE
    report = stress_report(CHOICE, {"best": 0, "limit": 0}, 12)
    assert report.guessable > MOST_GUESSABLE
    assert any("can be guessed" in line for line in report.broken_promises)


def test_too_many_draws_are_found() -> None:
    report = stress_report(CHOICE, {"limit": 1}, 12)
    assert report.mean_draws > 200
    assert any("draws per sheet" in line for line in report.broken_promises)


def test_an_instance_that_breaks_its_promises_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def tampered(blueprint: Blueprint, seed: int) -> Instance:
        drawn = draw_instance(blueprint, seed)
        return Instance(drawn.blueprint, {**drawn.values, "d": ((100, 200),)}, drawn.draws)

    monkeypatch.setattr(stressing, "draw_instance", tampered)
    report = stress_report(CHOICE, {}, 2)
    assert "seed 0: the key differs from what the formulas give" in report.broken_promises
    assert "seed 1: d: every cell between -99 and 99" in report.broken_promises
    assert text(report).endswith("promises broken")


def test_an_exercise_without_any_instance_is_an_error_that_names_the_condition() -> None:
    with pytest.raises(ByhandError, match="every cell between --1 and -1"):
        stress_report(CHOICE, {"limit": -1}, 1)


def test_the_report_is_told_for_people_and_for_machines() -> None:
    done: list[int] = []
    report = stress_report(
        find_exercise("vector-database"), {"sentences": 2, "vocabulary": 8}, 20, progress=done.append
    )
    assert done == [1] * 20
    data = json.loads(json.dumps(report.as_json()))
    assert data["exercise"] == "vector-database"
    assert data["parameters"]["sentences"] == 2
    assert data["seeds"] == 20
    assert len(data["choices"][0]["counts"]) == 2
    lines = list(report.lines())
    assert (
        lines[0] == "vector-database: 20 sheets with sentences=2 words=3 embedding=4 index=2 vocabulary=8 look_up=asked"
    )
    assert all(len(line) < 120 for line in lines)


def test_parameters_out_of_range_and_no_seeds_are_refused() -> None:
    with pytest.raises(ByhandError, match="give 1 to 4"):
        stress_report(find_exercise("lstm"), {"steps": 9}, 1)
    with pytest.raises(ByhandError, match="at least one seed"):
        stress_report(find_exercise("lstm"), {}, 0)
