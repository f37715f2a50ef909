"""Makes whatever a broken image file leads to an error that says what to do."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from generator.errors import ByhandError


@contextmanager
def refused(faults: tuple[type[Exception], ...]) -> Iterator[None]:
    """ByhandError for these exceptions of a library, and for its warnings if they are among them."""
    try:
        with warnings.catch_warnings(action="error"):
            yield
    except faults as error:
        raise ByhandError("the logo cannot be read as an image; save it again as PNG") from error
