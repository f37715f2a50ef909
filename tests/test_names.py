"""Names in any script: the order of a line, the face of every sign, what is printed for a sign that no face has."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdf
import pypdfium2
import pytest
from bidi import get_display
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as some

from generator.cli import main
from generator.pdf import Copy, Heading, Press
from generator.pdf.typeface import text_operators
from generator.sheet import theme
from generator.sheet.boxes import FieldKind
from generator.type.bidi import levels_of, replaced, runs
from generator.type.faces import Face
from generator.type.shaping import shape, width
from tests.tools.sheets import made

SIMPLE = (
    "Łukasz Żółw",
    "Ελένη Παπαδάκη",
    "Ирина Соколова",
    "李华",
    "諸葛亮",
    "Nguyễn Thị Hồng Ánh",
    "O’Brien-Żak",
    "Anna Ερμής Яна",
    "山田太郎",
    "やまだ 太郎",
    "김민준",
    "ნინო",
    "محمد علي",
    "שרה לוי",
    "Mona محمد Lisa",
    "שרה Cohen 2",
    "Moiz ابن 12 رشد",
)
"""One sign stands for one letter."""
CLUSTERED = ("नेहा शर्मा", "রহিম", "தமிழ்")
"""Signs join and change their order."""
NAMES = (*SIMPLE, *CLUSTERED, "فاطمة الزهراء", "Zoë e\u0301")


def is_written_leftward(name: str) -> bool:
    return all(level == 1 for level in levels_of(name))


def printed_with(name: str) -> bytes:
    _, sheet, instance = made("lstm")
    file = BytesIO()
    Press(sheet, Heading("Homework")).write(Copy("K7Q2-9F3M", "s1", name, (instance.values,)), file)
    return file.getvalue()


def printed_in_field(data: bytes) -> str:
    """The letters in the name's field as they stand on the paper, from left to right."""
    box = next(field.box for field in made("lstm")[1].pages[0].fields if field.kind is FieldKind.NAME)
    with pdfplumber.open(BytesIO(data)) as document:
        found = [char for char in document.pages[0].chars if box.y < (char["top"] + char["bottom"]) / 2 < box.bottom]
    label = width("Name", theme.FIELD.face, theme.FIELD.size)
    inside = [char for char in found if box.x + label + 2 < char["x0"] < box.right]
    return "".join(char["text"] for char in sorted(inside, key=lambda char: char["x0"])).strip()


@pytest.mark.parametrize("name", SIMPLE)
def test_the_letters_of_a_name_stand_in_the_order_their_readers_expect(name: str) -> None:
    assert printed_in_field(printed_with(name)) == get_display(name)


@pytest.mark.parametrize("name", [*SIMPLE[:10], *CLUSTERED])
def test_a_name_is_selected_and_searched_as_it_is_written(name: str) -> None:
    page = pypdfium2.PdfDocument(printed_with(name))[0]
    assert name in page.get_textpage().get_text_range()


@pytest.mark.parametrize("name", [name for name in SIMPLE if is_written_leftward(name)])
def test_a_name_written_from_right_to_left_is_marked_so_for_readers(name: str) -> None:
    data = printed_with(name)
    assert b"/ReversedChars BMC" in text_operators(name, Face.REGULAR, 10)
    assert name in pypdf.PdfReader(BytesIO(data)).pages[0].extract_text()


@pytest.mark.parametrize("name", NAMES)
def test_every_sign_of_a_name_has_a_glyph(name: str) -> None:
    glyphs = shape(name, Face.REGULAR)
    assert glyphs
    assert all(glyph.number for glyph in glyphs)
    assert replaced(name) == {}


def test_arabic_letters_are_joined_and_set_from_right_to_left() -> None:
    joined, alone = shape("محمد", Face.REGULAR), [shape(letter, Face.REGULAR)[0] for letter in "محمد"]
    assert {glyph.number for glyph in joined}.isdisjoint({glyph.number for glyph in alone[:3]})
    assert [glyph.text for glyph in joined] == list("دمحم")


def test_a_japanese_name_is_set_in_one_face() -> None:
    assert {run.face for run in runs("やまだ太郎", Face.REGULAR)} == {Face.JAPANESE}
    assert {run.face for run in runs("김민준 金", Face.REGULAR)} == {Face.KOREAN, Face.REGULAR}  # FiraGO has the space
    assert {run.face for run in runs("李华", Face.BOLD)} == {Face.CHINESE_BOLD}


@given(some.text("abz אבז مدة 12+,.- éЯ", max_size=12))
@example("ة1-2")
@example("مدة 1,2")
def test_a_line_of_mixed_directions_is_ordered_as_the_unicode_algorithm_orders_it(text: str) -> None:
    text = text.strip()
    places = [chr(0xE000 + place) for place in range(len(text))]  # stand-ins that name each character
    levels = levels_of(text)
    line = list(zip(levels, places, strict=True))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(line):
            stop = start
            while stop < len(line) and line[stop][0] >= level:
                stop += 1
            line[start:stop] = reversed(line[start:stop])
            start = stop + 1
    assert "".join(text[ord(place) - 0xE000] for _, place in line) == get_display(text)


@given(some.text(max_size=20))
def test_whatever_is_typed_as_a_name_has_a_width_and_no_black_box(text: str) -> None:
    assert width(text, Face.REGULAR, 10) >= 0
    assert all(glyph.number for glyph in shape(text, Face.REGULAR))


def test_a_sign_that_no_face_has_is_spelled_or_told_by_its_code() -> None:
    assert replaced("Ada 😀") == {"😀": ":grinning:"}
    assert replaced("\U000f0000") == {"\U000f0000": "U+F0000"}


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("劉徽", "Liu Hui"),
        ("劉 徽", "Liu Hui"),
        ("김민형", "Gim Min Hyeong"),
        ("さくら", "sakura"),
        ("Ada 劉", "Ada Liu"),
    ],
)
def test_without_the_fonts_of_other_scripts_syllables_are_spelled_apart(
    name: str, spelled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.type.faces.has_world", lambda: False)
    assert "".join(run.text for run in runs(name, Face.REGULAR)) == spelled
    assert "".join(run.text for run in runs("A\U000f0000", Face.REGULAR)) == "AU+F0000"


WITHOUT_WORLD = """
import sys
sys.modules["weblate_fonts"] = None
from generator.cli import main
main()
"""


def test_without_the_fonts_of_the_world_a_name_is_spelled_with_a_warning(tmp_path: Path) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text("student,name\nhua,华罗庚\nada,Ada Lovelace\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["new", f"{tmp_path / 'hw'}", "--exercise", "lstm", "--roster", f"{roster}"])
    command = [sys.executable, "-c", WITHOUT_WORLD, "generate", str(tmp_path / "hw"), "--jobs", "1"]
    finished = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert "no bundled font shows all of '华罗庚'" in finished.stderr
    assert "pip install 'byhand[world]'" in finished.stderr
    assert "Ada" not in finished.stderr
    assert (tmp_path / "hw" / "class.pdf").stat().st_size > 1000
