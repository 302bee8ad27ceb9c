"""The words that state in plain Python puts together; who shows them says in which language."""

import re
from collections.abc import Callable

from studio.base.pace import Stage

_IN_GUIDE = "(“When something is wrong” in the guide, F1, says how)"
_WORDS: tuple[tuple[str, str], ...] = (
    (r"; run `studio doctor`", "; what is missing can be found out {guide}"),
    (r"install it with: (?:sudo|pip)[^.;]*? '?(?P<package>[^\s'.;]+)'?(?=$|[.;)])",
     "the package {package} has to be installed {guide}"),
    (r" and install it with: studio occupations install \S+", " and install it on Occupations"),
    (r"; give --trust if you trust its author", "; run it from Trials if you trust its author"),
    (r"; look at it, then give --trust", "; look at it, then trust it on Trials"),
    (r"`studio task link DIR --occupation CODE`", "Instruction, “Occupation”"),
    (r"`studio task link DIR --checkpoint ID --suggest`", "the panel of the checkpoint"),
    (r"`studio task checks DIR kinds`", "“Add a check”"),
    (r"`studio task checks DIR list` names them", "the page Checks lists them"),
    (r"`studio task files DIR` lists them", "the page Instruction lists them"),
    (r"anything that `studio task propose` lists as not covered", "what “Not checked” lists"),
    (r"see `studio task check --near-misses`", "the page Checks shows them"),
    (r"`studio recording stop` seals it", "stop it first"),
    (r"; `studio record` starts that", ""),
    (r"`studio occupations tree \S+` shows", "the page Occupations shows below it"),
    (r"make it anew with `studio task new`", "begin the task anew from its files"),
)  # fmt: skip
_TYPED = re.compile(r"” \([a-z][a-z0-9_]*\)")
_FOUND: tuple[tuple[re.Pattern[str], str], ...] = tuple((re.compile(a), b) for a, b in _WORDS)


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


def for_window(sentence: str) -> str:
    """Return a sentence without commands of a shell: where the window does the same instead."""
    # A field is named by its title here; a command line names it by what is typed too.
    sentence = _TYPED.sub("”", sentence)
    if not any(sign in sentence for sign in ("`", "--", "install it with")):
        return sentence
    for pattern, words in _FOUND:
        sentence = pattern.sub(_filled(words), sentence)
    return sentence.replace("`", "")


def _filled(words: str) -> Callable[[re.Match[str]], str]:
    def fill(found: re.Match[str]) -> str:
        return say(words).format(guide=say(_IN_GUIDE), **found.groupdict())

    return fill
