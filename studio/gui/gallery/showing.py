"""Shows a state that otherwise only the pointer or the keyboard brings about, without Qt."""

import re

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_STATE = re.compile(r":(hover|focus|pressed)(?![\w-])")


def showing(sheet: str) -> str:
    """Return a style sheet in which a widget's property `shown` stands for such a state too.

    `QPushButton:hover` becomes `QPushButton:hover, QPushButton[shown="hover"]`.
    """
    return _RULE.sub(lambda rule: f"{_selectors(rule[1])} {{{rule[2]}}}", sheet)


def _selectors(selectors: str) -> str:
    found = []
    for one in (part.strip() for part in selectors.split(",")):
        found.append(one)
        state = _STATE.search(one)
        if state:
            found.append(_with_property(one, state))
    return ",\n".join(found)


def _with_property(selector: str, state: re.Match[str]) -> str:
    bare = selector[: state.start()] + selector[state.end() :]
    owner, sign, part = bare.partition("::")
    # Of several widgets in a row the one whose state it is has the property.
    head, space, tail = owner[: state.start()], "", owner[state.start() :]
    return f'{head}[shown="{state[1]}"]{space}{tail}{sign}{part}'
