"""Whether what a kernel makes of an image can be pooled, and which images can."""

from generator.errors import ByhandError, say
from generator.network.parameters import Between

SIDES = range(4, 9)
IMAGE = Between(SIDES[0], SIDES[-1], "side length of the image")


def check_image(image: int, kernel: int, kernels: int, stride: int, padding: int) -> None:
    """Raise ByhandError if C does not divide into windows of 2 × 2, or is too large to be filled in."""
    if _fits(image, kernel, kernels, stride, padding):
        return
    fitting = [side for side in SIDES if _fits(side, kernel, kernels, stride, padding)]
    remedy = say("set image to one of {sides}", sides=", ".join(map(str, fitting)))
    raise ByhandError(
        "image = {image} does not fit kernel = {kernel}, stride = {stride}, padding = {padding} and kernels = "
        "{kernels}: C must divide into windows of 2 × 2, all C together have 72 cells at most; {remedy}",
        image=image,
        kernel=kernel,
        stride=stride,
        padding=padding,
        kernels=kernels,
        remedy=remedy if fitting else say("set padding to 0, or fewer kernels"),
    )


def _fits(image: int, kernel: int, kernels: int, stride: int, padding: int) -> bool:
    side, rest = divmod(image + 2 * padding - kernel + stride, stride)
    return not rest and side in (2, 4, 6) and kernels * side**2 <= 72
