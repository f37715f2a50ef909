"""Worksheets: an id bound to student and numbers, and a record that is read as it was written."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.assignment.issued_lines import read_issued
from generator.assignment.worksheet import IssuedTask, Worksheet, make_worksheet
from generator.assignment.worksheet_id import as_printed, id_of, is_id
from generator.catalogue import Blueprints, find_exercise
from generator.errors import ByhandError
from generator.network.instance import draw_instance
from tests.simulated.students import EXERCISES


def worksheet(
    name: str = "lstm", seed: int = 1, student: str = "ada", secret: str = "secret", **chosen: str
) -> Worksheet:
    blueprint = find_exercise(name).blueprint(chosen)
    issued = IssuedTask.of(name, blueprint, draw_instance(blueprint, seed))
    return make_worksheet(secret, student, "Ada", (issued,))


def test_an_id_is_bound_to_student_numbers_and_secret() -> None:
    ids = {
        worksheet().id,
        worksheet(seed=2).id,
        worksheet(student="emmy").id,
        worksheet(secret="other").id,
        worksheet(decimals="2").id,
    }
    assert len(ids) == 5
    assert worksheet().id == worksheet().id


def test_an_id_has_no_letters_that_look_like_digits() -> None:
    for seed in range(200):
        identity = worksheet("vector-database", seed, sentences="2").id
        assert len(identity) == 9
        assert set(identity.replace("-", "", 1)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_record_gives_back_the_very_worksheet(exercise: object, tmp_path: Path) -> None:
    name = exercise.name  # type: ignore[attr-defined]
    issued = [worksheet(name, seed, student) for seed, student in enumerate(("ada", "李华", "محمد"))]
    path = tmp_path / "issued.jsonl"
    path.write_text("".join(sheet.line() for sheet in issued), encoding="utf-8")
    again = list(read_issued(path, Blueprints()))
    assert [sheet.line() for sheet in again] == [sheet.line() for sheet in issued]
    assert [sheet.key() for sheet in again] == [sheet.key() for sheet in issued]


def test_exact_parameters_survive_the_record(tmp_path: Path) -> None:
    path = tmp_path / "issued.jsonl"
    path.write_text(worksheet("backpropagation", learning_rate="0.05").line(), encoding="utf-8")
    (again,) = read_issued(path, Blueprints())
    assert str(again.tasks[0].blueprint.parameters["learning_rate"]) == "1/20"


@pytest.mark.parametrize(
    "broken", ["{", "[]", "{}", '{"worksheet": "A", "student": "b", "name": "c", "exercises": [{"name": "lstm"}]}']
)
def test_a_broken_record_is_refused_with_its_line(broken: str, tmp_path: Path) -> None:
    path = tmp_path / "issued.jsonl"
    path.write_text(worksheet().line() + broken + "\n", encoding="utf-8")
    with pytest.raises(ByhandError, match=r"issued\.jsonl, line 2: not a byhand worksheet"):
        list(read_issued(path, Blueprints()))


def test_a_record_with_changed_numbers_has_another_id() -> None:
    sheet = worksheet()
    exercise = sheet.tasks[0]
    changed = replace(exercise, given={**exercise.given, "X1": ((9,), (9,), (9,))})
    assert make_worksheet("secret", "ada", "Ada", (changed,)).id != sheet.id


@pytest.mark.parametrize(
    "text", ["K7Q2-9F3M", "k7q2-9f3m", "k7q29f3m", " K7Q29F3M ", " k7q2 9f3m", "K7Q2–9F3M", "K7Q2 – 9F3M"]
)
def test_an_id_is_known_however_it_was_copied(text: str) -> None:
    assert as_printed(text) == "K7Q2-9F3M"


def test_letters_that_look_like_digits_are_taken_for_them_in_an_id() -> None:
    assert as_printed("OIL0-1AAA") == "0110-1AAA"


def test_what_has_not_eight_letters_is_no_id_and_stays_as_it_is() -> None:
    assert as_printed(" K7Q2-9F3 ") == "K7Q2-9F3"
    assert is_id(id_of(0))
    assert is_id(id_of((1 << 40) - 1))
    assert not any(map(is_id, ("", "K7Q2-9F3", "K7Q2-9F3MM", "K7Q29F3M", "k7q2-9f3m", "K7Q2-9F3U")))
