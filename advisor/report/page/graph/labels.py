"""Names as they fit into a box: without what all of them begin with, over a few lines, cut in the middle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from os.path import commonprefix
from typing import Final

_PIECE: Final = re.compile(r"[^-_./\s]*[-_./\s]*")
CUT: Final = "…"


def shared_start(names: Sequence[str]) -> str:
    """What all names begin with, up to a hyphen; empty unless something is left of each.

    >>> shared_start(["platform-training-clock", "platform-training-registry"])
    'platform-training-'
    """
    if len(names) < 2:
        return ""
    start = commonprefix(list(names)).rpartition("-")  # noqa: RUF071 (names, not paths)
    found = start[0] + start[1]
    return found if all(len(name) > len(found) for name in names) else ""


def lines(text: str, width: int, most: int) -> tuple[str, ...]:
    """The text over at most ``most`` lines of ``width`` characters, broken after a hyphen where it can be.

    >>> lines("engineer-features-of-a-long-name", 18, 2)
    ('engineer-features-', 'of-a-long-name')
    """
    text = text if len(text) <= width * most else _shortened(text, width * most)
    broken = _broken(text, width)
    if len(broken) > most:  # hyphens in bad places: break anywhere, there is room
        broken = [text[at : at + width] for at in range(0, len(text), width)]
    return tuple(line.strip() for line in broken)


def _shortened(text: str, most: int) -> str:
    """Both ends tell names apart; the middle is left out."""
    tail = (most - 1) // 2
    return text[: most - 1 - tail] + CUT + text[len(text) - tail :]


def _broken(text: str, width: int) -> list[str]:
    found = [""]
    for piece in _PIECE.findall(text):
        rest = piece
        while len(rest) > width:
            room = width - len(found[-1])
            found[-1] += rest[:room]
            rest = rest[room:]
            found.append("")
        if len(found[-1]) + len(rest.rstrip()) > width:
            found.append("")
        found[-1] += rest
    return [line for line in found if line]


def listing(items: Sequence[str], width: int, most: int) -> tuple[str, ...]:
    """As many items as fit on the lines, none of them torn apart; the last says how many are left.

    >>> listing(["6 functions", "2 queues", "1 key", "1 table"], 16, 2)
    ('6 functions,', '2 queues, 2 more')
    """
    found = [""]
    for place, item in enumerate(items):
        rest = len(items) - place - 1
        last = len(found) == most
        longest = item + (f", {rest} more" if rest else "")
        joined = f"{found[-1]}, {item}" if found[-1] else item
        fits = len(joined) + (len(longest) - len(item) if last else 0) <= width
        if fits:
            found[-1] = joined
        elif not last and found[-1]:
            found[-1] += ","
            found.append(item)
        else:
            found[-1] += f", {rest + 1} more" if found[-1] else f"{rest + 1} kinds"
            break
    return tuple(line for line in found if line)
