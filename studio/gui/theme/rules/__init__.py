"""The rules of the style sheet, one module for each kind of thing.

`$name` stands for a token or a shape; pixels are those of 100%, written as `measures` reads them.
"""

from studio.gui.theme.rules import buttons, contrast, fields, popups, surfaces, views, words

RULES = "".join(part.RULES for part in (surfaces, words, buttons, fields, views, popups))
CONTRAST_RULES = contrast.RULES
