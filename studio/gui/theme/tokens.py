"""The colours by their meaning, in each mode."""

from dataclasses import dataclass

MODES = ("light", "dark", "contrast")


@dataclass(frozen=True)
class Tokens:
    """The colours of one mode."""

    window: str
    panel: str
    sunken: str
    line: str
    border: str
    text: str
    text_2: str
    text_3: str
    accent: str
    on_accent: str
    accent_tint: str
    selection: str
    good: str
    good_tint: str
    bad: str
    bad_tint: str
    waits: str
    waits_tint: str
    hues: tuple[str, ...]


TOKENS = {
    "light": Tokens(
        window="#F6F7F9", panel="#FFFFFF", sunken="#EEF0F3", line="#DDE1E7", border="#7F8897",
        text="#1A1F2B", text_2="#4C5565", text_3="#59616F",
        accent="#2F55D4", on_accent="#FFFFFF", accent_tint="#E8EDFC", selection="#DCE5FD",
        good="#136A41", good_tint="#E2F4EA", bad="#B02A25", bad_tint="#FCE8E6",
        waits="#7E5200", waits_tint="#FBF0D9",
        hues=("#2F8F83", "#7A5AE0", "#B96611", "#B4457E", "#3B7DC4", "#688619"),
    ),
    "dark": Tokens(
        window="#15181E", panel="#1C2027", sunken="#12151A", line="#2E343F", border="#7A8494",
        text="#E8EBF1", text_2="#B4BCCA", text_3="#A3ADBC",
        accent="#8DA6FF", on_accent="#10141C", accent_tint="#242E4F", selection="#2B3863",
        good="#5CCB92", good_tint="#16332A", bad="#FF9A8E", bad_tint="#3E2220",
        waits="#E5B64C", waits_tint="#38301A",
        hues=("#59A59C", "#957BE6", "#CD8D4E", "#C36A98", "#629BD0", "#89A54B"),
    ),
    "contrast": Tokens(
        window="#000000", panel="#000000", sunken="#000000", line="#8A8A8A", border="#FFFFFF",
        text="#FFFFFF", text_2="#FFFFFF", text_3="#E0E0E0",
        accent="#8FB8FF", on_accent="#000000", accent_tint="#001A4D", selection="#00337F",
        good="#5CF29A", good_tint="#002B14", bad="#FF8A80", bad_tint="#3D0000",
        waits="#FFD24A", waits_tint="#332600",
        hues=("#5FE0D0", "#B9A4FF", "#FFB45E", "#FF8FC4", "#7FC1FF", "#B8E04A"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Marks:
    """The colours of what is drawn over a frame, in every mode.

    A frame is a picture of a screen that is mostly light. A mark has its colour inside of a pale
    edge, so that it is seen on dark windows too; what will be filled is grey and can be seen
    through. The first two digits are the opacity.
    """

    pointer: str = "#FF2F55D4"
    region: str = "#FFB02A25"
    checked: str = "#FF136A41"
    around: str = "#D0FFFFFF"
    filled: str = "#BE606060"


MARKS = Marks()


class Theme:
    """The mode that is shown now; widgets ask it when they paint.

    Attributes:
        held: whether widgets are being made, which are styled together once all are there.
    """

    tokens: Tokens = TOKENS["light"]
    mode = "light"
    held = False


def hue(index: int) -> str:
    """Return the colour of the checkpoint with this place in the list."""
    return Theme.tokens.hues[index % len(Theme.tokens.hues)]
