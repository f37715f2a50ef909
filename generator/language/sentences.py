"""The sentences that our code says to people and that templates print, found by reading them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment
from jinja2.ext import extract_from_ast

from generator.language.po_files import Sentence

PACKAGES = ("generator", "grader")
SAID_BY = ("say", "words", "ByhandError", "Undefined", "UnreadFileError", "MisplacedError")
"""What is called with a sentence: reports and the page in a browser quote errors, too."""
MARKS: Mapping[str, tuple[str, ...]] = {"_": ("text",), "ngettext": ("text", "plural"), "pgettext": ("context", "text")}
"""What marks a sentence in a template, and what it is called with."""


def files_in(folder: Traversable, name: str, ending: str) -> Iterator[tuple[str, Traversable]]:
    """The files of a folder and its folders that end like this, with their paths under the folder's name."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from files_in(entry, f"{name}/{entry.name}", ending)
        elif entry.name.endswith(ending):
            yield f"{name}/{entry.name}", entry


def calls(*functions: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of these functions in our code, with the path of its module."""
    for package in PACKAGES:
        for path, file in files_in(files(package), package, ".py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
                    yield path, node


def literals(call: ast.Call) -> tuple[str, ...]:
    """The sentences that may be the first argument of a call; none where it is worked out."""
    sentence = call.args[0]
    ends = (sentence.body, sentence.orelse) if isinstance(sentence, ast.IfExp) else (sentence,)
    return tuple(end.value for end in ends if isinstance(end, ast.Constant) and isinstance(end.value, str))


def said_in_code() -> Iterator[tuple[str, Sentence]]:
    """Every sentence that our code may say in a language, with the path of its module."""
    for path, call in calls(*SAID_BY):
        yield from ((path, Sentence(text)) for text in literals(call))
    for path, call in calls("ngettext"):
        text, plural = map(ast.literal_eval, call.args[:2])
        yield path, Sentence(text, plural)


def marked_in_templates(folder: Traversable) -> Iterator[tuple[str, Sentence]]:
    """Every marked sentence of the templates in a folder, with the path of its template."""
    for path, file in files_in(folder, "templates", ".jinja"):
        tree = Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
        for _, mark, found in extract_from_ast(tree, tuple(MARKS)):
            texts = found if isinstance(found, tuple) else (found,)
            named = {part: text for part, text in zip(MARKS[mark], texts, strict=False) if text}
            yield path, Sentence(**named)
