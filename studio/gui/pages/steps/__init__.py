"""The steps of the recording and their checkpoints."""
