"""Suites: sets of tasks, and what they cover of the economy.

`report(folder)` reads every task below a folder; `write_page` shows what it found on one page.
"""

from studio.suite.page import write_page
from studio.suite.reporting import report

__all__ = ["report", "write_page"]
