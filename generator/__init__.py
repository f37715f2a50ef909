"""Exercises, their numbers and their sheets: everything that happens before a student picks up the pencil.

The library is what `__init__.pyi` lists; docs/library.md shows it at work. Each name is loaded when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
