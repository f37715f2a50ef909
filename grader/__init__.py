"""Answer sheets in, marks and reports out. Nothing is drawn: marking loads neither layout nor ReportLab.

The library is what `__init__.pyi` lists; docs/library.md shows it at work. Each name is loaded when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
