"""Parameter count: how many weights and biases a network has, layer by layer, without writing down a single one.

Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document recognition", Proceedings
of the IEEE 86(11), 1998: the network LeNet-5, with every map of a layer connected to every map before it.
"""

from typing import Annotated

from generator.network.blueprint import Role
from generator.network.conditions import positive_integers
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import Operand, constant, stack
from generator.network.operations import flattened, side_lengths
from generator.network.parameters import Between, Choice
from generator.network.sources import Downwards, Integers

_IMAGES = {1: Integers(8, 14, step=2), 2: Integers(16, 28, step=2), 3: Integers(30, 44, step=2)}
"""Sides of the image, by the number of convolutions: what is left of it at the end is small."""


@exercise(
    "Parameter Count",
    level=2,
    minutes=15,
    variants={"lenet": {"network": "cnn"}},
    exceptions={"repeated sheets": "four sizes from 2 to 12 make 14,641 sheets"},
)
def parameter_count(
    sheet: Draft,
    network: Annotated[str, Choice(("mlp", "cnn"), "fully connected layers, or convolutions first")] = "mlp",
    convolutions: Annotated[int, Between(1, 3, "convolutions of a cnn, each with a pooling")] = 2,
    layers: Annotated[int, Between(1, 5, "fully connected layers")] = 3,
) -> None:
    cnn = network == "cnn"
    given = sheet.step(
        "Given",
        "An image of so many channels, a kernel for each convolution, and out: the channels after each convolution, "
        "then the neurons of each fully connected layer. A 2 × 2 pooling follows each convolution."
        if cnn
        else "A network: the features of its input and, in out, the neurons of each layer, downwards.",
    )
    if cnn:
        image = given.give("image", (1, 1), Role.INPUT, _IMAGES[convolutions])
        kernel = given.give("kernel", (convolutions, 1), Role.LINEAR, Integers(3, 5, step=2))
    first = given.give(
        "channels" if cnn else "features", (1, 1), Role.INPUT, Integers(1, 3) if cnn else Integers(2, 12)
    )
    many = (
        ((Integers(2, 8), convolutions), (Integers(10, 120, step=10), layers)) if cnn else ((Integers(2, 12), layers),)
    )
    rows = sum(count for _, count in many)
    out = given.give("out", (rows, 1), Role.HIDDEN, Downwards(many))

    own = sheet.step("Biases", "One for each channel or neuron in out.")
    biases = own.fill("biases", out, Role.BIAS)
    before: list[Operand] = [first]
    if cnn:
        sides = sheet.step(
            "Side lengths",
            "size: a convolution leaves side − kernel + 1 (stride 1, no padding), a pooling half of that.",
        )
        size = sides.fill("size", side_lengths(image, kernel), Role.LINEAR)
        flatten = sheet.step("Flatten", "flat: last channels × last side × last side, what the first neurons take in.")
        last = size.rows(2 * convolutions - 1, 2 * convolutions)
        flat = flatten.fill("flat", out.rows(convolutions - 1, convolutions) * last * last, Role.HIDDEN)
        before += [*([out.rows(0, convolutions - 1)] if convolutions > 1 else []), flat]
        sheet.require(positive_integers(size))
    start = convolutions if cnn else 0
    before += [out.rows(start, rows - 1)] if layers > 1 else []
    into = sheet.step(
        "Inputs",
        "What each layer takes in: channels, then the out of the convolution before, flat, and the out before."
        if cnn
        else "What each layer takes in. Copy features, then the out of the layer before.",
    ).fill("inputs", flattened(*before), Role.HIDDEN)

    table = sheet.step(
        "Weights",
        "A row for each layer: kernel × kernel × inputs × out; a fully connected layer has no kernel, so 1 is there."
        if cnn
        else "A row for each layer: inputs × out.",
    )
    side = stack(kernel, constant(((1,),) * layers)) if cnn else None
    weights = table.fill("weights", side * side * into * out if side else into * out, Role.WEIGHT)
    total = sheet.step("Total", "Add up all weights and all biases.")
    total.fill("total", constant(((1,) * (2 * rows),)) @ stack(weights, biases), Role.OUTPUT)
