"""Parameters: declared in the signature of an exercise, read from text, refused with a message that helps."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

import pytest

from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.network.draft import Draft
from generator.network.number import Number
from generator.network.parameters import Between, Switch, check_parameters, parameters_of, show_parameter


def build(
    sheet: Draft,
    nodes: Annotated[int, Between(3, 6, "nodes of the graph")] = 5,
    rate: Annotated[Number, Between(0, 2, "learning rate", places=2)] = 1,
    bias: Annotated[bool, Switch("a bias column")] = True,
) -> None:
    raise AssertionError("declaring parameters never drafts a sheet")


DECLARED = parameters_of(build)


def test_the_signature_declares_names_defaults_and_ranges() -> None:
    assert [(p.name, p.default, str(p.range.span)) for p in DECLARED] == [
        ("nodes", 5, "3 to 6"),
        ("rate", 1, "0 to 2"),
        ("bias", True, "true or false"),
    ]


@pytest.mark.parametrize(
    ("chosen", "values"),
    [
        ({}, (5, 1, True)),
        ({"nodes": "3"}, (3, 1, True)),
        ({"nodes": 6}, (6, 1, True)),
        ({"nodes": " 4 "}, (4, 1, True)),
        ({"rate": "0.25"}, (5, Fraction(1, 4), True)),
        ({"rate": "1/2"}, (5, Fraction(1, 2), True)),
        ({"bias": "No"}, (5, 1, False)),
        ({"bias": False}, (5, 1, False)),
        ({"bias": "on"}, (5, 1, True)),
    ],
)
def test_what_is_chosen_is_read_and_the_rest_stays_at_its_default(
    chosen: dict[str, object], values: tuple[Number, ...]
) -> None:
    checked = check_parameters("gcn", DECLARED, chosen)
    assert tuple(checked) == ("nodes", "rate", "bias")
    assert tuple(checked.values()) == values


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"nodes": "2"}, "parameter nodes: '2' is not allowed; give 3 to 6, whole (nodes of the graph)"),
        ({"nodes": "7"}, "parameter nodes: '7' is not allowed; give 3 to 6, whole (nodes of the graph)"),
        ({"nodes": "4.5"}, "parameter nodes: '4.5' is not allowed; give 3 to 6, whole (nodes of the graph)"),
        ({"nodes": "many"}, "parameter nodes: 'many' is not allowed; give 3 to 6, whole (nodes of the graph)"),
        ({"rate": "0.125"}, "parameter rate: '0.125' is not allowed; give 0 to 2, 2 decimals at most (learning rate)"),
        ({"rate": "1/3"}, "parameter rate: '1/3' is not allowed; give 0 to 2, 2 decimals at most (learning rate)"),
        ({"bias": "perhaps"}, "parameter bias: 'perhaps' is not allowed; give true or false (a bias column)"),
        ({"node": "5"}, "gcn has no parameter 'node'; did you mean nodes? it has nodes, rate, bias"),
        ({"colour": "red"}, "gcn has no parameter 'colour'; it has nodes, rate, bias"),
    ],
)
def test_what_is_not_allowed_is_refused_with_the_range(chosen: dict[str, object], message: str) -> None:
    with pytest.raises(ByhandError) as refusal:
        check_parameters("gcn", DECLARED, chosen)
    assert str(refusal.value) == message


def test_long_nonsense_is_cut_short_in_the_message() -> None:
    with pytest.raises(ByhandError) as refusal:
        check_parameters("gcn", DECLARED, {"nodes": "9" * 5000})
    assert len(str(refusal.value)) < 150


@pytest.mark.parametrize(("value", "shown"), [(True, True), (3, 3), (Fraction(1, 4), "0.25"), (Fraction(1, 3), "1/3")])
def test_a_value_is_shown_as_switch_integer_or_exact_text(value: Number, shown: object) -> None:
    result = show_parameter(value)
    assert result == shown
    assert type(result) is type(shown)


@pytest.mark.parametrize(("loss", "output"), [("softmax-ce", "sigmoid"), ("mse", "softmax"), ("bce", "none")])
def test_an_output_that_does_not_go_with_the_loss_is_refused(loss: str, output: str) -> None:
    with pytest.raises(ByhandError, match=f"parameter output: loss {loss} goes with "):
        find_exercise("backpropagation").blueprint({"loss": loss, "output": output})
