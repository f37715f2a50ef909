"""Languages: every sentence of exercises and reports is translated with its placeholders; a teacher can reword it."""

import ast
import pickle
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner
from jinja2 import DictLoader, Environment

from generator.assignment.new import IGNORED, with_comments_in
from generator.assignment.workflow import SERVICES, workflow_template
from generator.catalogue import Catalogue, find_exercise
from generator.cli import main
from generator.commands.needed import needed_sentences, sentences_of
from generator.errors import ByhandError
from generator.exercises.basics import matrix_multiplication
from generator.language.overview import Needed, Overview, overview, updated
from generator.language.po_files import Sentence, placeholders, read_po, sentence_of, translations
from generator.language.sentences import calls, literals
from generator.language.templates import CompiledTemplates, environment
from generator.language.words import ENGLISH, languages, translator
from tests.simulated.students import EXERCISES

TEMPLATES = Path(__file__).parent.parent / "templates"
READ_WHAT_IS_HANDED_IN = (
    *(
        f"grader/answers/{name}.py"
        for name in (
            *("archive", "collecting", "fitting", "submission", "table"),
            *("kinds/content", "kinds/filled_form", "kinds/packed_xml", "kinds/spreadsheet", "kinds/workbook"),
        )
    ),
    "generator/files/text.py",
    "generator/files/tables.py",
)
"""The modules whose errors stand in reports."""


every_other_language = pytest.mark.parametrize("language", [language for language in languages() if language != "en"])


@pytest.fixture(scope="module", autouse=True)
def _exercises_are_asked_once() -> Iterator[None]:
    """What an exercise can say takes thousands of Blueprints to find out, and is the same in every test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.commands.needed.sentences_of", cache(sentences_of))
        yield


@pytest.fixture(scope="module")
def needed(_exercises_are_asked_once: None) -> Needed:
    """Every sentence that a language needs."""
    broken: list[ByhandError] = []
    found = needed_sentences(Catalogue(), None, broken)
    assert broken == []
    return found


def entries_of(language: str) -> polib.POFile:
    return read_po((TEMPLATES / f"{language}.po").read_text(encoding="utf-8"), language)


@every_other_language
def test_a_language_of_ours_is_complete_and_says_nothing_that_is_not_said(language: str, needed: Needed) -> None:
    assert len(needed) > 700
    assert overview(entries_of(language), needed) == Overview({}, ())
    assert [entry.msgid for entry in entries_of(language) if entry.obsolete] == []


@every_other_language
def test_every_translation_fills_in_what_its_sentence_fills_in(language: str) -> None:
    for entry in entries_of(language):
        for other in translations(entry):
            assert placeholders(other) == placeholders(entry.msgid), entry.msgid


@every_other_language
def test_an_update_keeps_every_translation_and_a_second_one_changes_nothing(language: str, needed: Needed) -> None:
    entries = entries_of(language)
    once = updated(entries, needed, ())
    assert {(entry.msgid, translations(entry)) for entry in once} == {
        (entry.msgid, translations(entry)) for entry in entries
    }
    again = read_po(str(once), language)
    assert str(updated(again, needed, ())) == str(once)


def test_sentences_are_found_wherever_they_are_said(needed: Needed) -> None:
    for sentence, place in (
        (Sentence("forget gate"), "generator/exercises/sequence/lstm.py"),
        (Sentence("size of a message"), "generator/exercises/graphs/gcn.py"),
        (Sentence("page {number} of {pages}"), "generator/sheet/heading.py"),
        (Sentence("tanh was not applied"), "generator/network/operations"),
        (Sentence("nothing handed in"), "grader/marking/report.py"),
        (Sentence("unreadable"), "grader/reports/machine_reports.py"),
        (Sentence("{file}: not a text file; save it as CSV (UTF-8)"), "generator/files/text.py"),
        (Sentence("Heat map"), "templates/class.html.jinja"),
        (Sentence("step", context="column"), "templates/class.html.jinja"),
        (Sentence("row {rows}", "rows {rows}"), "grader/reports/places.py"),
        (Sentence("The secret is not needed; keep it out of the repository."), "generator/assignment/new.py"),
    ):
        assert needed[sentence] == place


@pytest.mark.slow
def test_no_sentence_needs_settings_that_words_does_not_try(needed: Needed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.commands.needed.MOST_BUILT", 3000)
    assert set(needed_sentences(Catalogue(), None, [])) == set(needed)


@every_other_language
def test_every_comment_that_new_writes_is_translated(language: str) -> None:
    words = translator(language)
    meanings = {parameter.range.meaning for exercise in EXERCISES for parameter in exercise.parameters}
    assert {meaning for meaning in meanings if words(meaning) == meaning} == set()
    for text in (IGNORED, *(workflow_template(kind) for kind in SERVICES)):
        ours, theirs = text.splitlines(), with_comments_in(words, text).splitlines()
        comments = [place for place, line in enumerate(ours) if line.lstrip().startswith("#")]
        assert [place for place, line in enumerate(theirs) if line != ours[place]] == comments


def test_what_a_report_may_quote_is_a_sentence_with_values_and_never_finished_text() -> None:
    quoted = [
        *(call for path, call in calls("say") if path.startswith("grader/")),
        *(call for path, call in calls("ByhandError") if path in READ_WHAT_IS_HANDED_IN),
    ]
    assert len(quoted) > 30
    for call in quoted:
        values = {keyword.arg for keyword in call.keywords}
        assert literals(call), ast.unparse(call)
        assert all(placeholders(sentence) == values for sentence in literals(call)), ast.unparse(call)


def test_german_is_shipped_and_words_a_blueprint() -> None:
    blueprint = find_exercise("lstm").blueprint({"decimals": 2}, translator("de"))
    assert blueprint.steps[3].title == "Speicher"
    assert blueprint.steps[2].instruction.count("auf 0,01") == 1
    assert blueprint.by_name["f1"].caption == "Vergessen"


def po(*pairs: tuple[str, str], heading: str = "") -> str:
    """A teacher's file: English sentences and what is printed instead."""
    return heading + "\n".join(f'msgid "{ours}"\nmsgstr "{theirs}"\n' for ours, theirs in pairs)


def own(folder: Path, language: str, text: str) -> None:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / f"{language}.po").write_text(text, encoding="utf-8")


def test_a_teacher_rewords_a_sentence_and_keeps_the_others(tmp_path: Path) -> None:
    own(tmp_path, "en", po(("Gates", "The four gates")))
    titles = [step.title for step in find_exercise("lstm").blueprint({}, translator("en", tmp_path)).steps]
    assert titles[1:4] == ["Linear", "The four gates", "Memory"]


def test_the_teachers_words_come_before_ours_and_english_ones_after(tmp_path: Path) -> None:
    own(tmp_path, "de", po(("Gates", "Tore")))
    own(tmp_path, "en", po(("Gates", "The gates"), ("Memory", "The memory"), ("My own step", "My step")))
    words = translator("de", tmp_path)
    assert [words(one) for one in ("Gates", "Memory", "My own step", "Nothing")] == [
        *("Tore", "Speicher", "My step", "Nothing")
    ]


def test_a_language_of_a_teachers_own_needs_one_file(tmp_path: Path) -> None:
    own(tmp_path, "fr", po(("Gates", "Portes")))
    words = translator("fr", tmp_path)
    assert (words.language, words("Gates"), words("Memory")) == ("fr", "Portes", "Memory")
    with pytest.raises(ByhandError, match="'fr' is unknown"):
        translator("fr")


def test_words_are_equal_and_the_same_in_another_process() -> None:
    words = translator("de")
    assert words("Memory") == "Speicher"
    again = pickle.loads(pickle.dumps(words))
    assert again == words == translator("de") != ENGLISH
    assert again("Memory") == "Speicher"


def test_an_empty_sentence_stays_empty_and_a_context_tells_two_meanings_apart() -> None:
    words = translator("de")
    assert words("") == ""
    assert words("step") == "Stufe"
    assert words.gettext.pgettext("column", "step") == "Schritt"


def test_a_template_says_plurals_and_escapes_what_it_fills_in(tmp_path: Path) -> None:
    text = """{{ ngettext("row {rows}", "rows {rows}", 2, rows="<b> und 2") }}"""
    for name in ("a.html.jinja", "a.md.jinja"):
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "templates" / name).write_text(text)
    said = environment(tmp_path, translator("de"))
    assert said.get_template("a.html.jinja").render() == "Zeilen &lt;b&gt; und 2"
    assert said.get_template("a.md.jinja").render() == "Zeilen <b> und 2"


def test_a_compiled_template_is_kept_only_for_the_source_it_was_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    kept = tmp_path / "__pycache__"

    def rendered(source: str) -> str:
        made = Environment(loader=DictLoader({"a.md": source}), bytecode_cache=CompiledTemplates(tmp_path))
        return made.get_template("a.md").render()

    assert rendered("one") == "one"  # there is no folder to keep it in
    assert not kept.exists()
    kept.mkdir()
    assert [rendered(source) for source in ("one", "one", "two")] == ["one", "one", "two"]
    (file,) = kept.iterdir()
    for damage in (b"", b"damaged", file.read_bytes()[:40]):
        file.write_bytes(damage)
        assert rendered("two") == "two"
    assert rendered("two") == "two"


def test_an_unknown_language_is_refused() -> None:
    for language in ("xx", "../de", "d", "de\n", ""):
        with pytest.raises(ByhandError, match="give one of en, de"):
            translator(language)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Gates = 1", "line 1: 'Gates = 1' does not belong in a .po file"),
        ('msgid "Gates"\nmsgstr "Tore\n', "line 2: 'msgstr \"Tore' does not belong in a .po file"),
        ('msgid "Gates"\nmsgstr "Tore"\n\nhello\n', "line 4: 'hello' does not belong in a .po file"),
        ('msgstr "Tore"\nmsgid "Gates"\n', "line 1: does not belong here"),
        (po(("time {t}", "Zeit {u}")), "line 1: 'Zeit {u}' has {u}, which its sentence does not have"),
        (po(("time {t}", "{t.__class__}")), "has {t.__class__}"),
        (po(("time {t}", "Zeit {t")), "expected '}'"),
        (po(("time {t", "Zeit")), "expected '}'"),
        (po(("time {t}", "Zeit {t!z}")), "has {t!z}"),
        (po(("time {t}", "Zeit {t:999999999}")), "has {t:999999999}"),
        (po(("Gates", "Tore"), ("Gates", "Pforten")), "line 4: the same sentence as in line 1"),
        (
            po(("Gates", "Tore"), heading='msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n+;\\n"\n\n'),
            "Plural-Forms",
        ),
        (po(("Gates", "Tore"), heading='msgid ""\nmsgstr "Plural-Forms: nplurals=2; rule\\n"\n\n'), "Plural-Forms"),
        (
            po(("Gates", "Tore"), heading='msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=1/(n-7);\\n"\n\n'),
            "'nplurals=2; plural=1/(n-7);'",
        ),
        (po(("Gates", "Tore"), heading=f'msgid ""\nmsgstr "{"9" * 5000}: 1\\n"\n\n'), "the heading cannot be used"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    own(tmp_path, "en", text)
    with pytest.raises(ByhandError, match=re.escape(fault)) as found:
        translator("en", tmp_path)
    assert str(tmp_path / "templates" / "en.po") in str(found.value)


def own_exercise(folder: Path) -> None:
    """A teacher's own exercise: one of ours under another name and title, which nobody has translated."""
    (folder / "exercises").mkdir()
    text = (
        (Path(matrix_multiplication.__file__)).read_text("utf-8").replace("matrix_multiplication", "rows_times_columns")
    )
    (folder / "exercises" / "rows_times_columns.py").write_text(
        text.replace("Matrix Multiplication", "Rows times columns")
    )


def test_words_lists_what_is_missing_and_writes_it(tmp_path: Path) -> None:
    own_exercise(tmp_path)
    own(tmp_path, "de", po(("Gates", "Tore"), ("Gtes", "Tore")))
    run = CliRunner().invoke(main, ["words", "de", str(tmp_path)])
    assert run.exit_code == 1
    assert run.output.splitlines() == [
        "missing  Rows times columns  (exercises/rows_times_columns.py)",
        "unused   Gtes",
        f"{tmp_path / 'templates' / 'de.po'}: 1 missing, 1 unused",
    ]
    assert CliRunner().invoke(main, ["words", "de", str(tmp_path), "--update"]).exit_code == 1
    file = tmp_path / "templates" / "de.po"
    written = file.read_text("utf-8")
    assert 'msgid "Rows times columns"\nmsgstr ""\n' in written
    assert '#~ msgid "Gtes"' in written
    file.write_text(written.replace('columns"\nmsgstr ""', 'columns"\nmsgstr "Zeilen mal Spalten"'), "utf-8")
    done = CliRunner().invoke(main, ["words", "de", str(tmp_path)])
    assert (done.exit_code, done.output) == (0, f"{file}: 0 missing, 0 unused\n")
    words = translator("de", tmp_path)
    assert [words(one) for one in ("Rows times columns", "Gates", "Memory")] == [
        "Zeilen mal Spalten",
        "Tore",
        "Speicher",
    ]


def test_words_starts_a_language_of_a_teachers_own_and_lists_rewordings_of_nothing(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["words", "fr", str(tmp_path), "--update"]).exit_code == 1
    entries = read_po((tmp_path / "templates" / "fr.po").read_text("utf-8"), "fr.po")
    assert {sentence_of(entry) for entry in entries} == {sentence_of(entry) for entry in entries_of("de")}
    own(tmp_path, "en", po(("Score", "Marks"), ("Scores and marks", "Marks")))
    run = CliRunner().invoke(main, ["words", "en", str(tmp_path)])
    assert run.output.splitlines()[0] == "unused   Scores and marks"
    assert "0 missing, 1 unused" in run.output


def test_generate_warns_of_a_rewording_of_nothing_and_of_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "hw"
    assert CliRunner().invoke(main, ["new", str(folder), "--exercise", "softmax"]).exit_code == 0
    own(folder, "en", po(("Score", "Marks"), ("Scores and marks", "Marks"), ("Heat map", "Map"), ("step", "stage")))
    run = CliRunner().invoke(main, ["generate", str(folder), "--jobs", "1"])
    assert run.exit_code == 0
    warnings = [line for line in run.stderr.splitlines() if "warning" in line]
    assert len(warnings) == 1
    assert "en.po, line 4: nothing says 'Scores and marks'" in warnings[0]


def test_stress_reports_an_exercise_without_german_and_is_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_exercise(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name, last in (
        ("rows-times-columns", "de: sentences without a translation: 1, such as 'Rows times columns'"),
        ("matrix-multiplication", "every promise held"),
    ):
        run = CliRunner().invoke(main, ["stress", name, "--seeds", "20"])
        assert run.output.splitlines()[-1] == last
        assert run.exit_code == 0
