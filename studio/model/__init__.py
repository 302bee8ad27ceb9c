"""The frozen types that every file and every screen speaks of."""
