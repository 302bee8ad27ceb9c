"""The first page: what to begin with."""
