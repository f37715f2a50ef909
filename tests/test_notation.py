"""Small figures: which words and names get them, and which that look alike do not."""

from __future__ import annotations

import re

import pytest

from generator.network.exercise import Exercise
from generator.type.notation import Span, spans_of_line, spans_of_name, spans_of_word
from tests.simulated.students import EXERCISES

Spans = list[tuple[str, int]]
"""What is on the baseline (0), what is a subscript (-1) and what is a superscript (1)."""


def scripts(spans: tuple[Span, ...]) -> Spans:
    return [(span.text, span.script) for span in spans]


NAMES: dict[str, Spans] = {
    "X": [("X", 0)],
    "W1": [("W", 0), ("1", -1)],
    "h0": [("h", 0), ("0", -1)],
    "zf1": [("z", 0), ("f1", -1)],
    "zfc1": [("z", 0), ("fc1", -1)],
    "zfco1": [("zfco1", 0)],
    "Zm1": [("Z", 0), ("m1", -1)],
    "be": [("b", 0), ("e", -1)],
    "vq": [("v", 0), ("q", -1)],
    "Pr": [("P", 0), ("r", -1)],
    "Adj": [("Adj", 0)],
    "nearest": [("nearest", 0)],
    "words": [("words", 0)],
    "d": [("d", 0)],
    "d1": [("d", 0), ("1", -1)],
    "dW3": [("∂W", 0), ("3", -1)],
    "db3": [("∂b", 0), ("3", -1)],
    "dDf": [("∂D", 0), ("f", -1)],
    "dDff": [("dDff", 0)],
    "dot": [("dot", 0)],
    "∂Z3": [("∂Z3", 0)],
    "new": [("new", 0)],
    "Wnew": [("Wnew", 0)],
    "W3new": [("W", 0), ("3", -1), ("new", 1)],
    "b3new": [("b", 0), ("3", -1), ("new", 1)],
    "W3newer": [("W3newer", 0)],
    "theta0": [("θ", 0), ("0", -1)],
    "mu": [("μ", 0)],
    "dsigma": [("∂σ", 0)],
    "mhat12": [("m̂", 0), ("12", -1)],
    "yhats": [("ŷ", 0), ("s", -1)],
    "thetas0s1": [("thetas0s1", 0)],
    "A1i": [("A", 0), ("1i", -1)],
    "x1,": [("x1,", 0)],
    "2.5": [("2.5", 0)],
}


@pytest.mark.parametrize("name", NAMES)
def test_names_of_grids_are_set_as_in_a_textbook(name: str) -> None:
    assert scripts(spans_of_name(name)) == NAMES[name]


def test_a_transposed_grid_has_a_small_t_above() -> None:
    assert scripts(spans_of_name("dW3", transposed=True)) == [("∂W", 0), ("3", -1), ("T", 1)]
    assert scripts(spans_of_name("Adj", transposed=True)) == [("Adj", 0), ("T", 1)]


WORDS: dict[str, Spans] = {
    # one letter with a number after it
    "∂Z3": [("∂Z", 0), ("3", -1)],
    "Z3,": [("Z", 0), ("3", -1), (",", 0)],
    "θ0.": [("θ", 0), ("0", -1), (".", 0)],
    "h0.": [("h", 0), ("0", -1), (".", 0)],
    "x1,": [("x", 0), ("1", -1), (",", 0)],
    "x12": [("x", 0), ("12", -1)],
    "(x1)": [("(x", 0), ("1", -1), (")", 0)],
    "Zm1,": [("Z", 0), ("m1", -1), (",", 0)],
    "m1": [("m", 0), ("1", -1)],
    "Zn1": [("Zn1", 0)],
    "GCN1": [("GCN1", 0)],
    "dW3": [("dW3", 0)],
    "db3": [("db3", 0)],
    "W3new": [("W3new", 0)],
    "x1a": [("x1a", 0)],
    "x1.5": [("x1.5", 0)],
    "2.5": [("2.5", 0)],
    "2/3.": [("2/3.", 0)],
    # letters between brackets or bars
    "[We|be]": [("[W", 0), ("e", -1), ("|b", 0), ("e", -1), ("]", 0)],
    "[we]": [("[w", 0), ("e", -1), ("]", 0)],
    "[Whe|": [("[Wh", 0), ("e", -1), ("|", 0)],
    "[W1|b1]": [("[W", 0), ("1", -1), ("|b", 0), ("1", -1), ("]", 0)],
    "[W|b]": [("[W|b]", 0)],
    "[WE]": [("[WE]", 0)],
    "[whe]": [("[whe]", 0)],
    "[We,be]": [("[We,be]", 0)],
    "(We|be)": [("(We|be)", 0)],
    "be": [("be", 0)],
    # one letter, an underscore and one letter
    "z_f": [("z", 0), ("f", -1)],
    "z_f,": [("z", 0), ("f", -1), (",", 0)],
    "(z_o)": [("(z", 0), ("o", -1), (")", 0)],
    "z_fo": [("z_fo", 0)],
    "az_f": [("az_f", 0)],
    "z_F": [("z_F", 0)],
    "z_3": [("z_3", 0)],
    # powers
    "e^−z": [("e", 0), ("−z", 1)],
    "e^-z": [("e", 0), ("-z", 1)],
    "1/(1+e^−z)": [("1/(1+e", 0), ("−z", 1), (")", 0)],
    "x^2": [("x", 0), ("2", 1)],
    "x^23": [("x", 0), ("2", 1), ("3", 0)],
    "v_q^T": [("v", 0), ("q", -1), ("T", 1)],
    "^T": [("T", 1)],
    "e^": [("e^", 0)],
    "e^−−": [("e^−−", 0)],
    "e^(−2)": [("e^(−2)", 0)],
    "100^(2i/4)),": [("100", 0), ("2i/4", 1), ("),", 0)],
    "100^(2i)": [("100^(2i)", 0)],
    # words and numbers
    "Pr": [("Pr", 0)],
    "Adj": [("Adj", 0)],
    "nearest": [("nearest", 0)],
    "U–V": [("U–V", 0)],
}


@pytest.mark.parametrize("word", WORDS)
def test_words_of_instructions_get_their_small_figures(word: str) -> None:
    assert scripts(spans_of_word(word)) == WORDS[word]


def test_a_variable_in_a_power_is_italic_and_nothing_else_is() -> None:
    assert spans_of_word("e^−z") == (Span("e"), Span("−z", 1, italic=True))
    assert spans_of_word("x^2") == (Span("x"), Span("2", 1))
    assert spans_of_word("z_f") == (Span("z"), Span("f", -1))


LINES: dict[str, Spans] = {
    "1/(1+e^0.8) = 0…": [("1/(1+e", 0), ("0.8", 1), (") = 0…", 0)],
    "1/(1+e^−0,8)": [("1/(1+e", 0), ("−0,8", 1), (")", 0)],
    "e^1/3)": [("e", 0), ("1/3", 1), (")", 0)],
    "e^(−2)": [("e", 0), ("−2", 1)],
    "e^−2,": [("e", 0), ("−2", 1), (",", 0)],
    "e^2.": [("e", 0), ("2", 1), (".", 0)],
    "e^−z": [("e", 0), ("−z", 1)],
    "x1^2 + x2": [("x", 0), ("1", -1), ("2", 1), (" + x", 0), ("2", -1)],
}


@pytest.mark.parametrize("line", LINES)
def test_a_power_in_a_line_of_working_is_raised_as_a_whole(line: str) -> None:
    assert scripts(spans_of_line(line)) == LINES[line]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_spans_lose_no_letter_of_an_instruction(exercise: Exercise) -> None:
    for step in exercise.blueprint().steps:
        for word in f"{step.title} {step.instruction}".split():
            shown = "".join(span.text for span in spans_of_word(word))
            raised = re.sub(r"\^\((\w+/\w+)\)", r"\1", word)  # a fraction that is raised needs no brackets
            assert shown == word or shown == raised.replace("^", "").replace("_", "")
