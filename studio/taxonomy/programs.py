"""Which software of the occupations a program on the desktop is, or does the same work as."""

from collections.abc import Iterable, Mapping
from functools import cache
from math import log

from studio.taxonomy import tables
from studio.taxonomy.occupations import load
from studio.taxonomy.words import fold

_SHORTEST_NAME = 3

# Free programs and the ones of O*NET that do the same work; keys are folded.
STANDS_FOR: Mapping[str, tuple[str, ...]] = {
    "ardour": ("Avid Technology Pro Tools", "Audio editing software"),
    "audacity": ("Audacity", "Audio editing software"),
    "blender": ("Blender", "Autodesk Maya", "Autodesk 3ds Max"),
    "code": ("Microsoft Visual Studio",),
    "darktable": ("Adobe Photoshop Lightroom", "Photo editing software"),
    "dbeaver": ("Structured query language SQL", "Database software"),
    "freecad": ("Dassault Systemes SolidWorks", "Computer aided design CAD software"),
    "gimp": ("GNU Image Manipulation Program GIMP", "Adobe Photoshop"),
    "gnucash": ("Intuit QuickBooks", "Accounting software"),
    "gnumeric": ("Microsoft Excel", "Spreadsheet software"),
    "inkscape": ("Inkscape", "Adobe Illustrator"),
    "kdenlive": ("Adobe Premiere Pro", "Video editing software"),
    "kicad": ("KiCad", "OrCAD Capture"),
    "krita": ("Adobe Photoshop",),
    "librecad": ("Autodesk AutoCAD", "Computer aided design CAD software"),
    "libreoffice base": ("Microsoft Access",),
    "libreoffice calc": ("Microsoft Excel", "Spreadsheet software"),
    "libreoffice draw": ("Microsoft Visio",),
    "libreoffice impress": ("Microsoft PowerPoint",),
    "libreoffice writer": ("Microsoft Word", "Word processing software"),
    "musescore": ("MuseScore", "Avid Technology Sibelius", "MakeMusic Finale"),
    "octave": ("GNU Octave", "The MathWorks MATLAB"),
    "openshot": ("Adobe Premiere Pro", "Video editing software"),
    "pspp": ("IBM SPSS Statistics",),
    "qcad": ("Autodesk AutoCAD", "Computer aided design CAD software"),
    "qgis": ("QGIS", "ESRI ArcGIS software", "Geographic information system GIS software"),
    "rstudio": ("R",),
    "scribus": ("Scribus", "Adobe InDesign", "Desktop publishing software"),
    "shotcut": ("Adobe Premiere Pro", "Video editing software"),
    "slicer": ("Medical imaging software", "Image analysis software"),
    "thunderbird": ("Mozilla Thunderbird", "Microsoft Outlook"),
}

# What a window system adds to a name, and what nothing can be told from.
_AFFIXES = frozenset({"app", "bin", "desktop", "exe", "gtk", "qt", "wrapper"})


@cache
def _holders() -> Mapping[str, frozenset[str]]:
    """Return the codes of the occupations that use each software, by its folded name."""
    found: dict[str, set[str]] = {}
    for code, names in tables.software().items():
        for name in names:
            found.setdefault(fold(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def _plain(application: str) -> str:
    """Return the folded name of a program without what a window system adds to it."""
    # Reverse domain names (org.qgis.qgis) end with the program.
    last = application.rsplit("/", 1)[-1]
    if last.count(".") >= 2:
        last = last.rsplit(".", 1)[-1]
    words = [word for word in fold(last).split() if word not in _AFFIXES and not word.isdigit()]
    return " ".join(words)


def software_of(application: str) -> tuple[str, ...]:
    """Return the folded names of software that `application` is or stands for, none if unknown."""
    name = _plain(application)
    stood_for = STANDS_FOR.get(name)
    if stood_for:
        return tuple(fold(software) for software in stood_for if fold(software) in _holders())
    if len(name) < _SHORTEST_NAME:
        return ()
    return tuple(known for known in _holders() if f" {name} " in f" {known} ")


def users(applications: Iterable[str]) -> Mapping[str, tuple[float, str]]:
    """Return, by code, how telling the programs are of an occupation, with the best program.

    The measure is 1 for a program that one occupation alone uses and 0 for one that all use:
    the logarithm of the share of occupations that use it, over that of one occupation.
    """
    found: dict[str, tuple[float, str]] = {}
    for application in dict.fromkeys(applications):
        for software in software_of(application):
            codes = _holders()[software]
            told = 1 - log(len(codes)) / log(len(load()))
            for code in codes:
                found[code] = max(found.get(code, (0.0, "")), (told, application))
    return found
