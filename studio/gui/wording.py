"""The words that state in plain Python puts together; who shows them says in which language."""

from collections.abc import Callable

from studio.base.pace import Stage


class Wording:
    """How words are translated; as they are until a window has a translator."""

    translate: Callable[[str], str] = staticmethod(lambda text: text)


def say(text: str) -> str:
    """Return a text in the language of the window; values go in afterwards, by `str.format`."""
    return Wording.translate(text)


def count(number: int, one: str, many: str) -> str:
    """Return a number with its thing, such as `3 steps`.

    Args:
        number: how many there are.
        one: the template for one of them.
        many: the template, with `{count}`, for any other number.
    """
    return say(one if number == 1 else many).format(count=f"{number:,}")


def told_size(bytes: int) -> str:
    """Return a size as people say it: "812 MB", "1.2 GB"."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if bytes >= size:
            value = bytes / size
            return f"{value:,.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"
    return f"{bytes} B"


def told_stage(stage: Stage) -> str:
    """Return what is being done and how far that is: "making near misses: 12 of 34"."""
    if not stage.of:
        return say(stage.what)
    told = say("{what}: {done} of {count}")
    return told.format(what=say(stage.what), done=f"{stage.done:,}", count=f"{stage.of:,}")


def elapsed(seconds: float) -> str:
    """Return how long something takes already; empty in the first second."""
    if seconds < 1:
        return ""
    if seconds < 60:
        return say("{count} s").format(count=int(seconds))
    told = say("{minutes} min {seconds} s")
    return told.format(minutes=int(seconds // 60), seconds=int(seconds % 60))
