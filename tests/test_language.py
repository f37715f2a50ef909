"""Languages: every sentence of every exercise is translated, with its placeholders, and a teacher can reword it."""

import tomllib
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

from generator.catalogue import EXERCISES, find_exercise
from generator.errors import ByhandError
from generator.language import languages, translator

TEMPLATES = Path(__file__).parent.parent / "templates"


def sentences() -> set[str]:
    """Every sentence an exercise can put on a sheet, whatever its parameters."""
    asked: set[str] = set()

    def remember(sentence: str) -> str:
        asked.add(sentence)
        return sentence

    for exercise in EXERCISES:
        ends = [
            {parameter.range.least, parameter.default, parameter.range.greatest} for parameter in exercise.parameters
        ]
        for values in product(*ends):
            names = (parameter.name for parameter in exercise.parameters)
            exercise.blueprint(dict(zip(names, values, strict=True)), remember)
    return asked - {""}


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_every_sentence_of_every_exercise_is_translated_with_its_placeholders(language: str) -> None:
    words = tomllib.loads((TEMPLATES / language / "sheets.toml").read_text(encoding="utf-8"))
    needed = sentences()
    assert len(needed) > 50
    assert needed - words.keys() == set()

    def placeholders(text: str) -> set[str]:
        return {field for _, field, _, _ in Formatter().parse(text) if field}

    for sentence, translation in words.items():
        assert placeholders(translation) == placeholders(sentence), sentence


def test_german_is_shipped_and_words_a_blueprint() -> None:
    blueprint = find_exercise("lstm").blueprint({"decimals": 2}, translator("de"))
    assert blueprint.steps[2].title == "Gatter"
    assert blueprint.steps[2].instruction.count("auf 0.01") == 1
    assert blueprint.by_name["f1"].caption == "Vergessen"


def test_a_teacher_rewords_a_sentence_and_keeps_the_others(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "en" / "sheets.toml"
    own.parent.mkdir(parents=True)
    own.write_text('"Gates" = "The four gates"\n', encoding="utf-8")
    titles = [step.title for step in find_exercise("lstm").blueprint({}, translator("en", tmp_path)).steps]
    assert titles[1:4] == ["Linear", "The four gates", "Memory"]


def test_an_unknown_language_and_a_broken_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ByhandError, match="there are en, de"):
        translator("xx")
    own = tmp_path / "templates" / "en" / "sheets.toml"
    own.parent.mkdir(parents=True)
    own.write_text("Gates = ", encoding="utf-8")
    with pytest.raises(ByhandError, match="not valid TOML"):
        translator("en", tmp_path)
    own.write_text("Gates = 1", encoding="utf-8")
    with pytest.raises(ByhandError, match="has no text"):
        translator("en", tmp_path)
