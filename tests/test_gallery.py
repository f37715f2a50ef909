"""The gallery: complete, small, the same each time, and shown in the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.simulated.students import EXERCISES
from worksheets import guide
from worksheets.gallery import HERE, KINDS, STUDENTS, make_gallery

README = (HERE.parent / "README.md").read_text(encoding="utf-8")
NAMES = [exercise.name for exercise in EXERCISES]


def test_every_exercise_with_a_student_has_files_in_the_gallery() -> None:
    assert set(STUDENTS) <= set(NAMES)
    expected = {f"{name}{kind}{end}" for name in STUDENTS for kind in KINDS for end in (".pdf", ".png")}
    assert {path.name for path in (HERE / "gallery").iterdir() if path.is_file()} == expected


def test_every_exercise_has_a_picture_and_a_line_in_the_docs() -> None:
    page = (HERE.parent / "docs" / "gallery.md").read_text("utf-8")
    pictures = HERE.parent / "docs" / "gallery"
    assert {path.stem for path in pictures.glob("*.png")} == set(NAMES)
    assert all(f"`{name}`" in page and f"gallery/{name}.png" in page for name in NAMES)
    assert sum(path.stat().st_size for path in pictures.iterdir()) < 1_500_000


def test_the_gallery_is_small_enough_to_be_kept() -> None:
    assert sum(path.stat().st_size for path in (HERE / "gallery").glob("*.*")) < 3_000_000


def test_the_readme_shows_pictures_that_are_there() -> None:
    shown = re.findall(r"(worksheets/gallery/[\w.-]+)", README)
    assert len(shown) >= len(STUDENTS)
    assert all((HERE.parent / path).exists() for path in shown)
    assert all(f"worksheets/gallery/{name}.png" in shown for name in STUDENTS)


def test_the_gallery_comes_out_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYHAND_SECRET", "another teacher's")
    for folder in ("one", "two"):
        make_gallery(tmp_path / folder, ["lstm"])
    made = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert len(made) == 2 * len(KINDS)
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert all(content.startswith((b"%PDF", b"\x89PNG")) for content in made.values())


def test_the_pictures_of_the_student_guide_are_up_to_date() -> None:
    for name, svg in guide.pictures().items():
        assert (HERE.parent / "docs" / "gallery" / name).read_text("utf-8") == svg, "python -m worksheets.guide"
