"""Text of strangers, such as the names of files, as it may be shown to a person."""


def visible(text: str, kept: str = "\n\t") -> str:
    r"""Return `text` with the signs that steer, turn or hide text written out: `\x1b`, `\u202e`.

    Args:
        text: the text.
        kept: the signs that stay though they cannot be printed.
    """
    return "".join(
        sign if sign in kept or sign.isprintable() else sign.encode("unicode_escape").decode()
        for sign in text
    )
