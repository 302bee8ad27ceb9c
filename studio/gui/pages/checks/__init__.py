"""The checks of each checkpoint and what each output would score."""
