"""Gates, trials and the package."""
