"""Time: one monotonic clock for what is recorded, UTC text for what is shown."""

import time
from datetime import UTC, datetime


def monotonic_ns() -> int:
    """Return nanoseconds of CLOCK_MONOTONIC, the clock that X11 stamps events with."""
    return time.monotonic_ns()


def utc_now() -> str:
    """Return the present moment as ISO 8601 text in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def minutes(seconds: float) -> str:
    """Return a duration in seconds as `mm:ss.t`."""
    tenths = round(seconds * 10)
    return f"{tenths // 600:02d}:{tenths // 10 % 60:02d}.{tenths % 10}"


def shown_moment(text: str) -> str:
    """Return a moment of `utc_now` for reading, to the minute; other text stays as it is."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    except ValueError:
        return text
