"""Somebody else's text inside Markdown: it must not become markup, a mention, a link, a reference or a column."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 200
MARKUP: Final = "\\`*_[]<>|#~&$"
"""Signs that GitHub's Markdown, its HTML or its formulas give a meaning to."""
GROWS: Final = 2
"""How many times longer a text can become at most: a backslash before each sign, or a space of no width after it."""
_LINKS: Final = re.compile(r"@|://|\b(?:www(?=\.)|mailto(?=:)|xmpp(?=:)|GH(?=-))", re.IGNORECASE)
"""What becomes a mention, a link or a reference by itself: https://github.github.com/gfm/#autolinks-extension- and
https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls"""


def plain(text: str, longest: int = LONGEST) -> str:
    r"""The text in one line, as it is, in at most ``longest`` of its own characters.

    >>> plain("a|b *c*")
    'a\\|b \\*c\\*'
    """
    text = text if len(text) <= longest else text[: longest - 1] + "…"
    text = "".join(sign if sign.isprintable() or sign.isspace() else "\ufffd" for sign in text)
    text = " ".join(text.split())
    text = "".join(f"\\{sign}" if sign in MARKUP else sign for sign in text)
    return _LINKS.sub(lambda found: f"{found[0][0]}\u200b{found[0][1:]}", text)
