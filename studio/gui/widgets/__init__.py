"""Parts that show data and send signals, and know nothing else."""
