"""A sentence with values is English until somebody words it, and nothing in the values is taken for a placeholder."""

import pickle

from generator.errors import ByhandError, first_few, say
from generator.language.po_files import compiled, read_po
from generator.language.words import Words

GERMAN_FILE = """
msgid "{file}: {count} cells"
msgstr "{file}: {count} Zellen"

msgid "note: {remark}"
msgstr "Hinweis: {remark}"
"""
GERMAN = Words("de", (compiled(read_po(GERMAN_FILE, "de.po"), "de.po"),))


def test_a_sentence_is_english_as_text_and_german_in_german_words() -> None:
    said = say("{file}: {count} cells", file="ada.csv", count=3)
    assert str(said) == "ada.csv: 3 cells"
    assert said.worded(GERMAN) == "ada.csv: 3 Zellen"


def test_a_sentence_in_a_sentence_is_put_into_the_same_words() -> None:
    said = say("note: {remark}", remark=say("{file}: {count} cells", file="ada.csv", count=3))
    assert str(said) == "note: ada.csv: 3 cells"
    assert said.worded(GERMAN) == "Hinweis: ada.csv: 3 Zellen"


def test_braces_in_values_and_in_finished_text_stay() -> None:
    hostile = "{file.__class__}{0}{"
    assert str(say("{file}: {count} cells", file=hostile, count=1)) == f"{hostile}: 1 cells"
    assert str(say(hostile)) == hostile
    assert str(ByhandError(hostile)) == hostile


def test_equal_sentences_are_one_in_a_set() -> None:
    assert len({say("{file}: {count} cells", file="a", count=count) for count in (1, 1, 2)}) == 2


def test_an_error_keeps_its_sentence_on_the_way_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(ByhandError("{file}: {count} cells", file="{a}", count=1)))
    assert str(error) == "{a}: 1 cells"
    assert error.said.worded(GERMAN) == "{a}: 1 Zellen"


def test_names_beyond_the_most_are_an_ellipsis() -> None:
    assert first_few((), 2) == ""
    assert first_few(("ada", "ben"), 2) == "ada, ben"
    assert first_few(iter(range(10)), 2) == "0, 1, …"
