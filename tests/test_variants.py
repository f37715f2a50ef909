"""A class that shares sheets: a few letters in turn, the same numbers behind each, and an id for everybody."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.assignment.description import read_assignment
from generator.assignment.record import read_record
from generator.assignment.worksheet import Worksheet
from generator.cli import main
from generator.errors import ByhandError
from tests.simulated.homework import filled, grade, grades
from tests.tools.commands import done, refused
from tests.tools.pdf_files import texts

TOML = 'title = "T"\nvariants = 3\n[[exercise]]\nname = "backpropagation"\n'
CLASS = ("ada", "emmy", "sofya", "hypatia", "sophie")


@pytest.fixture
def homework(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("BYHAND_SECRET", raising=False)
    folder = tmp_path / "hw"
    folder.mkdir()
    (folder / "assignment.toml").write_text(TOML)
    (folder / "secret").write_text("a secret of the tests")
    (folder / "roster.csv").write_text("student\n" + "".join(f"{student}\n" for student in CLASS))
    return folder


def sheets(homework: Path) -> dict[str, Worksheet]:
    assignment = read_assignment(homework)
    return dict(read_record(assignment.issued_file, assignment.blueprints))


def test_letters_are_dealt_in_turn_and_share_their_numbers_but_no_id(homework: Path) -> None:
    done("generate", homework)
    issued = sheets(homework)
    assert "".join(issued[student].letter for student in CLASS) == "ABCAB"
    keys = [issued[student].key() for student in CLASS]
    assert keys[0] == keys[3]
    assert keys[1] == keys[4]
    assert keys[0] != keys[1] != keys[2] != keys[0]
    assert len({sheet.id for sheet in issued.values()}) == len(CLASS)


def test_the_letter_is_printed_and_each_has_one_key(homework: Path) -> None:
    message = done("generate", homework)
    alone = [len(texts(homework / folder / "ada.pdf")) for folder in ("sheets", "keys")]
    assert "A · ada" in texts(homework / "sheets" / "ada.pdf")[0]
    assert len(texts(homework / "class.pdf")) == len(CLASS) * alone[0]
    keys = texts(homework / "keys.pdf")
    assert len(keys) == 3 * alone[1]
    assert f"keys.pdf: {len(keys)} pages A4" in message
    assert all(
        any(f"{letter} · {student}" in page for page in keys) for letter, student in zip("ABC", CLASS[:3], strict=True)
    )
    assert "0 of them printed now" in done("generate", homework)


def test_whoever_joins_gets_a_letter_and_whoever_gets_another_sheet_has_none(homework: Path) -> None:
    done("generate", homework)
    before = sheets(homework)
    with (homework / "roster.csv").open("a") as roster:
        roster.write("maryam\n")
    done("generate", homework, "--reissue", "ada")
    after = sheets(homework)
    assert after["maryam"].letter == "C"
    assert after["maryam"].key() == before["sofya"].key()
    assert after["ada"].letter == ""
    assert after["ada"].key() not in [sheet.key() for sheet in before.values()]


@pytest.mark.parametrize(
    ("before", "after", "was"),
    [
        ("", "variants = 4\n", "no line variants"),
        ("variants = 3\n", "", "variants = 3"),
        ("variants = 3\n", "variants = 4\n", "variants = 3"),
    ],
)
def test_another_number_of_shared_sheets_is_refused_once_sheets_are_handed_out(
    homework: Path, before: str, after: str, was: str
) -> None:
    (homework / "assignment.toml").write_text(TOML.replace("variants = 3\n", before))
    done("generate", homework)
    (homework / "assignment.toml").write_text(TOML.replace("variants = 3\n", after))
    message = refused("generate", homework)
    assert "variants is not as it was when sheets were handed out (5: ada, emmy, sofya, …)" in message
    assert f"there was {was}. Put that back" in message


def test_a_record_that_does_not_say_how_many_sheets_are_shared_is_taken_as_it_is(homework: Path) -> None:
    done("generate", homework)
    record = homework / "issued.jsonl"
    record.write_text(re.sub(r', "variants": 3|, "digest": "\w{16}"', "", record.read_text()))
    assert "variants" not in record.read_text()
    done("generate", homework)
    assert sheets(homework)["ada"].letter == "A"


def test_the_same_slips_on_the_same_sheet_are_no_copy(homework: Path, tmp_path: Path) -> None:
    done("generate", homework)
    handed = tmp_path / "in"
    handed.mkdir()
    for student, slips in (("ada", 20), ("hypatia", 19)):
        sheet = sheets(homework)[student]
        cells = [(name, row + 1, column + 1) for name, spots in sheet.tasks[0].spots.items() for row, column in spots]
        wrong = {cell: str(100 + place) for place, cell in enumerate(cells[:slips])}
        (handed / f"{student}.csv").write_text(filled(sheet, wrong), encoding="utf-8")
    result = grade(homework, handed)
    assert "wrong numbers are those of" not in result.output
    assert "0" not in (grades(homework)["ada"]["correct"], grades(homework)["hypatia"]["correct"])


def test_new_takes_the_number_of_shared_sheets(tmp_path: Path) -> None:
    folder = tmp_path / "hw"
    result = CliRunner().invoke(main, ["new", str(folder), "--exercise", "mlp", "--count", "5", "--variants", "2"])
    assert result.exit_code == 0
    assert read_assignment(folder).letters == "AB"
    assert CliRunner().invoke(main, ["new", str(tmp_path / "x"), "--exercise", "mlp", "--variants", "1"]).exit_code == 2


def test_without_variants_the_record_has_no_letters(homework: Path) -> None:
    (homework / "assignment.toml").write_text(TOML.replace("variants = 3\n", ""))
    done("generate", homework)
    assert "letter" not in json.loads((homework / "issued.jsonl").read_text().splitlines()[0])


@pytest.mark.parametrize("count", ["1", "27", "-2", '"4"', "true", "2.5"])
def test_a_number_of_variants_without_letters_is_refused(homework: Path, count: str) -> None:
    (homework / "assignment.toml").write_text(TOML.replace("= 3", f"= {count}"))
    with pytest.raises(ByhandError, match="variants must be a whole number from 2 to 26"):
        read_assignment(homework)


@pytest.mark.parametrize(("count", "letters"), [(0, ""), (2, "AB"), (26, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")])
def test_variants_are_letters_from_a(homework: Path, count: int, letters: str) -> None:
    (homework / "assignment.toml").write_text(TOML.replace("= 3", f"= {count}"))
    assert read_assignment(homework).letters == letters
