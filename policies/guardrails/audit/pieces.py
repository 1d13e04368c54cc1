"""Reads a large JSON document piece by piece: of its long lists, one element at a time is in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

_DECODE: Final = json.JSONDecoder().raw_decode
_SPACES: Final = frozenset(" \t\n\r")
_SPACE: Final = re.compile(r"[ \t\n\r]*")


class Piece(NamedTuple):
    """A member of the document, or an element of a list that is read piece by piece.

    Args:
        path: The member's dotted path; that of the list for an element.
        value: Decoded.
        start: Where its text begins in the document.
        end: Where its text ends.
    """

    path: str
    value: object
    start: int
    end: int


class Pieces:
    """Iterates over a document.

    Args:
        text: The whole document; its root is an object.
        entered: Paths of the objects whose members are pieces of their own.
        listed: Paths of the lists whose elements are pieces of their own.

    Raises:
        json.JSONDecodeError: While iterating, at what is no JSON.
    """

    def __init__(self, text: str, entered: Collection[str], listed: Collection[str]) -> None:
        self.text = text
        self._entered = entered
        self._listed = listed
        self._at = 0

    def __iter__(self) -> Iterator[Piece]:
        """Every piece in the document's order."""
        yield from self._members("")
        if self._peek():
            raise json.JSONDecodeError("Extra data", self.text, self._at)

    def _members(self, prefix: str) -> Iterator[Piece]:
        for _ in self._separated("{", "}"):
            path = f"{prefix}{self._piece('').value}"
            self._take(":")
            opening = self._peek()
            if path in self._entered and opening == "{":
                yield from self._members(f"{path}.")
            elif path in self._listed and opening == "[":
                yield from (self._piece(path) for _ in self._separated("[", "]"))
            else:
                yield self._piece(path)

    def _separated(self, opening: str, closing: str) -> Iterator[None]:
        """Stands at each entry between two brackets in turn; the caller reads it."""
        self._take(opening)
        if self._peek() == closing:
            self._at += 1
            return
        while True:
            yield
            if self._peek() == closing:
                self._at += 1
                return
            self._take(",")

    def _piece(self, path: str) -> Piece:
        self._peek()
        start = self._at
        value, self._at = _DECODE(self.text, start)
        return Piece(path, value, start, self._at)

    def _peek(self) -> str:
        """The next character that is no space; empty at the end."""
        character = self.text[self._at : self._at + 1]
        if character not in _SPACES:
            return character
        found = _SPACE.match(self.text, self._at)
        self._at = found.end() if found else self._at
        return self.text[self._at : self._at + 1]

    def _take(self, wanted: str) -> None:
        if self._peek() != wanted:
            raise json.JSONDecodeError(f"Expecting {wanted!r}", self.text, self._at)
        self._at += 1
