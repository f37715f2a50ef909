"""Sheets agree with the record, always: what changes no number is printed again everywhere, what does is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest

from tests.tools.commands import done, refused, run
from tests.tools.pdf_files import texts

TOML = 'title = "Week 1"\n[[exercise]]\nname = "backpropagation"\n[exercise.set]\nlearning_rate = 0.1\n'
ROSTER = "student,name\nada,Ada Lovelace\nemmy,Emmy Noether\nsofya,Sofya Kovalevskaya\n"


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class") / "hw"
    folder.mkdir()
    (folder / "assignment.toml").write_text(TOML)
    (folder / "roster.csv").write_text(ROSTER)
    done("generate", folder)
    return folder


@pytest.fixture
def homework(handed_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("BYHAND_SECRET", raising=False)
    return Path(shutil.copytree(handed_out, tmp_path / "hw"))


def changed(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def worksheets(homework: Path) -> dict[str, str]:
    lines = map(json.loads, (homework / "issued.jsonl").read_text(encoding="utf-8").splitlines())
    return {line["student"]: line["worksheet"] for line in lines}


def printed(homework: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (homework / "sheets").iterdir()}


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        ('title = "Week 1"', 'title = "Week 2, mended"', lambda page: "Week 2, mended" in page.extract_text()),
        ('title = "Week 1"', 'title = "Week 1"\npaper = "letter"', lambda page: round(page.width) in (612, 792)),
        (
            'title = "Week 1"',
            'title = "Week 1"\nlanguage = "de"',
            lambda page: "Lernrate" in page.extract_text() or "Eingabe" in page.extract_text(),
        ),
        (
            "[exercise.set]",
            "points = 7\n[exercise.set]",
            lambda page: "7" in page.crop((0, 0, page.width, 120)).extract_text(),
        ),
    ],
    ids=["title", "paper", "language", "points"],
)
def test_what_changes_no_number_is_printed_again_everywhere(
    homework: Path, before: str, after: str, seen: Callable[[object], bool]
) -> None:
    issued = (homework / "issued.jsonl").read_bytes()
    changed(homework / "assignment.toml", before, after)
    assert "3 of them printed now" in done("generate", homework)
    for path in [homework / "class.pdf", *(homework / "sheets").iterdir()]:
        with pdfplumber.open(path) as document:
            assert seen(document.pages[0]), path
    assert (homework / "issued.jsonl").read_bytes() == issued
    assert "0 of them printed now" in done("generate", homework)


def test_a_date_that_is_only_printed_is_noted_with_the_form_that_is_known(homework: Path) -> None:
    assert "note" not in done("generate", homework)
    changed(homework / "assignment.toml", 'title = "Week 1"', 'title = "Week 1"\ndue = "26.11.2026 18:00"')
    assert 'note: due = "26.11.2026 18:00" is only printed: late work is not known. For' in done("generate", homework)


def test_a_file_kind_made_once_is_kept_up_to_date(homework: Path) -> None:
    done("generate", homework, "--key", "worked")
    changed(homework / "assignment.toml", "Week 1", "Week 2")
    assert "keys-worked.pdf" in done("generate", homework)
    assert all("Week 2" in texts(path)[0] for path in (homework / "keys-worked").iterdir())


def test_nothing_is_written_where_nothing_changed(homework: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in homework.rglob("*.pdf")}
    assert "3 worksheets, 0 of them printed now" in done("generate", homework)
    assert {path: path.stat().st_mtime_ns for path in homework.rglob("*.pdf")} == before


def test_a_changed_parameter_is_refused_with_the_choices_and_nothing_written(homework: Path) -> None:
    before = printed(homework)
    changed(homework / "assignment.toml", "learning_rate = 0.1", "learning_rate = 0.2")
    message = refused("generate", homework)
    assert "exercise backpropagation has learning_rate = 0.2, not learning_rate = 0.1 as on the sheets" in message
    assert "(3: ada, emmy, sofya)" in message
    assert "byhand new" in message
    assert "--reissue all" in message
    assert printed(homework) == before


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[exercise.set]", 'id = "task"\n[exercise.set]', "the exercises are task, not backpropagation as on"),
        ('name = "backpropagation"', 'name = "gcn"\nid = "backpropagation"', "is gcn, not backpropagation as on"),
        ("learning_rate = 0.1", "learning_rate = 0.1\n[exercise.given]\nX = [[1], [2], [9]]", "pins other numbers (X)"),
        ("[[exercise]]", '[[exercise]]\nname = "softmax"\n[[exercise]]', "the exercises are softmax, backpropagation"),
    ],
)
def test_changed_exercises_ids_and_pinned_numbers_are_refused(
    homework: Path, before: str, after: str, said: str
) -> None:
    changed(homework / "assignment.toml", before, after)
    if "gcn" in after:
        changed(homework / "assignment.toml", "[exercise.set]\nlearning_rate = 0.1\n", "")
    assert said in refused("generate", homework)


def test_pinned_numbers_that_were_removed_are_refused(homework: Path) -> None:
    pinned = "learning_rate = 0.1\n[exercise.given]\nX = [[1], [2], [1]]"
    changed(homework / "assignment.toml", "learning_rate = 0.1", pinned)
    done("generate", homework, "--reissue", "all")
    assert "0 of them printed now" in done("generate", homework)
    changed(homework / "assignment.toml", pinned, "learning_rate = 0.1")
    (homework / "roster.csv").write_text(ROSTER + "hypatia,Hypatia\n")
    assert "exercise backpropagation no longer pins X as on the sheets handed out (3: ada" in refused(
        "generate", homework
    )
    done("generate", homework, "--reissue", "all")
    assert "0 of them printed now" in done("generate", homework)


def test_grade_refuses_a_changed_exercise_at_the_start_in_one_line(homework: Path, tmp_path: Path) -> None:
    answers = tmp_path / "ada.csv"
    answers.write_bytes((homework / "answers" / "ada.csv").read_bytes())
    changed(homework / "assignment.toml", "[exercise.set]", 'id = "task"\n[exercise.set]')
    message = refused("grade", homework, answers)
    assert len(message.splitlines()) == 1
    assert "the exercises are task, not backpropagation" in message
    assert not (homework / "marks").exists()


def test_another_sheet_is_handed_out_and_the_first_put_aside(homework: Path) -> None:
    before, numbers = worksheets(homework), printed(homework)
    message = done("generate", homework, "--reissue", "Emmy Noether")
    after = worksheets(homework)
    assert f"emmy: worksheet {after['emmy']} counts from now on" in message
    assert after["emmy"] != before["emmy"]
    assert {**after, "emmy": before["emmy"]} == before
    assert printed(homework)["emmy.pdf"] != numbers["emmy.pdf"]
    assert printed(homework)["ada.pdf"] == numbers["ada.pdf"]
    aside = homework / "withdrawn" / "sheets" / f"emmy.{before['emmy']}.pdf"
    assert aside.read_bytes() == numbers["emmy.pdf"]
    assert before["emmy"] in (homework / "withdrawn" / "issued.jsonl").read_text(encoding="utf-8")
    assert any(after["emmy"] in text for text in texts(homework / "class.pdf"))
    assert not any(before["emmy"] in text for text in texts(homework / "class.pdf"))
    done("generate", homework, "--reissue", "emmy")
    assert len({before["emmy"], after["emmy"], worksheets(homework)["emmy"]}) == 3


def test_after_a_changed_parameter_everybody_can_get_another_sheet(homework: Path) -> None:
    changed(homework / "assignment.toml", "learning_rate = 0.1", "learning_rate = 0.2")
    assert "2: emmy, sofya" in refused("generate", homework, "--reissue", "ada")
    done("generate", homework, "--reissue", "all")
    assert "0 of them printed now" in done("generate", homework)


def test_a_reissue_cut_short_before_printing_is_completed_by_the_next_run(
    homework: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("generator.commands.handing_out.PrintRun.write", killed)
        assert run("generate", homework, "--reissue", "emmy")[0] != 0
    assert "1 of them printed now" in done("generate", homework)
    assert worksheets(homework)["emmy"] in texts(homework / "sheets" / "emmy.pdf")[0]


def test_a_renamed_student_is_reported_and_printed_again_with_the_same_id(homework: Path) -> None:
    before = worksheets(homework)
    changed(homework / "roster.csv", "Ada Lovelace", "Ada King")
    message = done("generate", homework)
    assert "ada: now called Ada King, was Ada Lovelace" in message
    assert "1 of them printed now" in message
    assert "Ada King" in texts(homework / "sheets" / "ada.pdf")[0]
    assert "Ada King" in texts(homework / "class.pdf")[0]
    assert worksheets(homework) == before
    assert "now called" not in done("generate", homework)


def test_the_files_of_a_removed_student_are_put_aside_and_come_back_with_the_student(homework: Path) -> None:
    before, numbers = worksheets(homework), printed(homework)
    changed(homework / "roster.csv", "emmy,Emmy Noether\n", "")
    assert "emmy: no longer in the roster" in done("generate", homework)
    assert set(printed(homework)) == {"ada.pdf", "sofya.pdf"}
    assert len(texts(homework / "class.pdf")) == 2 * len(texts(homework / "sheets" / "ada.pdf"))
    assert (homework / "withdrawn" / "sheets" / f"emmy.{before['emmy']}.pdf").exists()
    assert "no longer" not in done("generate", homework)
    changed(homework / "roster.csv", "sofya", "emmy,Emmy Noether\nsofya")
    done("generate", homework)
    assert printed(homework) == numbers


def test_a_changed_id_is_known_by_the_name(homework: Path) -> None:
    changed(homework / "roster.csv", "emmy,", "e.noether,")
    message = done("generate", homework)
    assert "emmy: no longer in the roster" in message
    assert "e.noether has the same name: if that is the same person, put emmy back into the roster" in message


def test_one_student_alone_leaves_the_class_file_and_says_so(homework: Path) -> None:
    before = (homework / "class.pdf").read_bytes()
    changed(homework / "assignment.toml", "Week 1", "Week 2")
    assert "class.pdf was left as it is" in done("generate", homework, "--student", "ada")
    assert (homework / "class.pdf").read_bytes() == before
    assert "class.pdf was left" not in done("generate", homework, "--student", "ada")
    assert "2 of them printed now" in done("generate", homework)
    assert "Week 2" in texts(homework / "class.pdf")[0]


@pytest.mark.parametrize("ledger", [True, False], ids=["noted", "not noted"])
def test_a_lost_record_and_another_secret_are_noticed_before_anything_is_written(homework: Path, ledger: bool) -> None:
    before = printed(homework), (homework / "class.pdf").read_bytes()
    record = (homework / "issued.jsonl").read_bytes()
    if not ledger:
        (homework / "printed.jsonl").unlink()
    (homework / "issued.jsonl").unlink()
    done("generate", homework)
    assert (homework / "issued.jsonl").read_bytes() == record, "the same secret draws the same numbers"
    (homework / "issued.jsonl").unlink()
    (homework / "secret").write_text("another\n")
    if not ledger:
        (homework / "printed.jsonl").unlink()
    message = refused("generate", homework)
    assert "the files of ada show worksheet" in message
    assert "Restore both from a backup" in message
    assert not (homework / "issued.jsonl").exists()
    assert (printed(homework), (homework / "class.pdf").read_bytes()) == before


def test_a_record_of_other_sheets_is_noticed_before_nothing_is_printed(homework: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(homework, tmp_path / "other"))
    for name in ("issued.jsonl", "secret", "printed.jsonl", "class.pdf"):
        (other / name).unlink()
    for name in ("sheets", "answers", "keys"):
        shutil.rmtree(other / name)
    done("generate", other)
    for name in ("issued.jsonl", "secret"):
        shutil.copy(other / name, homework / name)
    assert "show worksheet" in refused("generate", homework)


def test_a_changed_number_in_the_record_stops_generate_too(homework: Path) -> None:
    changed(homework / "issued.jsonl", '"student": "emmy"', '"student": "emma"')
    assert "issued.jsonl, line 2: the numbers do not match worksheet" in refused("generate", homework)


def test_a_student_is_found_by_id_name_or_worksheet(homework: Path) -> None:
    for text in ("emmy", "EMMY NOETHER", worksheets(homework)["emmy"].lower().replace("-", " ")):
        (homework / "sheets" / "emmy.pdf").unlink()
        assert "1 worksheet, 1 of them printed now" in done("generate", homework, "--student", text)
        assert (homework / "sheets" / "emmy.pdf").exists()
    changed(homework / "roster.csv", "Sofya Kovalevskaya", "Emmy Noether")
    assert "several students are called Emmy Noether; give the id, one of emmy, sofya" in refused(
        "generate", homework, "--student", "Emmy Noether"
    )


def test_what_was_made_is_listed_with_pages_and_paper(homework: Path) -> None:
    pages = len(texts(homework / "class.pdf"))
    message = done("generate", homework, "--paper", "letter")
    assert f"class.pdf: {pages} pages Letter" in message
    assert f"keys.pdf: {pages} pages Letter" in message
    two_sided = done("generate", homework, "--paper", "letter", "--duplex")
    assert f"class.pdf: {len(texts(homework / 'class.pdf'))} pages Letter, two-sided" in two_sided


def test_keys_and_the_record_are_readable_by_their_owner_only(homework: Path) -> None:
    for name in ("issued.jsonl", "secret", "keys.pdf", "keys", "keys/ada.pdf"):
        assert (homework / name).stat().st_mode & 0o077 == 0, name
    (homework / "issued.jsonl").chmod(0o644)
    done("generate", homework)
    assert (homework / "issued.jsonl").stat().st_mode & 0o077 == 0
    assert (homework / "class.pdf").stat().st_mode & 0o044 == 0o044


def test_what_a_killed_run_left_half_written_is_removed(homework: Path) -> None:
    drafts = [homework / ".class.pdf.x1.part", homework / "sheets" / ".ada.pdf.x2.part"]
    for draft in drafts:
        draft.write_bytes(b"%PDF")
    done("generate", homework)
    assert not any(draft.exists() for draft in drafts)


def test_generate_in_the_wrong_place_says_that_there_is_no_such_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"hw1: there is no such folder in {tmp_path}" in refused("generate", "hw1")
    assert "did you mean lstm" in refused("generate", "lstn")
