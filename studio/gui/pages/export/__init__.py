"""The page of the package."""
