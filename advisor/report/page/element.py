"""Elements of the page. They are made as a tree, never as text, so what a stack says cannot become markup.

ElementTree only writes here and reads nothing, so what bandit says of its parser (B405) is of no concern to the page.
What cannot be seen in a name, such as a character that turns the writing direction round, is written as its code.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, tostring  # nosec B405

Child = Element | str | None
_VISIBLE_SPACES: Final = "\n\t"


def element(tag: str, *children: Child | Iterable[Child], **attributes: str | float | None) -> Element:
    """One element.

    Args:
        tag: Of HTML or SVG.
        children: Elements and texts, also lists of them; ``None`` is left out.
        attributes: ``class_`` is written ``class``, ``aria_label`` is written ``aria-label``; ``None`` is left out.
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(
                name.rstrip("_").replace("_", "-"), _number(value) if isinstance(value, float) else seen(str(value))
            )
    for child in children:
        for one in [child] if child is None or isinstance(child, (str, Element)) else child:
            _append(made, one)
    return made


def _append(made: Element, child: Child) -> None:
    if child is None:
        return
    if isinstance(child, Element):
        made.append(child)
    elif len(made):
        made[-1].tail = (made[-1].tail or "") + seen(child)
    else:
        made.text = (made.text or "") + seen(child)


def seen(text: str) -> str:
    r"""The text with everything visible: control and format characters as their code.

    >>> seen("safe" + chr(0x202E) + "txt")
    'safe\\u202etxt'
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in _VISIBLE_SPACES else f"\\u{ord(one):04x}" for one in text)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text_of(made: Element) -> str:
    """The element and all in it as HTML."""
    return tostring(made, encoding="unicode", method="html")
