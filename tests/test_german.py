"""The German translation is complete: every template, every slip, and no English left in what a student gets back."""

from __future__ import annotations

import csv
import html
import re
import tomllib
from pathlib import Path

import pdfplumber
import pytest
from click.testing import CliRunner

from generator.assignment.description import read_assignment
from generator.assignment.issue import issue_missing
from generator.assignment.roster import read_roster
from generator.catalogue import find_exercise
from generator.cli import main
from generator.errors import ByhandError
from generator.language.po_files import read_po, translations
from generator.language.sentences import calls, literals
from generator.language.words import translator
from generator.network.instance import Urn
from grader.marking.guesses import guesses
from grader.reports.templates import report_templates
from tests.simulated.homework import filled, grade, sheet_of

TEMPLATES = Path(__file__).parent.parent / "templates"
ENGLISH_WORDS = re.compile(
    r"\b(the|of|row|column|wrong|right|blank|step|you|your|students?|credit|points|looks)\b", re.I
)
TOML = 'title = "Blatt 1"\nlanguage = "de"\n[[exercise]]\nname = "lstm"\n[exercise.set]\nsteps = 1\n'


FINGERPRINT = find_exercise("lstm").blueprint({"steps": 4}).fingerprint


def test_the_grids_of_a_slip_stay_in_its_german_name() -> None:
    blueprint = find_exercise("lstm").blueprint({})
    names = {guess.slip.worded(translator("de")) for guess in guesses(blueprint, "zf1")}
    assert "Wi wurde statt Wf gelesen" in names


def test_a_german_assignment_is_marked_in_german(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML)
    (tmp_path / "roster.csv").write_text("student,name\nada,Ada\nben,Ben\n")
    runner = CliRunner()
    assert runner.invoke(main, ["generate", str(tmp_path), "--jobs", "1"]).exit_code == 0
    answers = tmp_path / "answers" / "ada.csv"
    lines = answers.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("worksheet;exercise;step;title;line;grid;row;1")
    filled = [line.rstrip(";") + ";9" for line in lines[1:6]]
    answers.write_text("\n".join([lines[0], *filled, lines[6].rstrip(";") + ";x", *lines[7:]]), "utf-8")
    result = runner.invoke(main, ["grade", str(tmp_path), str(answers)])
    assert result.exit_code == 1, "the sheet is mostly blank"
    feedback = (tmp_path / "marks" / "feedback" / "ada.md").read_text("utf-8")
    page = (tmp_path / "marks" / "feedback" / "ada.html").read_text("utf-8")
    for text in (feedback, page):
        for words in ("Punkten", "Der erste Fehler", "So wird es richtig", "Speicher", "Zeile"):
            assert words in text
        told = re.sub(r"<style>.*?</style>|<[^>]*>|`[^`]*`", " ", text, flags=re.S)
        assert not ENGLISH_WORDS.findall(told)
    for file in ("class.html", "summary.md"):
        report = re.sub(r"<style>.*?</style>|<[^>]*>", " ", (tmp_path / "marks" / file).read_text("utf-8"), flags=re.S)
        assert "Studierende" in report
        assert not ENGLISH_WORDS.findall(report)
    assert "incorrect" in (tmp_path / "marks" / "cells.csv").read_text("utf-8")  # machines read English


def test_german_sentences_of_sheets_and_feedback_have_decimal_commas() -> None:
    entries = read_po((TEMPLATES / "de.po").read_text(encoding="utf-8"), "de.po")
    shown = re.compile(r"generator/(exercises|sheet|layout|network)/|templates/(feedback|marked_sheet)")
    sentences = [entry for entry in entries if any(shown.match(path) for path, _ in entry.occurrences)]
    assert len(sentences) > 300
    assert not [text for entry in sentences for text in translations(entry) if re.search(r"\d\.\d", text)]


def test_why_a_result_does_not_exist_is_said_in_german() -> None:
    blueprint = find_exercise("layer-normalization").blueprint({}, translator("de"))
    pinned = {grid.name: tuple((0,) * grid.shape[1] for _ in range(grid.shape[0])) for grid in blueprint.drawn}
    with pytest.raises(ByhandError) as caught:
        Urn(blueprint, pinned).draw(7)
    assert "eine Division durch 0 bei diesen Zahlen" in caught.value.said.worded(translator("de"))
    assert "a division by 0 with these numbers" in str(caught.value)


def test_a_new_german_assignment_differs_from_an_english_one_in_its_language_and_comments_alone(tmp_path: Path) -> None:
    described = {}
    for language in ("en", "de"):
        folder = tmp_path / language / "hw"
        made = ["new", str(folder), "--exercise", "lstm", "--exercise", "gcn", "--language", language]
        assert CliRunner().invoke(main, made).exit_code == 0
        assert read_assignment(folder).language == language
        described[language] = (folder / "assignment.toml").read_text(encoding="utf-8")
    english, german = (tomllib.loads(text) for text in described.values())
    assert len(german["key"]) == len(english["key"]) == 16
    assert german == english | {"language": "de", "key": german["key"]}
    ours, theirs = (text.splitlines() for text in described.values())
    assert len(ours) == len(theirs)
    assert "steps = 3  # Zeitschritte, 1 bis 4" in theirs
    comments = " ".join(line.partition("# ")[2] for line in theirs)
    assert not re.findall(r"\b(the|of|or|to|if|for|all|any|size|cell)\b", comments)


def test_new_refuses_a_language_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["new", str(tmp_path / "hw"), "--exercise", "lstm", "--language", "xx"])
    assert result.exit_code != 0
    assert not (tmp_path / "hw").exists()


def test_a_teachers_own_template_comes_before_ours_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML)
    own = tmp_path / "templates"
    own.mkdir()
    (own / "summary.md.jinja").write_text("Mein Kurs: {{ reports | length }}")
    templates = report_templates(read_assignment(tmp_path))
    assert templates.get_template("summary.md.jinja").render(reports=[1, 2]) == "Mein Kurs: 2"
    assert templates.get_template("feedback.md.jinja").filename == str(TEMPLATES / "feedback.md.jinja")
    (own / "de").mkdir()
    (own / "de" / "summary.md.jinja").write_text("Auf Deutsch")
    assert report_templates(read_assignment(tmp_path)).get_template("summary.md.jinja").render() == "Auf Deutsch"


ODD_LINES = (
    "{id},lstm,2,,,zf1,1,77",
    "{id},lstm,2,,,zf1,two,1",
    "{id},lstm,2,,,zf9,1,1",
    "{id},lstm,2,,,ZI1,1,5",
    "{id},lstm,2,,,f1,1,,2",
    "{id},,,,,,,6",
    '{id},lstm,2,,,zc1,1,"1\n',
)
"""A line that contradicts another, one of no row, of no grid, spelled otherwise, too wide, unnamed, without an end."""


def odd_class(folder: Path, language: str) -> Path:
    """The marks of a class in which everything that can go wrong with files does."""
    folder.mkdir()
    described = TOML.replace('"de"', f'"{language}"').replace("steps = 1", "steps = 4")
    (folder / "assignment.toml").write_text(described, encoding="utf-8")
    roster, handed = folder / "roster.csv", folder / "in"
    handed.mkdir()
    roster.write_text(
        "student,name\nada,Ada\nben,Ben\ncyd,Cyd\ndora,Dora\nemmy,Emmy\ngauss,Gauß\nhopper,Hopper\n", encoding="utf-8"
    )
    issue_missing(read_assignment(folder), read_roster(roster))
    roster.write_text(
        "student,name\nada,Ada\nben,Ben\ndora,Dora\nemmy,Emmy\nfay,Fay\ngauss,Gauß\nhopper,Hopper\n", encoding="utf-8"
    )
    ada, ben, cyd = (sheet_of(folder, student) for student in ("ada", "ben", "cyd"))
    cut = filled(ada, {("h1", 1, 1): "?"}).replace("row,1", "row,1,2").splitlines(keepends=True)
    two_columns = "".join(cut[:-5])
    dora, emmy, gauss = (sheet_of(folder, student).id for student in ("dora", "emmy", "gauss"))
    header = "worksheet,exercise,step,grid,row,1\n"
    odd = ["zf1,1,0,5,-", "zf1,2,0,5,3", "zc1,1,1,-,x", 'zc1,2,"1,-', *(f"g{number},1,7,-" for number in range(30))]
    texts = {
        "ada.csv": two_columns + "\n".join(ODD_LINES).format(id=ada.id),
        "ada-same-time.csv": filled(ben, {("h1", 1, 1): "8"}),
        "ben.csv": filled(ben),
        "ben-same-time.csv": filled(cyd).replace(cyd.id, ben.id),
        "dora-odd.csv": header.replace("1", "1,2") + "".join(f"{dora},lstm,2,{line}\n" for line in odd),
        "emmy-beside.csv": f"{header.strip()};\n{emmy},lstm,2,zf1,1,;3\n",
        "gauss.jpg": "a picture",
        "mixed.csv": filled(ada) + f"{gauss},lstm,2,,,zf1,1,1\n",
        "dora.csv": filled(ada),
        "emmy-empty.csv": "",
        "cyd.csv": filled(cyd).rsplit("\n", 2)[0],
        "nobody.csv": header + ",lstm,2,zf1,1,1\n",
        "other-course.csv": header + "".join(f"ZZZZ-ZZZ{n},lstm,2,zf1,1,1\n" for n in range(2, 9)),
        "lines.csv": header,
        "columns.csv": "grid,row\nzf1,1\n",
        "twice.csv": "grid,row,1,1\nzf1,1,1,1\n",
        "long.csv": header + f"{ada.id},lstm,2,zf1,1,1\n" * 20_001,
        "field.csv": header + f'{ada.id},lstm,2,zf1,1,"{"1" * 200_000}"\n',
        "essay.docx": "hello",
        "broken.pdf": "%PDF",
        "broken.xlsx": "PK",
        "broken.zip": "PK",
    }
    for name, text in texts.items():
        (handed / name).write_text(text, encoding="utf-8")
    (handed / "picture.csv").write_bytes(bytes(999))
    (handed / "large.csv").write_bytes(b"1," * (1 << 20))
    (handed / "link.csv").symlink_to(handed / "ada.csv")
    record = folder / "issued.jsonl"
    # As an earlier byhand would have written it: without digests.
    text = re.sub(r', "digest": "\w{16}"', "", record.read_text("utf-8"))
    record.write_text(text.replace(FINGERPRINT, "0" * 64), "utf-8")
    (folder / "secret").unlink()  # which would tell that the record was changed
    assert grade(folder, handed).exit_code == 1
    moodle = ["export", "moodle", str(folder), str(handed), "--out", str(folder / "marks" / "moodle.csv")]
    assert CliRunner().invoke(main, moodle).exit_code == 0
    return folder / "marks"


def german_table() -> list[tuple[str, str]]:
    entries = read_po((TEMPLATES / "de.po").read_text("utf-8"), "de.po")
    return [(entry.msgid, other) for entry in entries for other in translations(entry)[:1]]


def phrases(sentence: str) -> list[str]:
    """What a sentence always says, whatever its values: its longer pieces between placeholders."""
    return [piece for piece in re.split(r"\{[^}]*\}", sentence) if len(piece) > 9 and " " in piece.strip()]


def read(file: Path) -> str:
    """What people read in a report, without markup and what students typed."""
    text = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>|`[^`]*`", " ", file.read_text("utf-8"), flags=re.S))
    return text.replace("\\", "")


def test_no_report_on_odd_files_says_an_english_sentence_in_a_german_class(tmp_path: Path) -> None:
    english, german = odd_class(tmp_path / "en", "en"), odd_class(tmp_path / "de", "de")
    table = {ours: theirs for ours, theirs in german_table() if phrases(ours) and phrases(theirs)}
    translated: set[str] = set()
    for file in german.rglob("*.*"):
        ours, theirs = read(english / file.relative_to(german)), read(file)
        if file.name != "cells.csv":  # which only programs read
            kept = {one for one in table for phrase in phrases(one) if phrase in theirs and phrase not in table[one]}
            assert kept == set(), file
        if file.suffix in (".md", ".html"):
            assert set(ENGLISH_WORDS.findall(theirs)) <= {"row", "step"}, "the names of columns, and nothing else"
        translated |= {
            one
            for one, other in table.items()
            if all(phrase in ours for phrase in phrases(one)) and all(phrase in theirs for phrase in phrases(other))
        }
    remarks = {
        sentence
        for path, call in calls("say")
        if Path(path).stem in ("submission", "reading", "collecting", "grading")
        for sentence in literals(call)
    }
    assert len(remarks) > 10
    assert (remarks & table.keys()) - translated == set(), "this class gives occasion for every remark"


def test_german_numbers_have_a_decimal_comma_wherever_they_are_printed(tmp_path: Path) -> None:
    folder = tmp_path / "hw"
    folder.mkdir()
    tasks = '[[exercise]]\nname = "backpropagation"\npoints = 12.5\n[exercise.set]\nlearning_rate = 0.5\n'
    (folder / "assignment.toml").write_text(TOML + tasks)
    (folder / "roster.csv").write_text("student,name\nada,Ada Lovelace\n")
    for options in (["--key", "worked", "--fillable"], []):
        assert CliRunner().invoke(main, ["generate", str(folder), *options]).exit_code == 0
    wrong = {("zf1", 1, 1): "77", ("W3new", 1, 1): "", ("f1", 1, 1): "9"}
    lines = csv.reader(filled(sheet_of(folder, "ada"), wrong).splitlines())
    (tmp_path / "ada.csv").write_text("\n".join(";".join(line).replace(".", ",") for line in lines), "utf-8")
    run = CliRunner().invoke(main, ["grade", str(folder), str(tmp_path / "ada.csv"), "--sheets"])
    assert run.exit_code == 0, run.output
    texts = {name: read(folder / "marks" / name) for name in ("feedback/ada.html", "feedback/ada.md", "class.html")}
    for part in ("sheets", "keys", "keys-worked", "fillable", "marks/sheets"):
        with pdfplumber.open(folder / part / "ada.pdf") as document:
            texts[part] = "\n".join(page.extract_text() for page in document.pages)
    texts["terminal"] = CliRunner().invoke(main, ["show", "lstm", "--key", "--language", "de"]).output
    for name, text in texts.items():
        assert not re.findall(r"\d\.\d", text), name
        assert re.search(r"\d,\d", text), name
    assert "− 0,5 ×" in texts["sheets"]
    assert "/ 12,5" in texts["marks/sheets"]
