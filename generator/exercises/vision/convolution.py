"""Convolutional Neural Network: small kernels slide over an image, pooling keeps the strongest answers.

T. Yeh, "[Convolution] by Hand" (AI by Hand); Y. LeCun et al., "Gradient-based learning applied to document
recognition", Proceedings of the IEEE 86(11), 1998.
"""

from fractions import Fraction
from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.exercises.vision._images import IMAGE, check_image
from generator.network.blueprint import Role
from generator.network.conditions import clips_and_passes, dense, not_all_alike, not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import Operand
from generator.network.operations import convolution as convolve
from generator.network.operations import convolution_with_bias, flattened, max_pooling, mean_pooling, relu
from generator.network.parameters import Between, Choice
from generator.network.sources import Integers, Weights


@exercise("Convolution and Pooling (CNN)", level=3, minutes=35)
def convolution(
    sheet: Draft,
    image: Annotated[int, IMAGE] = 6,
    kernel: Annotated[int, Between(2, 3, "side length of a kernel")] = 3,
    kernels: Annotated[int, Between(1, 3, "kernels")] = 2,
    channels: Annotated[int, Between(1, 2, "channels of the image")] = 1,
    stride: Annotated[int, Between(1, 2, "stride: cells a kernel moves on")] = 1,
    padding: Annotated[int, Between(0, 1, "padding: rings of zeros round the image")] = 0,
    pooling: Annotated[str, Choice(("max", "mean"), "what pooling keeps of four cells")] = "max",
    outputs: Annotated[int, Between(1, 4, "size of the output z")] = 2,
) -> None:
    check_image(image, kernel, kernels, stride, padding)
    two = channels == 2
    images = "An image I, kernels K, each with a bias k0 for its whole C"
    if two:
        images = "An image of two channels I1, I2; for each C two kernels and a bias k0"
    given = sheet.step("Given", images + ", and weights [W|b].")
    move = (
        " Then move the kernel 1 cell on for the next cell of C, row by row."
        if stride == 1
        else " Then move the kernel {stride} cells right for the next cell of C, {stride} down for the next row."
    )
    words = "Lay the kernel, not flipped, on the outlined window. Multiply cell by cell and add up"
    words += ("" if two else ", then add k0") + ". This is the outlined cell of C." + move
    over = sheet.step("Convolve", words + (" A ring of zeros lies around the image." if padding else ""))
    if two:
        both = sheet.step("Add", "C1 = C11 + C12 + bias: both channels and the kernel's bias k0, cell by cell.")
    clip = sheet.step("ReLU", "F = ReLU(C): negative becomes 0.")
    kept, down = ("the largest", max_pooling) if pooling == "max" else ("the mean, not rounded,", mean_pooling)
    pool = sheet.step("Pool", f"Divide F into windows of 2 × 2. P holds {kept} of each.")
    flat = sheet.step("Flatten", "Copy all of P into one column p, kernel by kernel, row by row.")
    head = sheet.step("Output", "Multiply [W|b] with p and its 1 for z.")

    names = ("1", "2") if two else ("",)
    pictures = [given.give(f"I{c}", (image, image), Role.INPUT, Integers(0, 2)) for c in names]
    k0 = given.give("k0", (kernels, 1), Role.BIAS, Integers(-2, 1))
    P: list[Operand] = []
    for n in range(1, kernels + 1):
        K = [given.give(f"K{n}{c}", (kernel, kernel), Role.WEIGHT, Integers(-1, 1)) for c in names]
        bias, move_by = k0.rows(n - 1, n), {"stride": stride, "padding": padding}
        if two:
            parts = [convolve(picture, one, **move_by) for picture, one in zip(pictures, K, strict=True)]
            C1, C2 = (over.fill(f"C{n}{c}", part, Role.LINEAR) for c, part in zip(names, parts, strict=True))
            C = both.fill(f"C{n}", C1 + C2 + bias, Role.LINEAR)
        else:
            C = over.fill(f"C{n}", convolution_with_bias(pictures[0], K[0], bias, **move_by), Role.LINEAR)
        F = clip.fill(f"F{n}", relu(C), Role.HIDDEN)
        P.append(pool.fill(f"P{n}", down(F, size=2), Role.HIDDEN))
        sheet.require(*map(dense, K), small(9, C), clips_and_passes(C, Fraction(1, 3)))
    p = flat.fill("p", flattened(*P), Role.HIDDEN)
    W = given.give("W", (outputs, p.shape[0]), Role.WEIGHT, Weights())
    b = given.give("b", (outputs, 1), Role.BIAS, Integers(-2, 2))
    z = head.fill("z", layer_sums(W, b, p), Role.OUTPUT)
    sheet.require(dense(W), not_all_alike(p) if p.shape[0] > 1 else not_all_zero(p), not_all_zero(z), small(15, z))
