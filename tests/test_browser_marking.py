"""What the page asks about marks: the command line finds the same, whatever was handed in under whatever name."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click
import pytest

from generator.errors import ByhandError
from grader.browser.desk import ask
from grader.browser.running import run
from tests.simulated.homework import answers_of, filled, grade, make_homework, sheet_of
from tests.tools.zips import archive_of, extracted, files_of, zipped


def marked(homework: Path, handed: Mapping[str, bytes] | list[tuple[str, bytes]], **more: Any) -> tuple[Any, Any]:
    """What comes of marking these files, by path: the content or the error, and files."""
    pairs = list(handed.items() if isinstance(handed, Mapping) else handed)
    names = [name for name, _ in pairs]
    files = {str(place): content for place, (_, content) in enumerate(pairs)}
    question = {"folder": "hw1.zip", "agreed": False, "names": names, "sheets": False} | more
    reply = ask("mark", json.dumps(question), {"folder": zipped(homework), **files}, lambda *_: None)
    answer = json.loads(reply.text)
    return answer.get("content", answer.get("error")), reply.files


def test_marks_are_those_of_the_command_line(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    handed = answers_of(homework)
    content, made = marked(homework, handed)
    places = []
    for name, text in handed.items():
        places.append(tmp_path / name)
        places[-1].write_bytes(text)
    done = grade(homework, *places)
    assert content["look"] is (done.exit_code == 1) is True
    assert content["said"] == done.output.replace(f"{tmp_path}/", "")
    theirs = files_of(homework / "marks")
    theirs.pop(".byhand.lock", None)
    assert files_of(extracted(made["hw1-marks.zip"], tmp_path / "page")) == theirs
    assert made["grades.csv"] == theirs["grades.csv"]
    assert made["class.html"] == theirs["class.html"]
    assert {name for name in made if name.startswith("feedback/")} == {"feedback/ada.html", "feedback/ben.html"}
    assert [line["id"] for line in content["students"]] == ["ada", "ben", "cyd"]
    assert content["students"][0]["percent"] == "100"
    assert "cyd.csv: a picture, which cannot be read" in content["students"][2]["note"]


def test_a_class_without_mistakes_needs_no_look(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    handed = {f"{student}.csv": filled(sheet_of(homework, student)).encode() for student in ("ada", "ben", "cyd")}
    content, _ = marked(homework, handed)
    assert content["look"] is False
    assert content["said"] == "3 of 3 students marked; see hw1/marks/class.html\n"


def test_folders_and_archives_are_marked_as_on_the_command_line(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    ada, ben, _ = answers_of(homework).values()
    moodle = {"Ben Ray_12_assignsubmission_file/answers.csv": ben.decode()}
    content, made = marked(
        homework, [("week 1/ada/answers.csv", ada), ("moodle.zip", archive_of(moodle)), ("week 1/notes.txt", b"")]
    )
    folder = tmp_path / "week 1" / "ada"
    folder.mkdir(parents=True)
    (folder / "answers.csv").write_bytes(ada)
    (folder.parent / "notes.txt").write_bytes(b"")
    (tmp_path / "moodle.zip").write_bytes(archive_of(moodle))
    grade(homework, folder.parent, tmp_path / "moodle.zip")
    assert made["grades.csv"] == (homework / "marks" / "grades.csv").read_bytes()
    assert {line["id"] for line in content["students"] if line["file"]} == {"ada", "ben"}


def test_files_of_the_same_name_are_all_marked(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    ada, ben, _ = answers_of(homework).values()
    for name in ("answers.csv", "week/answers.csv"):
        content, _ = marked(homework, [(name, ada), (name, ben)])
        assert {line["id"] for line in content["students"] if line["file"]} == {"ada", "ben"}


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>.csv",
        "=1+1.csv",
        "-x.csv",
        "--out.csv",
        "\x1b[31m.csv",
        "\ud800.csv",
        "a\0b.csv",
        "~/x.csv",
        "__proto__",
    ],
)
def test_a_hostile_name_is_only_a_name(name: str, tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    handed = filled(sheet_of(homework, "ada")).replace(",", "<script>,", 3).encode()
    content, made = marked(homework, [(name, b"\x89PNG"), ("ada.csv", handed)])
    assert content["look"] is True
    page = made["class.html"].decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "\x1b" not in page + content["said"]


@pytest.mark.parametrize("name", ["../ada.csv", "a/../../ada.csv", "/etc/passwd", "", ".", "x" * 300])
def test_a_path_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    error, made = marked(make_homework(tmp_path), [(name, b"")])
    assert "this is not the name of a file in a folder" in error or "this file cannot be used" in error
    assert not made


def test_nothing_handed_in_is_said(tmp_path: Path) -> None:
    error, _ = marked(make_homework(tmp_path), {})
    assert error.startswith("nothing was handed in yet")


def test_a_hostile_archive_stops_nobody_else(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", 8) as archive:
        archive.writestr("ben.csv", b"0" * (40 << 20))
        archive.writestr("../../secret", b"another")
    content, made = marked(
        homework, {"ben.zip": bomb.getvalue(), "cyd.zip": b"PK\3\4", "ada.csv": answers_of(homework)["ada.csv"]}
    )
    assert "larger than 1024 KiB" in content["said"]
    assert "leads outside the archive" in content["said"]
    assert "cyd.zip: cannot be opened" in content["said"]
    assert content["students"][0]["percent"] == "100"
    assert "secret" not in files_of(extracted(made["hw1-marks.zip"], tmp_path / "page"))


def test_marked_sheets_come_if_asked_for(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    _, made = marked(homework, {"ada.csv": answers_of(homework)["ada.csv"]}, sheets=True)
    assert files_of(extracted(made["hw1-marks.zip"], tmp_path / "page"))["sheets/ada.pdf"].startswith(b"%PDF")


def test_a_template_that_was_agreed_to_is_used(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    (homework / "templates").mkdir()
    (homework / "templates" / "feedback.html.jinja").write_text("Own words", encoding="utf-8")
    handed = {"ada.csv": answers_of(homework)["ada.csv"]}
    assert marked(homework, handed) == ({"programs": ["templates/feedback.html.jinja"]}, {})
    _, made = marked(homework, handed, agreed=True)
    assert made["feedback/ada.html"] == b"Own words"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ModuleNotFoundError("no", name="PIL"), "this needs PIL, which the page does not have"),
        (OSError(28, "No space left on device", "sheets/ada.pdf"), "sheets/ada.pdf: No space left on device"),
    ],
)
def test_what_the_page_lacks_is_said_in_a_sentence(error: Exception, said: str) -> None:
    @click.command()
    def failing() -> None:
        raise error

    with pytest.raises(ByhandError, match=said):
        run(failing, [], lambda *_: None)
