"""What every call of the control plane has, and what is refused in any of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sandbox.errors import AwsError

Fields = Mapping[str, Any]
# botocore's service model of `bedrock`: pattern and longest name.
PROVISIONED_NAME: Final = re.compile(r"([0-9a-zA-Z][_-]?)+"), 63
PROFILE_NAME: Final = re.compile(r"([0-9a-zA-Z][ _-]?)+"), 64
LARGEST_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its region, body, labels of the path, and query."""

    region: str
    body: Fields
    path: Mapping[str, str]
    query: Mapping[str, str]


def named(body: Fields, member: str, rule: tuple[re.Pattern[str], int]) -> str:
    """The name that a body gives.

    Raises:
        AwsError: `ValidationException`: it has not the form of names.
    """
    name, (pattern, longest) = str(body.get(member) or ""), rule
    if not pattern.fullmatch(name) or len(name) > longest:
        raise invalid(f"{member} is {name!r}; it must have 1 to {longest} characters and match {pattern.pattern}.")
    return name


def tags_of(given: Any) -> dict[str, str]:
    """Tags as the API lists them, as a map."""
    return {str(one["key"]): str(one["value"]) for one in given or ()}


def page(found: Sequence[Fields], name: str, query: Mapping[str, str]) -> Fields:
    """One page of a list.

    Raises:
        AwsError: `ValidationException`: the token is not one that was given, or a page holds nothing.
    """
    token, most = query.get("nextToken", "0"), query.get("maxResults", str(LARGEST_PAGE))
    if not token.isdecimal():
        raise invalid("nextToken is not one that was given.")
    if not most.isdecimal() or not 1 <= int(most) <= LARGEST_PAGE:
        raise invalid(f"maxResults is {most!r}; it must be 1 to {LARGEST_PAGE}.")
    start, size = int(token), int(most)
    more = {"nextToken": str(start + size)} if start + size < len(found) else {}
    return {name: list(found[start : start + size]), **more}


def invalid(message: str) -> AwsError:
    """What is wrong with a call."""
    return AwsError("ValidationException", message)


def absent(message: str) -> AwsError:
    """What is not there."""
    return AwsError("ResourceNotFoundException", message, 404)
