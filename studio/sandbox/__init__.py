"""Private displays, the programs of this machine, and processes kept apart."""
