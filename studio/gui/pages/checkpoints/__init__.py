"""The checkpoints of a task: their order, their shares of the score, and what covers them."""
