"""The page that records: what to ask, how it goes, what it caught."""
