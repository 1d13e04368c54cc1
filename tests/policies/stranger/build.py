"""What the corpus is written with: resources, references, documents, and pairs of a mistake and its sound twin.

``ref(name, value)`` is a value that another resource makes: known in an update, unknown in a preview.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from guardrails.evaluate import Subject
from guardrails.props import UNKNOWN, Plain

REGION, ACCOUNT, OTHER = "eu-central-1", "111122223333", "999988887777"


class Gone(Enum):
    """What a change sets to take a property away."""

    GONE = "gone"


GONE = Gone.GONE


@dataclass(frozen=True)
class Ref:
    """A value that the resource ``name`` makes."""

    name: str
    value: Plain


@dataclass(frozen=True)
class Json:
    """A document that a program wrote as text: unknown as a whole when a part of it is."""

    tree: Plain


@dataclass(frozen=True)
class Case:
    """A stack with one mistake, or with none.

    Args:
        id: Unique in the corpus.
        stack: Its resources; their properties may hold references.
        blame: The resource that a message must name; several, when any will do. Empty for a sound stack.
        words: One of these must be in the message's property or problem.
        at: The property that is wrong in the mistake, also on the sound twin.
        twin: The mistake that this sound stack is the twin of.
        area: Set when the corpus is put together.
        by: Another property that decides whether it is a mistake.
    """

    id: str
    stack: tuple[Subject, ...]
    blame: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    at: str = ""
    twin: str = ""
    area: str = ""
    by: str = ""

    @property
    def wrong(self) -> bool:
        return not self.twin and bool(self.blame)


def ref(name: str, value: Plain = None) -> Ref:
    """The value, or the plain name, of the resource ``name``."""
    return Ref(name, name if value is None else value)


def arn(service: str, resource: str, name: str = "", region: str = REGION) -> Ref:
    """An ARN of this account, made by the resource ``name``: else the last word of ``resource``."""
    owner = name or resource.replace(":", "/").rpartition("/")[2]
    place = "" if service in {"iam", "s3", "cloudfront"} else region
    return Ref(owner, f"arn:aws:{service}:{place}:{'' if service == 's3' else ACCOUNT}:{resource}")


def res(token: str, name: str, /, **props: Plain) -> Subject:
    """A resource of the type ``module/kind``."""
    module, kind = token.split("/")
    full = f"aws:{module}/{kind}:{kind[0].upper()}{kind[1:]}"
    return Subject(full, name, f"urn:pulumi:prod::shop::{full}::{name}", props, {}, REGION, "prod")


def allow(action: Plain, resource: Plain = GONE, principal: Plain = GONE, /, **more: Plain) -> dict[str, Plain]:
    """A statement that allows; ``more`` are its other keys."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource, **more}
    return {key: value for key, value in statement.items() if value is not GONE}


def doc(*statements: Plain) -> Json:
    """A policy document as text."""
    return Json({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str) -> Json:
    """A service role's trust."""
    return doc(allow("sts:AssumeRole", GONE, {"Service": service}))


def pair(
    name: str,
    stack: list[Subject],
    at: str,
    words: str = "",
    *change: Plain,
    drop: str = "",
    add: list[Subject] | None = None,
    by: str = "",
) -> Iterator[Case]:
    """A mistake, and the sound stack that it is one change away from.

    ``by`` is another property that decides whether it is a mistake at all.

    ``at`` is ``resource`` or ``resource.path.to.property``, with ``|`` between resources that may be named. The
    change is the property's wrong value, or a resource to drop, or some to add. ``words`` are split at ``|``.
    """
    owner, _, path = at.partition(".")
    owners = tuple(owner.split("|"))
    needed = tuple(words.lower().split("|")) if words else (path.rpartition(".")[2].lower(),)
    wrong = [each for each in stack if each.name != drop]
    if change:
        wrong = [_changed(each, path, change[0]) if each.name == owners[0] else each for each in wrong]
    wrong += add or []
    yield Case(name, tuple(wrong), owners, needed, path, by=by)
    yield Case(f"{name}-twin", tuple(stack), owners, needed, path, name)


def sound(name: str, *stack: Subject) -> Case:
    """A stack without a mistake."""
    return Case(name, stack)


def resolved(stack: tuple[Subject, ...], *, preview: bool) -> list[Subject]:
    """The stack as the engine hands it over."""
    urns = {each.name: each.urn for each in stack}
    found = []
    for one in stack:
        links = {key: tuple(urns.get(name, f"urn:{name}") for name in _names(value)) for key, value in one.raw.items()}
        raw = {key: _resolve(value, preview) for key, value in one.raw.items()}
        found.append(replace(one, raw=raw, links={key: names for key, names in links.items() if names}))
    return found


def _changed(one: Subject, path: str, value: Plain) -> Subject:
    return replace(one, raw=_set(one.raw, path.split("."), value))  # type: ignore[arg-type]


def _set(tree: Plain, path: list[str], value: Plain) -> Plain:
    key, *rest = path
    if isinstance(tree, list):
        index = int(key)
        inner = _set(tree[index], rest, value) if rest else value
        return [*tree[:index], inner, *tree[index + 1 :]]
    assert isinstance(tree, Mapping)
    if value is GONE and not rest:
        assert key in tree, key
        return {name: inner for name, inner in tree.items() if name != key}
    return {**tree, key: _set(tree.get(key, {}), rest, value) if rest else value}


def _resolve(value: Plain, preview: bool) -> Plain:
    if isinstance(value, Ref):
        return UNKNOWN if preview else value.value
    if isinstance(value, Json):
        return UNKNOWN if preview and any(_names(value.tree)) else json.dumps(_resolve(value.tree, preview))
    if isinstance(value, Mapping):
        return {key: _resolve(inner, preview) for key, inner in value.items()}
    if isinstance(value, list):
        return [_resolve(inner, preview) for inner in value]
    return value


def _names(value: Plain) -> Iterator[str]:
    if isinstance(value, Ref):
        yield value.name
    elif isinstance(value, Json):
        yield from _names(value.tree)
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _names(inner)


TAGS = {"Owner": "shop", "Environment": "prod", "Project": "shop", "CostCenter": "7"}
KEY = arn("kms", "key/6f8b1d0e-3f6c-4ed8-8f3e-9a5f2d7f5a11", "key")
SUBNETS: list[Plain] = [ref("private-a", "subnet-0aa11bb22cc33dd44"), ref("private-b", "subnet-0aa11bb22cc33dd55")]
GROUPS: list[Plain] = [ref("group", "sg-0aa11bb22cc33dd44")]
VPC = ref("vpc", "vpc-0aa11bb22cc33dd44")
