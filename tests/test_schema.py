"""The settings of assignment.toml: one table for the schema, the reference in the docs, and what is read."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from generator.assignment.description import read_assignment
from generator.assignment.schema import FIELDS, SCHEMA_FILE, json_schema, keys_of
from generator.catalogue import OURS
from generator.cli import main
from generator.errors import ByhandError
from tests.simulated.students import EXERCISES
from tests.tools.assignment_page import page

DOCS = Path(__file__).parent.parent / "docs"
SCHEMA = json.loads(json_schema(OURS.all()))


def complaints(toml: str) -> list[str]:
    checker = jsonschema.Draft7Validator(SCHEMA)
    return [error.message for error in checker.iter_errors(tomllib.loads(toml))]


@pytest.mark.parametrize(("table", "field"), [(name, field.key) for name, fields in FIELDS.items() for field in fields])
def test_every_setting_in_the_table_is_read(table: str, field: str, tmp_path: Path) -> None:
    before = {"late": 'due = "2026-12-01T18:00:00+01:00"\n'}.get(table, "")
    opened = {"exercise": "[[exercise]]\n", "accept": "[[accept]]\n", "": ""}.get(table, f"[{table}]\n")
    needed = {"exercise": {"name": "mlp"}, "accept": {"grid": "Y"}}.get(table, {})
    others = "".join(f'{key} = "{value}"\n' for key, value in needed.items() if key != field)
    exercise = "" if table == "exercise" else '[[exercise]]\nname = "mlp"\n'
    lines = f"{opened}{others}{field} = [[]]\n"  # which no setting may be
    toml = before + (exercise + lines if table else lines + exercise)
    (tmp_path / "assignment.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ByhandError, match=rf"\b{field}\b") as refusal:
        read_assignment(tmp_path)
    assert "unknown here" not in str(refusal.value)


def test_the_tables_belong_at_the_top_and_nothing_else_is_read() -> None:
    assert keys_of("") == {field.key for field in FIELDS[""]} | {"exercise", "marking", "accept", "canvas"}
    assert keys_of("late") == {"grace", "penalty", "most", "until", "received"}


def test_the_page_of_the_docs_is_made_from_the_table() -> None:
    assert (DOCS / "assignment.md").read_text("utf-8") == page(), (
        "python -m tests.tools.assignment_page > docs/assignment.md"
    )


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_what_new_writes_fits_its_schema_and_names_it(tmp_path: Path) -> None:
    folder = tmp_path / "hw"
    names = [argument for exercise in EXERCISES for argument in ("--exercise", exercise.name)]
    result = CliRunner().invoke(main, ["new", str(folder), *names, "--points", "12.5"])
    assert result.exit_code == 0
    toml = (folder / "assignment.toml").read_text("utf-8")
    assert toml.startswith(f"#:schema ./{SCHEMA_FILE}\n")
    assert json.loads((folder / SCHEMA_FILE).read_text("utf-8")) == SCHEMA
    assert not complaints(toml)


def test_the_example_of_the_docs_fits() -> None:
    assert not complaints(page().partition("```toml\n")[2].partition("```")[0])


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('pape = "a4"', "'pape' was unexpected"),
        ('paper = "a5"', "'a5' is not one of ['a4', 'letter']"),
        ("variants = 1", "1 is less than the minimum of 2"),
        ('[[exercise]]\nname = "mlp"\nset = { layer = 3 }', "'layer' was unexpected"),
        ('[[exercise]]\nname = "mlp@spreadsheet"\nset = { activation = "relux" }', "'relux' is not one of"),
        ('[[exercise]]\nname = "lstm"\nset = { steps = 99 }', "99 is greater than the maximum of"),
        ("[[exercise]]\npoints = 3", "'name' is a required property"),
        ("[marking]\nfollow_through = 1.1", "1.1 is greater than the maximum of 1"),
        ('[marking]\nreveal = "no"', "'no' is not of type 'boolean'"),
        ('[late]\ngrase = "1h"', "'grase' was unexpected"),
    ],
)
def test_an_editor_finds_what_byhand_would_refuse(line: str, complaint: str) -> None:
    assert any(complaint in found for found in complaints(line))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_a_schema_allows_the_ends_of_every_range(exercise: Any) -> None:
    for parameter in exercise.parameters:
        for value in (*parameter.range.ends, parameter.default):
            spelled = (
                list(value) if isinstance(value, tuple) else value if isinstance(value, str | int) else float(value)
            )
            jsonschema.validate(spelled, parameter.range.schema)
