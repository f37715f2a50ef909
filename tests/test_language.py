"""Languages: every sentence of exercises and reports is translated with its placeholders; a teacher can reword it."""

import ast
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest

from generator.assignment.new import IGNORED, PLACES, with_comments_in, workflow
from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.language.words import languages, placeholders, translator
from generator.network.parameters import Setting
from grader.marking.marks import Verdict
from tests.sentences import calls, literals
from tests.students import EXERCISES

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
READ_WHAT_IS_HANDED_IN = (
    *(ROOT / "grader" / "answers" / f"{name}.py" for name in ("files", "filled_form", "workbook", "submission")),
    ROOT / "grader" / "answers" / "collecting.py",
    ROOT / "generator" / "files.py",
)
"""The modules whose errors stand in reports."""


def _few(ends: Sequence[set[Setting]]) -> Iterator[tuple[Setting, ...]]:
    """All combinations where there are few, else many of them, always the same ones."""
    chance = random.Random(1)
    count = 1
    for values in ends:
        count *= len(values)
    if count <= 1500:
        yield from product(*ends)
    else:
        listed = [sorted(values, key=str) for values in ends]
        yield from (tuple(map(chance.choice, listed)) for _ in range(1500))


def sentences() -> set[str]:
    """Every sentence an exercise can put on a sheet, whatever its parameters."""
    asked: set[str] = set()

    def remember(sentence: str) -> str:
        asked.add(sentence)
        return sentence

    for exercise in EXERCISES:
        ends = [{parameter.default, *parameter.range.ends} for parameter in exercise.parameters]
        # Every two parameters together: few sentences depend on more.
        for values in _few(ends):
            names = (parameter.name for parameter in exercise.parameters)
            with suppress(ByhandError):  # sizes that do not go together
                exercise.blueprint(dict(zip(names, values, strict=True)), remember)
    return asked - {""}


def told() -> set[str]:
    """Every sentence that reports and feedback may quote: remarks, notes, problems and what else our code words."""
    errors = (call for _, call in calls("ByhandError") if call.keywords)
    return {sentence for call in (*errors, *(call for _, call in calls("say", "words"))) for sentence in literals(call)}


every_other_language = pytest.mark.parametrize("language", [language for language in languages() if language != "en"])


@every_other_language
def test_every_sentence_of_every_exercise_is_translated_with_its_placeholders(language: str) -> None:
    words = tomllib.loads((TEMPLATES / language / "sheets.toml").read_text(encoding="utf-8"))
    needed = sentences()
    assert len(needed) > 50
    assert needed - words.keys() == set()
    for sentence, translation in words.items():
        assert placeholders(translation) == placeholders(sentence), sentence


@every_other_language
def test_every_sentence_that_a_report_may_quote_is_translated(language: str) -> None:
    words = tomllib.loads((TEMPLATES / language / "sheets.toml").read_text(encoding="utf-8"))
    needed = told() | {verdict.value for verdict in (Verdict.INCORRECT, Verdict.BLANK, Verdict.UNREADABLE)}
    assert len(needed) > 50
    assert needed - words.keys() == set()


@every_other_language
def test_every_comment_that_new_writes_is_translated(language: str) -> None:
    words = translator(language)
    meanings = {parameter.range.meaning for exercise in EXERCISES for parameter in exercise.parameters}
    assert {meaning for meaning in meanings if words(meaning) == meaning} == set()
    for text in (IGNORED, *(workflow(kind)[1] for kind in PLACES)):
        ours, theirs = text.splitlines(), with_comments_in(words, text).splitlines()
        comments = [place for place, line in enumerate(ours) if line.lstrip().startswith("#")]
        assert [place for place, line in enumerate(theirs) if line != ours[place]] == comments


def test_what_a_report_may_quote_is_a_sentence_with_values_and_never_finished_text() -> None:
    quoted = [
        *(call for path, call in calls("say") if (ROOT / "grader") in path.parents),
        *(call for path, call in calls("ByhandError") if path in READ_WHAT_IS_HANDED_IN),
    ]
    assert len(quoted) > 30
    for call in quoted:
        values = {keyword.arg for keyword in call.keywords}
        assert literals(call), ast.unparse(call)
        assert all(placeholders(sentence) == values for sentence in literals(call)), ast.unparse(call)


def test_german_is_shipped_and_words_a_blueprint() -> None:
    blueprint = find_exercise("lstm").blueprint({"decimals": 2}, translator("de"))
    assert blueprint.steps[2].title == "Gatter"
    assert blueprint.steps[2].instruction.count("auf 0,01") == 1
    assert blueprint.by_name["f1"].caption == "Vergessen"


def test_a_teacher_rewords_a_sentence_and_keeps_the_others(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "en" / "sheets.toml"
    own.parent.mkdir(parents=True)
    own.write_text('"Gates" = "The four gates"\n', encoding="utf-8")
    titles = [step.title for step in find_exercise("lstm").blueprint({}, translator("en", tmp_path)).steps]
    assert titles[1:4] == ["Linear", "The four gates", "Memory"]


def test_an_unknown_language_and_a_broken_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ByhandError, match="give one of en, de"):
        translator("xx")
    own = tmp_path / "templates" / "en" / "sheets.toml"
    own.parent.mkdir(parents=True)
    own.write_text("Gates = ", encoding="utf-8")
    with pytest.raises(ByhandError, match="not valid TOML"):
        translator("en", tmp_path)
    for text, fault in (
        ("Gates = 1", "is not set to text"),
        ('"time {t}" = "Zeit {u}"', "has {u}, which its sentence does not have"),
        ('"time {t}" = "{t.__class__}"', "has {t.__class__}"),
        ('"time {t}" = "Zeit {t"', "expected '}'"),
    ):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(ByhandError, match=re.escape(fault)):
            translator("en", tmp_path)
