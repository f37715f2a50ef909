"""Printing: worksheets, keys, answer sheets and the class files of what was issued.

Its names, listed in `__init__.pyi`, are loaded when they are used: a single sheet needs nothing of a print run.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
