"""What everything stands on: errors, ids, time, safe writes, settings."""
