"""Finished layouts are kept in the user's cache folder; nobody can tell by the files, and nothing outdated is used."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

import generator
from generator.catalogue import Catalogue, find_exercise
from generator.files.kept import cache_folder
from generator.language.words import ENGLISH, translator
from generator.layout.editions import Edition, kept_sheets, lay_out_edition
from generator.layout.editions.kept_sheets import lay_out_once
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Paper, Sheet
from tests.simulated.homework import filled, make_homework, sheet_of
from tests.tools.commands import done

PROGRAM = """
import sys
from generator.cli import main
try:
    main(["generate", "lstm", "--seed", "7", "--out", sys.argv[1]])
finally:
    print("generator.layout.planner" in sys.modules)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: None) -> Path:
    """Where sheets are kept, as long as the file `code` stays as it is."""
    code = tmp_path / "code"
    code.write_text("1")
    monkeypatch.setattr(kept_sheets, "_sources", lambda: [code])
    return cache_folder() / "sheets"


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The exercises that had to be laid out, in this order."""
    names: list[str] = []

    def counted(
        edition: Edition, exercises: tuple[tuple[str, Blueprint], ...], paper: Paper, instructions: bool
    ) -> Sheet:
        names.extend(name for name, _ in exercises)
        return lay_out_edition(edition, exercises, paper, instructions)

    monkeypatch.setattr(kept_sheets, "lay_out_edition", counted)
    return names


def once(name: str, edition: Edition = Edition.USUAL) -> Sheet:
    return lay_out_once(edition, [(name, find_exercise(name).blueprint())], Paper.A4, False)


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("gcn", Edition.USUAL),
        ("llm-sampling", Edition.USUAL),
        ("matrix-multiplication", Edition.TWO_UP),
        ("mlp", Edition.BOOKLET),
    ],
)
def test_a_kept_sheet_is_the_one_that_was_laid_out(
    name: str, edition: Edition, folder: Path, laid_out: list[str]
) -> None:
    made, kept = once(name, edition), once(name, edition)
    assert laid_out == [name]
    assert made == kept == lay_out_edition(edition, [(name, find_exercise(name).blueprint())], Paper.A4, False)
    assert len(list(folder.iterdir())) == 1


def test_files_are_the_same_whether_a_sheet_is_laid_out_kept_or_read(tmp_path: Path) -> None:
    """Each time a new process, the first two at once; only one that reads what is kept needs no layout."""
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1])}
    keeping = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | home

    def started(out: str, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / out)]
        return subprocess.Popen(command, env=keeping | environment, stdout=subprocess.PIPE, text=True)

    two = [started("first"), started("second")]
    said = [process.communicate()[0] for process in two]
    said.append(started("third").communicate()[0])
    said.append(started("plain", PYTHONDONTWRITEBYTECODE="1").communicate()[0])
    assert [one.splitlines()[-1] for one in said] == ["True", "True", "False", "True"]
    printed = [
        {path.name: path.read_bytes() for path in (tmp_path / out).iterdir()}
        for out in ("first", "second", "third", "plain")
    ]
    assert len(printed[0]) == 3
    assert printed[0] == printed[1] == printed[2] == printed[3]
    assert len(list((tmp_path / ".cache" / "byhand" / "sheets").iterdir())) == 1


def test_a_sheet_is_laid_out_again_when_the_code_has_changed(folder: Path, laid_out: list[str], tmp_path: Path) -> None:
    once("softmax")
    (tmp_path / "code").write_text("12")
    once("softmax")
    once("softmax")
    assert laid_out == ["softmax"] * 2
    assert len(list(folder.iterdir())) == 1, "the old one is replaced"


def test_all_code_of_byhand_and_the_faces_can_change_a_sheet() -> None:
    sources = list(kept_sheets._sources())
    assert Path(generator.__file__).parent in sources
    assert {"FiraGO_Regular.py", "FiraGO_Bold.py", "FiraGO_Italic.py"} < {source.name for source in sources}
    assert [source.parent.name for source in sources].count("uharfbuzz") == 1
    assert all(source.exists() for source in sources)


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda _: b"", lambda content: content + b"."])
def test_a_damaged_sheet_is_laid_out_again(folder: Path, laid_out: list[str], damage: Callable[[bytes], bytes]) -> None:
    made = once("softmax")
    (file,) = folder.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert once("softmax") == once("softmax") == made
    assert laid_out == ["softmax"] * 2


def test_everything_that_is_on_a_sheet_tells_it_from_others(folder: Path, tmp_path: Path) -> None:
    softmax = find_exercise("softmax")
    usual, fewer = softmax.blueprint(translate=ENGLISH), softmax.blueprint({"n": 3}, ENGLISH)
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "en.po").write_text('msgid "Softmax"\nmsgstr "Shares"\n')
    reworded, german = (softmax.blueprint(translate=translator(*of)) for of in (("en", tmp_path), ("de",)))
    lay_out_once(Edition.USUAL, [("softmax", usual)], Paper.A4, False)
    for edition, exercises, paper, instructions in (
        (Edition.BOOKLET, [("softmax", usual)], Paper.A4, False),
        (Edition.USUAL, [("warm-up", usual)], Paper.A4, False),
        (Edition.USUAL, [("softmax", fewer)], Paper.A4, False),
        (Edition.USUAL, [("softmax", german)], Paper.A4, False),
        (Edition.USUAL, [("softmax", reworded)], Paper.A4, False),
        (Edition.USUAL, [("softmax", usual), ("again", usual)], Paper.A4, False),
        (Edition.USUAL, [("softmax", usual)], Paper.LETTER, False),
        (Edition.USUAL, [("softmax", usual)], Paper.A4, True),
    ):
        before = set(folder.iterdir())
        sheet = lay_out_once(edition, exercises, paper, instructions)
        assert len(set(folder.iterdir()) - before) == 1
        assert sheet == lay_out_edition(edition, exercises, paper, instructions)


def test_a_changed_file_of_a_teachers_own_is_another_sheet(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "exercises"
    own.mkdir()
    text = (Path(generator.__file__).parents[1] / "templates" / "exercise.txt").read_text("utf-8")
    for title in ("One", "Two"):
        (own / "my_layer.py").write_text(text.replace("NAME", "my_layer").replace("TITLE", title))
        blueprint = Catalogue.of(own.parent).find("my-layer").blueprint()
        sheet = lay_out_once(Edition.USUAL, [("my-layer", blueprint)], Paper.A4, False)
        assert sheet.chapters[0].title == title
    assert len(list(folder.iterdir())) == 2


def test_exercises_of_other_packages_are_laid_out_each_time(folder: Path, laid_out: list[str]) -> None:
    """Their code may be anywhere."""
    softmax = find_exercise("softmax")

    @wraps(softmax.build)
    def build(*arguments: Any, **parameters: Any) -> None:
        softmax.build(*arguments, **parameters)

    build.__module__ = "package.of.somebody"
    for _ in range(2):
        lay_out_once(Edition.USUAL, [("packaged", replace(softmax, build=build).blueprint())], Paper.A4, False)
    assert laid_out == ["packaged"] * 2
    assert not folder.exists()


def test_no_more_than_so_many_sheets_are_kept(
    folder: Path, laid_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_sheets, "MOST", 2)
    for age, name in enumerate(("softmax", "activation")):
        once(name)
        (file,) = folder.glob(f"{name}-*")
        os.utime(file, ns=(age, age))
    once("perceptron")
    assert {path.name.partition("-")[0] for path in folder.iterdir()} == {"activation", "perceptron"}
    once("perceptron")
    once("activation")
    assert laid_out == ["softmax", "activation", "perceptron"]


def test_marking_draws_the_sheet_that_was_kept_when_it_was_printed(
    folder: Path, laid_out: list[str], tmp_path: Path
) -> None:
    homework = make_homework(tmp_path)
    done("generate", homework, "--jobs", "1")
    laid_out.clear()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    done("grade", homework, tmp_path / "in")
    assert not laid_out
    assert len(list(folder.iterdir())) == 1
