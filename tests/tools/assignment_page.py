"""The page of the docs that lists all settings of assignment.toml.

`python -m tests.tools.assignment_page > docs/assignment.md` makes it again.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.assignment.schema import FIELDS

TABLES = {
    "": ("The assignment", "At the top of the file, before any table."),
    "late": (
        "[late]",
        "What late work loses, if `due` is a date with a time and a zone. The platform or the push says when it came.",
    ),
    "exercise": (
        "[[exercise]]",
        (
            "One for each exercise, in the order of the sheet. `[exercise.given]` below it has a line for each grid\n"
            "with numbers of your own: its name, as `byhand show NAME` prints it, and its rows. The others are drawn."
        ),
    ),
    "marking": ("[marking]", "How work is marked: [marking](marking.md) explains each."),
    "canvas": (
        "[canvas]",
        "For `byhand export canvas`: with the number, a second import replaces grades and adds no column.",
    ),
    "accept": (
        "[[accept]]",
        "Cells, or answers in them, that earn full credit. Add one where a question was unfair, and run `grade` again.",
    ),
}
HEAD = """\
# assignment.toml

Made by `python -m tests.tools.assignment_page > docs/assignment.md`.

The description of an assignment, in [TOML](https://toml.io). `byhand new` writes one with comments, and beside it
`assignment.schema.json`: editors that know it, such as VS Code with the extension Even Better TOML, complete and check
the file as you write. After sheets were handed out, titles, paper and wording may change; what changes numbers is
refused ([what a change does](handing-out.md#what-a-change-does)).

```toml
title = "Homework 1"
due = "2026-12-01T18:00:00+01:00"

[[exercise]]
name = "mlp"
points = 20
[exercise.set]
layers = [3, 2, 2]

[[exercise]]
name = "softmax"
[exercise.given]  # these numbers instead of drawn ones, for everybody
x = [[2, 3], [1, 0], [3, 0], [2, -1]]

[late]
grace = "1h"
penalty = "10% per day"
most = "50%"

[marking]
repeated_slips = "once"
```
"""


def page() -> str:
    """The page as Markdown."""
    return HEAD + "".join(_section(name) for name in TABLES)


def _section(name: str) -> str:
    title, about = TABLES[name]
    heading = f"`{title}`" if name else title
    return "\n".join(
        ("", f"## {heading}", "", about, "", "| key | default | what it does |", "|---|---|---|", *_rows(name), "")
    )


def _rows(name: str) -> Iterator[str]:
    for field in FIELDS[name]:
        default = f"`{field.default}`" if field.default.startswith('"') else field.default
        allowed = " or ".join(f'`"{choice}"`' for choice in field.schema.get("enum", ()))
        yield f"| `{field.key}` | {default} | {field.meaning}{f'; {allowed}' if allowed else ''} |"


if __name__ == "__main__":
    print(page(), end="")
