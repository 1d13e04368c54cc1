"""Walks over the tokens of an alarm's expression or rule: what both parsers need."""

from __future__ import annotations

from collections.abc import Sequence


class TokenReader:
    """Where a parser stands.

    Args:
        tokens: Of the text, in order.
        text: How errors begin: what is parsed.
        error: What is raised where something is missing.
        needed: What errors call a token that may be any.
    """

    def __init__(self, tokens: Sequence[str], text: str, error: type[ValueError], needed: str) -> None:
        self._tokens = tokens
        self._text = text
        self._error = error
        self._needed = needed
        self._at = 0

    def peek(self) -> str:
        """The next token; empty at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self, wanted: str = "") -> str:
        """The next token, which is passed.

        Args:
            wanted: Which one it must be; any when empty.

        Raises:
            ValueError: Of the kind that was given: it is another one, or there is none.
        """
        token = self.peek()
        if not token or (wanted and token != wanted):
            missing = wanted or self._needed
            raise self._error(f"{self._text}: {missing} is missing before {token or 'the end'!r}")
        self._at += 1
        return token
