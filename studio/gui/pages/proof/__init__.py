"""The page of the gates."""
