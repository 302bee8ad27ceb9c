"""The occupations: find one, read about it, and see which of them the tasks cover."""
