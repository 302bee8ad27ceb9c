"""Files as they are shown beside their checks: read in a sandbox, shown as plain data."""
