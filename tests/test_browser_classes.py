"""What the page asks about classes: folders as the command line makes them, in zips that may hold anything."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest

from generator.assignment.description import read_assignment
from grader.browser import folders
from grader.browser.desk import ask
from tests.simulated.homework import HOSTILE_ROSTER, ROSTER, filled, grade, grades, make_homework, sheet_of
from tests.tools.commands import done
from tests.tools.images import picture
from tests.tools.zips import archive_of, extracted, files_of, zipped

CLASS: dict[str, Any] = {
    "title": "Homework 1",
    "due": "",
    "paper": "a4",
    "language": "en",
    "count": 3,
    "exercises": [{"name": "softmax", "settings": {}, "points": ""}],
}
MORE: dict[str, Any] = {"folder": "hw1.zip", "count": None, "agreed": False}


def asked(question: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> tuple[Any, Mapping[str, bytes]]:
    """What comes of a question about a class: the content or the error, and files."""
    reply = ask("class", json.dumps(question), files or {}, lambda *_: None)
    answer = json.loads(reply.text)
    return answer.get("content", answer.get("error")), reply.files


def test_a_class_is_the_folder_that_new_and_generate_make(tmp_path: Path) -> None:
    content, made = asked(CLASS)
    assert content["said"].startswith("homework-1: 3 worksheets, 3 of them printed now\n")
    assert set(made) == {"homework-1.zip", "class.pdf", "keys.pdf"}
    ours = extracted(made["homework-1.zip"], tmp_path / "ours")
    done("new", tmp_path / "homework-1", "--exercise", "softmax", "--count", 3)
    done("generate", tmp_path / "homework-1", "--jobs", 1)
    theirs = tmp_path / "homework-1"
    modes = [
        {path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*.*")}
        for folder in (ours, theirs)
    ]
    modes[1].pop(".byhand.lock", None)
    assert modes[0] == modes[1]
    assert stat.S_IMODE((ours / "secret").stat().st_mode) == 0o600
    assert made["class.pdf"] == (ours / "class.pdf").read_bytes()


def test_the_command_line_goes_on_with_a_class(tmp_path: Path) -> None:
    _, made = asked(CLASS)
    folder = extracted(made["homework-1.zip"], tmp_path)
    before = files_of(folder)
    assert "3 students, 3 with a sheet, 0 handed in" in done("status", folder)
    assert "0 of them printed now" in done("generate", folder, "--jobs", 1)
    assert {name: files_of(folder)[name] for name in before} == before
    answers = tmp_path / "2.csv"
    answers.write_text(filled(sheet_of(folder, "2")), encoding="utf-8")
    assert "1 of 3 students marked" in grade(folder, answers).output
    assert grades(folder)["2"]["percent"] == "100"


def test_every_exercise_has_its_own_parameters_and_points(tmp_path: Path) -> None:
    exercises = [
        {"name": "softmax", "settings": {"decimals": "1"}, "points": "12,5"},
        {"name": "softmax", "settings": {}, "points": " "},
        {"name": "lstm", "settings": {"steps": "2"}, "points": "3"},
    ]
    heading = {"due": "2026-12-01T18:00:00+01:00", "paper": "letter", "language": "de"}
    _, made = asked(CLASS | heading | {"exercises": exercises})
    assignment = read_assignment(extracted(made["homework-1.zip"], tmp_path))
    assert [(task.id, str(task.points)) for task in assignment.tasks] == [
        ("softmax", "25/2"),
        ("softmax-2", "None"),
        ("lstm", "3"),
    ]
    assert (assignment.paper, assignment.language, assignment.title) == ("letter", "de", "Homework 1")
    assert assignment.deadline is not None
    assert [task.blueprint.parameters.get("decimals") for task in assignment.tasks[:2]] == [1, 2]
    assert assignment.tasks[2].blueprint.parameters["steps"] == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"count": None}, "the number of students is missing"),
        ({"count": 0}, "the number of students is missing"),
        ({"count": 10_001}, "the number of students is missing"),
        ({"count": "3"}, "the number of students is missing"),
        ({"exercises": [{"name": "softmax", "settings": {"size": "many"}, "points": ""}]}, "softmax"),
        ({"exercises": [{"name": "../softmax", "settings": {}, "points": ""}]}, "softmax"),
        ({"exercises": [{"name": "softmax", "settings": {}, "points": "1/3"}]}, "points '1/3': expected a number"),
        ({"exercises": [{"name": "softmax", "settings": {}, "points": "-1"}]}, "points '-1': expected a number"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(wrong: dict[str, Any], said: str) -> None:
    error, made = asked(CLASS | wrong)
    assert said in error
    assert not made


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("LSTM", "class-lstm"),
        ("Übung 3: Größen", "ubung-3-grossen"),
        ("../../etc", "etc"),
        ("--out", "out"),
        ("数", "shu"),
        ("…", "class"),
        ("x" * 60, "x" * 40),
    ],
)
def test_the_folder_is_named_after_the_title(title: str, folder: str) -> None:
    assert folders.folder_for(title) == Path(folder)


def test_a_hostile_title_stays_a_title(tmp_path: Path) -> None:
    title = '<script>alert(1)</script>"\n[[exercise]]\nname = "lstm" \x00\x7f\ud800'
    _, made = asked(CLASS | {"title": title, "due": "\x1b]0;hi"})
    (name,) = (name for name in made if name.endswith(".zip"))
    assignment = read_assignment(extracted(made[name], tmp_path))
    assert assignment.title == '<script>alert(1)</script>" [[exercise]] name = "lstm" ���'
    assert len(assignment.tasks) == 1
    assert assignment.due == "�]0;hi"


def test_a_hostile_class_list_is_a_class_list(tmp_path: Path) -> None:
    _, made = asked(CLASS | {"count": None, "roster": "a.csv"}, {"roster": HOSTILE_ROSTER.encode()})
    folder = extracted(made["homework-1.zip"], tmp_path)
    assert (folder / "roster.csv").read_text(encoding="utf-8") == HOSTILE_ROSTER
    assert [student.id for student in read_assignment(folder).students()] == ["ada", "emmy", "mary"]
    error, _ = asked(CLASS | {"roster": "a.csv"}, {"roster": b"student,name\n../x,Ada\n"})
    assert error.startswith("roster.csv, line 2: the id '../x' contains a character")
    error, _ = asked(CLASS | {"roster": "a.xlsx"}, {"roster": b"no workbook"})
    assert error.startswith("roster.xlsx: cannot be read as a workbook")


def test_students_are_added_and_whoever_has_a_sheet_keeps_it(tmp_path: Path) -> None:
    _, made = asked(CLASS | {"roster": "a.csv"}, {"roster": ROSTER.encode()})
    before = extracted(made["homework-1.zip"], tmp_path / "before")
    longer = f"{ROSTER}dan,Dan\n".encode()
    content, again = asked(MORE | {"roster": "list.csv"}, {"folder": made["homework-1.zip"], "roster": longer})
    assert content["said"].startswith("homework-1: 4 worksheets, 1 of them printed now")
    after = extracted(again["homework-1.zip"], tmp_path / "after")
    old, new = files_of(before), files_of(after)
    assert {name for name in old if old[name] != new[name]} == {
        *("class.pdf", "keys.pdf", "issued.jsonl", "printed.jsonl", "roster.csv")
    }
    assert set(new) - set(old) == {"sheets/dan.pdf", "keys/dan.pdf", "answers/dan.csv"}
    assert new["issued.jsonl"].startswith(old["issued.jsonl"])
    assert "4 students, 4 with a sheet" in done("status", after)


def test_a_class_without_names_gets_a_larger_number(tmp_path: Path) -> None:
    _, made = asked(CLASS)
    content, again = asked(MORE | {"count": 5}, {"folder": made["homework-1.zip"]})
    assert "5 worksheets, 2 of them printed now" in content["said"]
    assert "5 students, 5 with a sheet" in done("status", extracted(again["homework-1.zip"], tmp_path))


def test_a_class_with_names_takes_no_number(tmp_path: Path) -> None:
    error, _ = asked(MORE | {"count": 5}, {"folder": zipped(make_homework(tmp_path))})
    assert error == "hw1/roster.csv: has names or ids of its own; give the longer list, not a number"


@pytest.mark.parametrize(("kind", "name"), [("PNG", "logo.png"), ("JPEG", "logo.jpg")])
def test_a_logo_goes_into_the_folder_and_onto_every_sheet(kind: str, name: str) -> None:
    _, made = asked(CLASS, {"logo": picture(kind=kind)})
    with ZipFile(io.BytesIO(made["homework-1.zip"])) as archive:
        assert archive.read(f"homework-1/{name}") == picture(kind=kind)
        assert f'\nlogo = "{name}"' in archive.read("homework-1/assignment.toml").decode()
        assert b"/Subtype /Image" in archive.read("homework-1/sheets/1.pdf")
    assert made["class.pdf"].count(b"/Subtype /Image") == 1
    _, without = asked(CLASS)
    assert b"/Subtype /Image" not in without["class.pdf"]


@pytest.mark.parametrize(
    ("logo", "fault"),
    [
        (b"<svg/>", "das Logo: kein Bild, das sich drucken lässt; speichern Sie das Logo als PNG"),
        (picture() + bytes(200 << 10), "das Logo: größer als 200 KiB, und jedes Blatt enthält es; verkleinern Sie es"),
        (picture()[:60], "das Logo lässt sich nicht als Bild lesen; speichern Sie es neu als PNG"),
    ],
)
def test_a_logo_that_cannot_be_printed_is_refused_in_the_words_of_the_page(logo: bytes, fault: str) -> None:
    error, made = asked(CLASS | {"page": "de"}, {"logo": logo})
    assert (error, made) == (fault, {})


@pytest.mark.parametrize(
    ("roster", "fault"),
    [
        (
            "a,b\n1,2\n",
            "roster.csv: keine Titel von Spalten; die erste Zeile ist a, b. Ergänzen Sie über der ersten Person eine",
        ),
        ("student,name\n", "roster.csv: keine Studierenden; ergänzen Sie"),
        (
            "student,name\nada,Ada\nADA,Ada\n",
            "roster.csv, Zeile 3: Die Kennung 'ADA' steht schon in Zeile 2; wählen Sie",
        ),
        ("student,name\na/b,Ada\n", "roster.csv, Zeile 2: Die Kennung 'a/b' enthält ein Zeichen, das in Dateinamen"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_in_the_words_of_the_page(roster: str, fault: str) -> None:
    error, _ = asked(CLASS | {"page": "de", "roster": "a.csv"}, {"roster": roster.encode()})
    assert error.startswith(fault)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (
            'paper = 1\n[[exercise]]\nname = "lstm"',
            'hw1/assignment.toml: paper \'1\' ist unbekannt; nehmen Sie "a4" oder "letter"',
        ),
        ("colour = 1", "hw1/assignment.toml: 'colour' ist hier unbekannt; nehmen Sie eines von accept, answers"),
        ("paper =", "hw1/assignment.toml, Zeile 3: kein gültiges TOML: paper =; nach = fehlt der Wert"),
        ('[[exercise]]\nname = "lstn"', "hw1/assignment.toml, Aufgabe 1: keine Übung heißt 'lstn'; meinten Sie lstm"),
        (
            '[[exercise]]\nname = "lstm"\n[exercise.set]\nstep = 2',
            "hw1/assignment.toml, Aufgabe 1: lstm hat keinen Parameter 'step'; meinten Sie steps? es gibt",
        ),
        (
            '[[exercise]]\nname = "lstm"\n[exercise.given]\nnone = [[1]]',
            "hw1/assignment.toml, Aufgabe 1: lstm zieht kein Gitter namens 'none'",
        ),
    ],
)
def test_a_description_that_cannot_be_used_is_refused_in_the_words_of_the_page(
    tmp_path: Path, wrong: str, fault: str
) -> None:
    homework = make_homework(tmp_path)
    (homework / "assignment.toml").write_text(f'title = "T"\nkey = "k"\n{wrong}\n', encoding="utf-8")
    error, _ = asked(MORE | {"page": "de"}, {"folder": zipped(homework)})
    assert error.startswith(fault)


def test_names_that_no_font_shows_ask_for_more_fonts_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.browser.classes.has_world", lambda: False)
    monkeypatch.setattr("grader.browser.classes.replaced", lambda text: {"华": "Hua"} if "华" in text else {})
    for name, needed in (("Ada", False), ("华罗庚", True)):
        content, made = asked(CLASS | {"roster": "a.csv"}, {"roster": f"student,name\nada,{name}\n".encode()})
        assert (content == {"needs": "world.zip"}) is needed
        assert bool(made) is not needed


def test_the_outcome_is_counted_and_warnings_are_to_be_looked_at() -> None:
    content, made = asked(CLASS)
    assert (content["sheets"], content["look"]) == ({"all": 3, "new": 3}, False)
    again, _ = asked(MORE | {"count": 5}, {"folder": made["homework-1.zip"]})
    assert again["sheets"] == {"all": 5, "new": 2}
    odd, _ = asked(CLASS | {"roster": "a.csv"}, {"roster": "student,name\nada,\U000f0000\n".encode()})
    assert odd["look"] is True


def test_a_list_takes_the_place_of_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (("student", "name"), ("ada", "Ada Lovelace"), ("ben", "Ben Ray")):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    _, made = asked(CLASS | {"roster": "Class.XLSX"}, {"roster": file.getvalue()})
    assert "roster.xlsx" in files_of(extracted(made["homework-1.zip"], tmp_path / "workbook"))
    files = {"folder": made["homework-1.zip"], "roster": ROSTER.encode()}
    content, again = asked(MORE | {"roster": "a.csv"}, files)
    assert "3 worksheets, 1 of them printed now" in content["said"]
    names = files_of(extracted(again["homework-1.zip"], tmp_path / "list"))
    assert "roster.csv" in names
    assert "roster.xlsx" not in names


def test_a_folder_of_the_command_line_is_gone_on_with_however_it_was_zipped(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    done("generate", homework, "--jobs", 1)
    content, made = asked(MORE, {"folder": zipped(homework)})
    assert content["said"].startswith("hw1: 3 worksheets, 0 of them printed now")
    again = files_of(extracted(made["hw1.zip"], tmp_path / "again"))
    assert again == {name: content for name, content in files_of(homework).items() if name != ".byhand.lock"}
    texts = {name: (homework / name).read_text("utf-8") for name in ("assignment.toml", "roster.csv", "issued.jsonl")}
    flat = archive_of(texts)
    windows = archive_of({f"hw1\\{name}": text for name, text in texts.items()})
    mac = {f"a/hw1/{name}": text for name, text in texts.items()}
    littered = archive_of({"__MACOSX/hw1/assignment.toml": "x", "a/hw1/.DS_Store": "x"} | mac)
    for content in (flat, windows, littered):
        _, made = asked(MORE, {"folder": content})
        with ZipFile(io.BytesIO(made["hw1.zip"])) as archive:
            assert {name.split("/")[0] for name in archive.namelist()} == {"hw1"}
            assert "hw1/sheets/ada.pdf" in archive.namelist()
            assert "hw1/.DS_Store" not in archive.namelist()


def test_what_says_nothing_of_permissions_is_private(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in files_of(homework).items():
            entry = ZipInfo(f"hw1/{name}")
            archive.writestr(entry, content)
            entry.external_attr = 0
    _, made = asked(MORE, {"folder": file.getvalue()})
    with ZipFile(io.BytesIO(made["hw1.zip"])) as archive:
        assert archive.getinfo("hw1/secret").external_attr >> 16 & 0o777 == 0o600


def test_a_zip_that_an_exercise_is_called_like_is_still_a_class(tmp_path: Path) -> None:
    homework = make_homework(tmp_path).rename(tmp_path / "lstm")
    content, made = asked(MORE, {"folder": zipped(homework)})
    assert content["said"].startswith("class-lstm: 3 worksheets, 3 of them printed now")
    assert "class-lstm.zip" in made


DESCRIPTION = '[[exercise]]\nname = "softmax"\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no zip", "hw1.zip: cannot be opened as a zip archive"),
        (archive_of({}), "hw1.zip: no assignment.toml is in it"),
        (archive_of({"a/b.txt": "x"}), "hw1.zip: no assignment.toml is in it"),
        (
            archive_of({"a/assignment.toml": DESCRIPTION, "b/assignment.toml": DESCRIPTION}),
            "hw1.zip: holds several assignments, such as a and b",
        ),
        (archive_of({"assignment.toml": DESCRIPTION, "../x": "x"}), "hw1.zip/../x: the path leads outside the archive"),
        (archive_of({"assignment.toml": DESCRIPTION, "/etc/x": "x"}), "the path leads outside the archive"),
        (archive_of({"assignment.toml": DESCRIPTION, "a": "x", "a/b": "x"}), "hw1.zip: cannot be unpacked"),
        (archive_of({"assignment.toml": "title = ["}), "hw1/assignment.toml, line 1: not valid TOML"),
        (archive_of({"assignment.toml": DESCRIPTION}), "hw1/roster.csv: cannot be read"),
        (archive_of({"assignment.toml": DESCRIPTION, "x" * 300: ""}), "hw1.zip: cannot be unpacked"),
    ],
)
def test_a_zip_that_is_no_class_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    error, made = asked(MORE, {"folder": content})
    assert said in error
    assert not made


@pytest.mark.parametrize(("most", "fits"), [(99, False), (100, True)])
def test_a_zip_unpacks_to_no_more_than_a_page_can_hold(most: int, fits: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_BYTES", most)
    error, _ = asked(MORE, {"folder": archive_of({"assignment.toml": " " * 100})})
    assert error.startswith("hw1/assignment.toml: no exercises" if fits else "hw1.zip: contains too many files")


@pytest.mark.parametrize(
    "program", ["exercises/mine.py", "templates/feedback.html.jinja", "templates/de/feedback.html.jinja"]
)
def test_programs_of_a_folder_run_only_if_they_are_agreed_to(program: str, tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    (homework / program).parent.mkdir(parents=True)
    (homework / program).write_text("raise SystemExit(3)" if program.endswith(".py") else "", encoding="utf-8")
    (homework / "templates").mkdir(exist_ok=True)
    (homework / "templates" / "en.po").write_text("", encoding="utf-8")
    for question in ("class", "mark"):
        content = json.dumps(MORE | {"names": [], "sheets": False})
        reply = ask(question, content, {"folder": zipped(homework)}, lambda *_: None)
        assert json.loads(reply.text) == {"content": {"programs": [program]}}
        assert not reply.files


def test_progress_is_shown_of_every_student() -> None:
    heard: list[tuple[str, int, int]] = []
    ask("class", json.dumps(CLASS), {}, lambda *what: heard.append(what))
    assert [what for what in heard if what[1]] == [
        *(("drawing", number, 3) for number in (1, 2, 3)),
        *(("printing", number, 3) for number in (1, 2, 3)),
    ]
