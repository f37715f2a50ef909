"""The German translation is complete: every template, every slip, and no English left in what a student gets back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from jinja2 import Environment, nodes

from generator import operations
from generator.assignment import read_assignment
from generator.cli import main
from generator.language import ENGLISH, translator
from generator.wording import environment
from grader import slips
from grader.slips import READ_INSTEAD, worded_slip
from grader.wording import report_templates

TEMPLATES = Path(__file__).parent.parent / "templates"
OURS = sorted(path.name for path in TEMPLATES.glob("*.jinja") if "css" not in path.name and "toml" not in path.name)
ENGLISH_WORDS = re.compile(
    r"\b(the|of|row|column|wrong|right|blank|step|you|your|students?|credit|points|looks)\b", re.I
)
TOML = 'title = "Blatt 1"\nlanguage = "de"\n[[exercise]]\nname = "lstm"\n[exercise.set]\nsteps = 1\n'


def shape_of(source: str) -> list[str]:
    """What a template shows and asks, without its words: names, attributes and tests in their order."""
    tree = Environment(autoescape=False).parse(source)
    found = tree.find_all((nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Macro))
    return sorted(f"{type(node).__name__} {getattr(node, 'name', getattr(node, 'attr', ''))}" for node in found)


@pytest.mark.parametrize("name", OURS)
def test_every_template_of_a_report_has_a_german_one_that_shows_the_same(name: str) -> None:
    assert len(OURS) >= 5
    ours, german = ((folder / name).read_text("utf-8") for folder in (TEMPLATES, TEMPLATES / "de"))
    assert shape_of(german) == shape_of(ours)
    assert german != ours


def test_every_slip_has_a_german_name() -> None:
    known = dict(translator("de").table)
    made = [one for one in vars(operations).values() if isinstance(one, operations.Operation)]
    names = {slip.name for operation in made for slip in operation.slips}
    names |= {slips.SIGN, slips.SWAPPED, slips.NEIGHBOUR, READ_INSTEAD}
    assert len(names) > 20
    assert not names - known.keys()


def test_the_grids_of_a_slip_stay_in_its_german_name() -> None:
    slip = READ_INSTEAD.format(other="W1", grid="W2")
    assert worded_slip(slip, translator("de")) == "W1 wurde statt W2 gelesen"
    assert worded_slip(slip, ENGLISH) == slip
    assert worded_slip("", translator("de")) == ""


def test_a_german_assignment_is_marked_in_german(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML)
    (tmp_path / "roster.csv").write_text("student,name\nada,Ada\nben,Ben\n")
    runner = CliRunner()
    assert runner.invoke(main, ["generate", str(tmp_path), "--jobs", "1"]).exit_code == 0
    answers = tmp_path / "answers" / "ada.csv"
    lines = answers.read_text("utf-8-sig").splitlines()
    filled = [line.rstrip(",") + ",9" + ",9" * (line.split(",")[3] == "h1") for line in lines[1:6]]
    answers.write_text("\n".join([lines[0], *filled, lines[6].rstrip(",") + ",x", *lines[7:]]), "utf-8")
    result = runner.invoke(main, ["grade", str(tmp_path), str(answers)])
    assert result.exit_code == 0, result.output
    feedback = (tmp_path / "marks" / "feedback" / "ada.md").read_text("utf-8")
    page = (tmp_path / "marks" / "feedback" / "ada.html").read_text("utf-8")
    for text in (feedback, page):
        for words in ("Punkten", "Der erste Fehler", "So wird es richtig", "Gatter", "Zeile"):
            assert words in text
        told = re.sub(r"<style>.*?</style>|<[^>]*>|`[^`]*`", " ", text, flags=re.S)
        assert not ENGLISH_WORDS.findall(told)
    for file in ("class.html", "summary.md"):
        report = re.sub(r"<style>.*?</style>|<[^>]*>", " ", (tmp_path / "marks" / file).read_text("utf-8"), flags=re.S)
        assert "Studierende" in report
        assert not ENGLISH_WORDS.findall(report)
    assert "incorrect" in (tmp_path / "marks" / "cells.csv").read_text("utf-8")  # machines read English


def test_a_teachers_own_template_comes_before_ours_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML)
    own = tmp_path / "templates"
    own.mkdir()
    (own / "summary.md.jinja").write_text("Mein Kurs: {{ reports | length }}")
    templates = report_templates(read_assignment(tmp_path))
    assert templates.get_template("summary.md.jinja").render(reports=[1, 2]) == "Mein Kurs: 2"
    assert templates.get_template("feedback.md.jinja").filename == str(TEMPLATES / "de" / "feedback.md.jinja")
    english = environment()
    assert english.loader is not None
    assert english.loader.get_source(english, "feedback.md.jinja")[1] == str(TEMPLATES / "feedback.md.jinja")
