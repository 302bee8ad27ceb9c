"""Commands: each parses, calls the package of its verb, and prints."""
