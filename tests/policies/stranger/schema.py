"""What pulumi_aws takes: the type tokens and the names of properties, as deep as they are objects."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from functools import cache

from guardrails.props import Plain

from tests.policies.stranger.build import Json, Ref


def faults(token: str, raw: Mapping[str, Plain]) -> Iterator[str]:
    """Each property that pulumi_aws does not take."""
    module, name = token.removeprefix("aws:").split("/")[0], token.rpartition(":")[2]
    package = importlib.import_module(f"pulumi_aws.{'lambda_' if module == 'lambda' else module}")
    yield from _faults(package, f"{name}Args", raw, token)


def _faults(package: object, name: str, raw: Mapping[str, Plain], path: str) -> Iterator[str]:
    known = _inputs(getattr(package, name))
    for key, value in raw.items():
        if key == "__defaults":
            continue
        if key not in known:
            yield f"{path}.{key}"
        elif inner := known[key]:
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, Mapping):
                    yield from _faults(package, inner, each, f"{path}.{key}")
                elif not isinstance(each, Ref | Json):
                    yield f"{path}.{key} is not an object"


@cache
def _inputs(args: type) -> Mapping[str, str]:
    """The name of each input, and the class of its objects when it is made of them."""
    found = {}
    for member in vars(args).values():
        if isinstance(member, property) and member.fget:
            hint = str(member.fget.__annotations__.get("return", ""))
            inner = re.search(r"(\w+Args)\b", hint)
            found[getattr(member.fget, "_pulumi_name", "") or member.fget.__name__] = (
                inner[1] if inner and "PolicyDocumentArgs" not in hint else ""
            )
    return found
