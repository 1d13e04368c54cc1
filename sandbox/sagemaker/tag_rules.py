"""What SageMaker takes as a tag: pure. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from sandbox.errors import AwsError

MOST: Final = 50
LONGEST_KEY: Final = 128
LONGEST_VALUE: Final = 256
_PUNCTUATION: Final = frozenset("_.:/=+-@")
_CATEGORIES: Final = ("L", "Z", "N")


def with_tags(tags: Mapping[str, str], added: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The tags of a resource with some added or replaced.

    Raises:
        AwsError: `ValidationException`: a key or value that is too long or has a character that is not accepted, a key
            of AWS's own, or more tags than a resource may have.
    """
    become = dict(tags)
    for tag in added:
        key, value = tag["Key"], tag["Value"]
        _check("key", key, LONGEST_KEY)
        _check("value", value, LONGEST_VALUE)
        if not key or key.lower().startswith("aws:"):
            raise _invalid(f"Tag key {key!r} is empty or begins with aws:, which is reserved.")
        become[key] = value
    if len(become) > MOST:
        raise _invalid(f"The resource would have {len(become)} tags; at most {MOST} are accepted.")
    return become


def _check(what: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise _invalid(f"Tag {what} {text!r:.80} has {len(text)} characters; at most {longest} are accepted.")
    wrong = sorted({one for one in text if one not in _PUNCTUATION and unicodedata.category(one)[0] not in _CATEGORIES})
    if wrong:
        accepted = f"letters, digits, spaces and {' '.join(sorted(_PUNCTUATION))}"
        raise _invalid(f"Tag {what} {text!r:.80} has {' '.join(wrong)}; accepted are {accepted}.")


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)
