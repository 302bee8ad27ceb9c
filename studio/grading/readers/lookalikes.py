"""Text as the eye takes it, so that a forbidden word cannot hide behind look-alike letters."""

import unicodedata

_CYRILLIC = "аАвВсСеЕнНіІјЈкКмМоОрРѕЅтТуУхХԁһӏԛԝ"
_LATIN_C = "aAbBcCeEhHiIjJkKmMoOpPsStTyYxXdhlqw"
_GREEK = "αΑΒΕΖΗΙΚΜΝΟοΡΤΥΧνικρυ"
_LATIN_G = "aABEZHIKMNOoPTYXvikpu"
_LOOKALIKES = str.maketrans(_CYRILLIC + _GREEK, _LATIN_C + _LATIN_G)


def skeleton(text: str) -> str:
    """Return text without what cannot be seen, and with Latin letters for their look-alikes.

    Source of the idea: Unicode Technical Standard 39, section 4; the letters that matter only.
    """
    seen = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", text)
        if unicodedata.category(sign) not in ("Cf", "Cn", "Co")
        and sign != "\u034f"
        and not "\ufe00" <= sign <= "\ufe0f"
    )
    return " ".join(seen.translate(_LOOKALIKES).casefold().split())
