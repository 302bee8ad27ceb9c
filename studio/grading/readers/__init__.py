"""Reading what was handed in, safely: files become values, and whatever is none is said so."""
