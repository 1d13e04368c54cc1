"""How large a package may be, as a function is told in `MAX_PACKAGE_MB`."""

from typing import Final

from lambdas.environment import EnvironmentReader

MEBIBYTE: Final = 1024**2
LARGEST_PACKAGE_MB: Final = 2048
"""A function of 10,240 MB, Lambda's largest, holds a package, what it unpacks to and the model in it."""

MAX_PACKAGE_BYTES: Final = LARGEST_PACKAGE_MB * MEBIBYTE
"""A bound for readers that have none of their own; a function's is its memory."""


def package_bytes(read: EnvironmentReader) -> int:
    """Return the most bytes that a package, or what a training job left, may unpack to."""
    return read.whole_number("MAX_PACKAGE_MB", 1, LARGEST_PACKAGE_MB) * MEBIBYTE
