"""The text model that answers in place of the foundation models: a Markov chain over words of this project's pages.

It is no language model and knows nothing: it continues the prompt with words that follow each other in our own
documentation. What is real is what callers measure: tokens, lengths, stop reasons, and the same answer for the same
request. A token is a word or a punctuation mark; the tokenisers of the models that it stands for count otherwise.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = ("README.md", "docs/*.md", "sandbox/README.md")
_TOKEN: Final = re.compile(r"\w+(?:['\u2019-]\w+)*|[^\w\s]")
_NO_SPACE_BEFORE: Final = frozenset(".,;:!?)")
_ENDS: Final = frozenset(".!?")
_LEAST: Final = 8
"""Tokens before an answer may end by itself."""
_END_CHANCE: Final = 0.5
# What a page has beside its sentences: code blocks, lines of tables, targets of links, and marks.
_MARKUP: Final = re.compile(r"```.*?```|^[ \t]*\|[^\n]*$|\]\([^)]*\)|[`*#\[\]<>]", re.DOTALL | re.MULTILINE)
_OWN_WORDS: Final = "This is the text model of the sandbox. It answers with words of its own pages. It knows nothing."


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written.

    Attributes:
        text: The answer.
        tokens: Its length.
        stop_reason: `end_turn`, `max_tokens` or `stop_sequence`.
    """

    text: str
    tokens: int
    stop_reason: str


def tokens_of(text: str) -> list[str]:
    """The tokens of a text."""
    return _TOKEN.findall(text)


class TextModel:
    """A chain of the second order.

    Args:
        pages: Texts to learn from.
    """

    def __init__(self, pages: Iterable[str]) -> None:
        self._after: dict[tuple[str, ...], Counter[str]] = {}
        self._starts: list[str] = []
        for page in pages:
            self._learn(tokens_of(page))
        self._learn(tokens_of(_OWN_WORDS))

    def generate(
        self, prompt: str, *, max_tokens: int, temperature: float = 1.0, stop: Sequence[str] = ()
    ) -> Generated:
        """An answer; the same for the same arguments.

        Args:
            prompt: Everything that was said before.
            max_tokens: Longest answer, >= 1.
            temperature: 0 takes the likeliest word each time; above, words by how often they follow.
            stop: Texts that end the answer; they are not part of it.
        """
        seed = hashlib.sha256(f"{temperature}\0{prompt}".encode()).digest()
        dice = random.Random(seed)  # noqa: S311 - words, not a secret
        said: list[str] = []
        text = ""
        context = [token for token in tokens_of(prompt) if (token,) in self._after][-2:]
        while len(said) < max_tokens:
            token = self._next((*context, *said)[-2:], dice, temperature)
            before = len(text)
            text += token if _closes(said, token) else f" {token}"
            said.append(token)
            cut = _cut(text, before, stop)
            if cut >= 0:
                kept = text[:cut]
                return Generated(kept, len(tokens_of(kept)), "stop_sequence")
            if token in _ENDS and len(said) >= _LEAST and dice.random() < _END_CHANCE:
                return Generated(text, len(said), "end_turn")
        return Generated(text, len(said), "max_tokens")

    def _learn(self, tokens: Sequence[str]) -> None:
        self._starts += tokens[:1]
        for at, token in enumerate(tokens):
            for order in (1, 2):
                if at >= order:
                    self._after.setdefault(tuple(tokens[at - order : at]), Counter())[token] += 1

    def _next(self, context: Sequence[str], dice: random.Random, temperature: float) -> str:
        for order in (2, 1):
            found = self._after.get(tuple(context[-order:])) if len(context) >= order else None
            if found:
                return _chosen(found, dice, temperature)
        return dice.choice(self._starts)


def _chosen(found: Mapping[str, int], dice: random.Random, temperature: float) -> str:
    if temperature <= 0:
        return max(found, key=lambda token: (found[token], token))
    most = max(found.values())  # shares of it cannot overflow, however small the temperature
    return dice.choices(list(found), weights=[(count / most) ** (1 / temperature) for count in found.values()])[0]


def _closes(said: Sequence[str], token: str) -> bool:
    """Whether a token follows without a space."""
    return not said or token in _NO_SPACE_BEFORE or said[-1] == "("


def _cut(text: str, before: int, stop: Sequence[str]) -> int:
    """Where a text ends that grew beyond its first ``before`` characters; -1 where nothing ends it."""
    # What was there before had no end in it, so an end reaches into what is new.
    found = (text.find(one, max(0, before + 1 - len(one))) for one in stop if one)
    return min((at for at in found if at >= 0), default=-1)


@lru_cache(maxsize=1)
def trained() -> TextModel:
    """The model, trained when it is first asked; pages that a copy of the project lacks are left out."""
    files = [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]
    return TextModel(_MARKUP.sub("", path.read_text(encoding="utf-8")) for path in files)
