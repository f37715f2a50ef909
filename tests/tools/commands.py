"""Runs `byhand` as in a terminal: with success, with a refusal, or whatever comes of it."""

from __future__ import annotations

from click.testing import CliRunner

from generator.cli import main


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def done(*words: object) -> str:
    code, output = run(*words)
    assert code == 0, output
    return output


def refused(*words: object) -> str:
    code, output = run(*words)
    assert code == 2, output
    return output
