"""The sentences in our code that are said to people, found by reading it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent


def calls(*functions: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of these functions in our code, with the module it stands in."""
    for path in (*(ROOT / "generator").rglob("*.py"), *(ROOT / "grader").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
                yield path, node


def literals(call: ast.Call) -> set[str]:
    """The sentences that may be the first argument of a call; none where it is worked out."""
    sentence = call.args[0]
    ends = (sentence.body, sentence.orelse) if isinstance(sentence, ast.IfExp) else (sentence,)
    return {end.value for end in ends if isinstance(end, ast.Constant) and isinstance(end.value, str)}
