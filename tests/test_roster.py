"""The roster: names in any script pass, ids that cannot name a file are refused with their line."""

from pathlib import Path

import pytest

from generator.assignment.roster import Student, read_roster
from generator.errors import ByhandError


def roster(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "class list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_names_in_any_script_are_read_in_order(tmp_path: Path) -> None:
    lines = "student,name\nada,Ada Lovelace\nsofya,Софья Ковалевская\n李华,李华\nmuhammad,محمد علي\n"
    assert read_roster(roster(tmp_path, lines)) == (
        Student("ada", "Ada Lovelace"),
        Student("sofya", "Софья Ковалевская"),
        Student("李华", "李华"),
        Student("muhammad", "محمد علي"),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_roster_from_excel_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert read_roster(roster(tmp_path, "Name;Student;Group\r\nÉmilie;emilie;2\r\n", encoding)) == (
        Student("emilie", "Émilie"),
    )


def test_a_student_without_a_name_goes_by_the_id(tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path, "student\nada\n")) == (Student("ada", "ada"),)


@pytest.mark.parametrize(
    ("identity", "complaint"),
    [
        ("", "is empty"),
        ("../ada", "contains a character that file names cannot contain"),
        ("a/b", "contains a character that file names cannot contain"),
        ("a\\b", "contains a character that file names cannot contain"),
        ("a\u202eb", "contains a character that file names cannot contain"),
        ("..", "is not a valid file name on every system"),
        (".hidden", "is not a valid file name on every system"),
        ("NUL", "is not a valid file name on every system"),
        ("com1.x", "is not a valid file name on every system"),
        ("x" * 65, "is longer than 64 characters"),
    ],
)
def test_an_id_that_cannot_name_a_file_is_refused_with_its_line(tmp_path: Path, identity: str, complaint: str) -> None:
    with pytest.raises(ByhandError, match=f"line 3.*{complaint}"):
        read_roster(roster(tmp_path, f"student,name\nada,Ada\n{identity},Somebody\n"))


def test_ids_that_differ_only_in_case_are_refused_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(ByhandError, match=r"line 3: the id 'ADA' is already used in line 2"):
        read_roster(roster(tmp_path, "student,name\nada,Ada\nADA,Another\n"))


@pytest.mark.parametrize("text", ["", "name\nAda\n", "student,name\n"])
def test_a_roster_without_students_says_what_is_missing(tmp_path: Path, text: str) -> None:
    with pytest.raises(ByhandError, match="student"):
        read_roster(roster(tmp_path, text))


def test_a_missing_roster_is_named(tmp_path: Path) -> None:
    with pytest.raises(ByhandError, match=r"nowhere\.csv: cannot be read"):
        read_roster(tmp_path / "nowhere.csv")
