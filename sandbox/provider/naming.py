"""Names for resources whose program gives none: the logical name, a hyphen and 7 hexadecimal digits."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

SUFFIX_LENGTH: Final = 7


class NameTooLongError(ValueError):
    """The logical name leaves no room for the random part."""


@dataclass(frozen=True)
class AutoName:
    """Where a type keeps its name and what the service takes.

    Attributes:
        property: The input that holds the name.
        longest: Most characters that the service takes.
        prefix_property: The input that asks for a prefix of the program's own.
        lower: Whether upper-case letters are refused.
        prefix: What every name of the service starts with ("alias/").
        digits: Length of the random part; 0 for none.
    """

    property: str = "name"
    longest: int = 255
    prefix_property: str | None = "namePrefix"
    lower: bool = False
    prefix: str = ""
    digits: int = SUFFIX_LENGTH

    def propose(self, logical: str, seed: bytes, *, prefix: str | None = None, suffix: str = "") -> str:
        """A name for the resource called `logical` in the program; the same for the same `seed`.

        Args:
            logical: Name in the program.
            seed: From the engine; empty for a random name.
            prefix: The program's own prefix, used instead of the logical name.
            suffix: What the service wants at the end (".fifo").

        Raises:
            NameTooLongError: It would be longer than the service takes.
        """
        random = (hashlib.sha256(seed).hexdigest() if seed else secrets.token_hex(SUFFIX_LENGTH))[: self.digits]
        start = prefix if prefix is not None else self.prefix + logical + ("-" if random else "")
        name = (start.lower() if self.lower else start) + random + suffix
        if len(name) > self.longest:
            raise NameTooLongError(
                f"the name {name!r} has {len(name)} characters; accepted: at most {self.longest}. "
                f"Shorten the resource's name in the program or set {self.property!r}"
            )
        return name
