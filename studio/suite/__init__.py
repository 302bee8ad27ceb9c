"""Suites: sets of tasks, and what they cover of the economy.

`report(folder)` reads every task below a folder; `write_page` shows what it found on one page.
"""

from typing import TYPE_CHECKING

from studio.base.lazy import names_of

if TYPE_CHECKING:
    from studio.suite.page import write_page
    from studio.suite.reporting import report
else:
    __getattr__ = names_of(__name__, {"page": "write_page", "reporting": "report"})

__all__ = ["report", "write_page"]
