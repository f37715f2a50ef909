"""The settings of assignment.toml, table by table: what is read, what the docs list, and what editors check.

Editors that know JSON Schema, such as VS Code with Even Better TOML, complete and check the file as it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.assignment.branding import MOST_LETTERS_OF
from generator.assignment.variants import LEAST_VARIANTS, MOST_VARIANTS
from generator.network.exercise import Exercise

SCHEMA_FILE = "assignment.schema.json"
_DRAFT = "http://json-schema.org/draft-07/schema#"
_TEXT = {"type": "string"}
_WHOLE = {"type": "integer", "minimum": 1}
_MOMENTS = {"type": "object", "description": "student = date with time"}


class TomlKey(NamedTuple):
    """A setting: its key, what it may be as JSON Schema, how its default is written, and what it does."""

    key: str
    schema: Mapping[str, Any]
    default: str
    meaning: str


def _words(*choices: str) -> Mapping[str, Any]:
    return {"enum": list(choices)}


def _at_most(letters: int) -> Mapping[str, Any]:
    return {"type": "string", "maxLength": letters}


FIELDS: Mapping[str, tuple[TomlKey, ...]] = MappingProxyType(
    {
        "": (
            TomlKey(
                "title", _TEXT, "the folder's name", "printed on every page, and the name of the column in gradebooks"
            ),
            TomlKey("key", _TEXT, "made by `new`", "part of every student's seed: another key, other numbers"),
            TomlKey("course", _TEXT, '""', "printed under the title"),
            TomlKey("due", {}, '""', "any text; or a date with a time and a zone, from which work is late"),
            TomlKey("timezone", _TEXT, '""', 'the zone of times that name none, as in "Europe/Berlin"'),
            TomlKey("late", {"type": "object"}, "nothing is taken off", "what late work loses: the table below"),
            TomlKey("paper", _words("a4", "letter"), '"a4"', "the size of the paper"),
            TomlKey("language", _TEXT, '"en"', 'of sheets, keys and reports: "en", "de" or your own'),
            TomlKey("student", _TEXT, '""', "the title of the roster's column of ids, if it is not a usual one"),
            TomlKey(
                "variants",
                {"type": "integer", "minimum": LEAST_VARIANTS, "maximum": MOST_VARIANTS},
                "everybody has other numbers",
                "only so many different sheets, which the class shares",
            ),
            TomlKey(
                "answers",
                _words("csv", "xlsx", "form"),
                '"csv"',
                "with xlsx also answer sheets as workbooks, with form as web pages",
            ),
            TomlKey("header", _at_most(MOST_LETTERS_OF["header"]), '""', "printed over the title"),
            TomlKey("footer", _at_most(MOST_LETTERS_OF["footer"]), '""', "printed at the foot of every page"),
            TomlKey("instructions", _at_most(MOST_LETTERS_OF["instructions"]), '""', "printed on the first page"),
            TomlKey("logo", _TEXT, '""', "an image in this folder: PNG, JPEG, GIF, WebP, BMP or TIFF"),
            TomlKey("ink", _words("full", "low"), '"full"', "low: no tints, and thin lines"),
        ),
        "late": (
            TomlKey("grace", _TEXT, '"0h"', 'how much later is still on time: "30min", "1h", "2d"'),
            TomlKey(
                "penalty", _TEXT, '"0% per day"', 'of all points: "10% per day" or "1% per hour", for each begun one'
            ),
            TomlKey("most", _TEXT, '"100%"', "the most that is taken off"),
            TomlKey("until", _MOMENTS, "nobody", "another due date for single students"),
            TomlKey("received", _MOMENTS, "as the platform or the push says", "when single students handed in"),
        ),
        "exercise": (
            TomlKey("name", _TEXT, "needed", "the exercise, or a variant of it, as `byhand list` names them"),
            TomlKey("id", _TEXT, "the name", "its name on answer sheets; needed where an exercise is used twice"),
            TomlKey("points", {"type": ["number", "string"], "minimum": 0}, "one per cell", "what it is worth"),
            TomlKey("set", {"type": "object"}, "as `byhand list` says", "its parameters"),
            TomlKey(
                "given", {"type": "object"}, "drawn for each student", "numbers of your own, the same for everybody"
            ),
        ),
        "marking": (
            TomlKey(
                "follow_through",
                {"type": ["number", "string"], "minimum": 0, "maximum": 1},
                "1",
                "share of the credit for a cell that follows from an earlier mistake",
            ),
            TomlKey("repeated_slips", _words("each", "once"), '"each"', "once: a slip costs only the first time"),
            TomlKey(
                "shifted_rows", _words("report", "read"), '"report"', "read: rows typed one line too low count there"
            ),
            TomlKey("reveal", {"type": "boolean"}, "true", "whether feedback shows the right values"),
            TomlKey("resubmit", {"type": "boolean"}, "true", "whether students may upload again before marks are out"),
        ),
        "canvas": (TomlKey("assignment", _WHOLE, "a new column", "the number at the end of its address in Canvas"),),
        "accept": (
            TomlKey("exercise", _TEXT, "the only one", "the id of the exercise"),
            TomlKey("grid", _TEXT, "needed", "the grid whose cells earn full credit"),
            TomlKey("row", _WHOLE, "all rows", "a single row, from 1"),
            TomlKey("column", _WHOLE, "all columns", "a single column, from 1"),
            TomlKey("value", _TEXT, "whatever was typed", "only for those who typed this"),
            TomlKey(
                "student",
                _TEXT,
                "everybody",
                "only for this student: the id, or a name that one student has; "
                "`grade` reports one who is not on the roster",
            ),
        ),
    }
)
"""The settings of each table; those at the top of the file are in no table."""
NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType({"exercise": ("name",), "accept": ("grid",)})


def keys_of(table: str) -> frozenset[str]:
    """The keys that a table may have; at the top of the file, which is in no table, those of the tables too."""
    tables = () if table else filter(None, FIELDS)
    return frozenset((*(field.key for field in FIELDS[table]), *tables))


def json_schema(exercises: Iterable[Exercise]) -> str:
    """The schema of an assignment that may use these exercises, as JSON."""
    lists = {name: {"type": "array", "items": _table(name)} for name in ("exercise", "accept")}
    lists["exercise"]["items"] = {**_table("exercise"), "allOf": [_settings_of(each) for each in exercises]}
    tables = {name: _table(name) for name in ("late", "marking", "canvas")}
    top = _table("")
    schema = {"$schema": _DRAFT, **top, "properties": {**top["properties"], **tables, **lists}}
    return json.dumps(schema, indent=1) + "\n"


def _table(name: str) -> dict[str, Any]:
    properties = {field.key: {**field.schema, "description": field.meaning} for field in FIELDS[name]}
    needed = {"required": list(NEEDED[name])} if name in NEEDED else {}
    return {"type": "object", "additionalProperties": False, "properties": properties, **needed}


def _settings_of(exercise: Exercise) -> dict[str, Any]:
    """The parameters of an exercise and of its variants: what `set` may hold."""
    parameters = {
        parameter.name: {**parameter.range.schema, "description": parameter.range.meaning}
        for parameter in exercise.parameters
    }
    names = {"pattern": f"^{exercise.name}(@|$)"}
    allowed = {"type": "object", "additionalProperties": False, "properties": parameters}
    return {"if": {"properties": {"name": names}}, "then": {"properties": {"set": allowed}}}
