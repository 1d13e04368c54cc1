"""Reads the resources of a stack from what ``pulumi stack export`` or ``pulumi preview --json`` writes.

A state file of a self-managed backend holds the same resources, so it is read too. The formats are Pulumi's:
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go (ResourceV3) and
https://github.com/pulumi/pulumi/blob/master/pkg/backend/display/json.go (the preview's steps).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, NamedTuple

from guardrails.audit.pieces import Piece, Pieces
from guardrails.aws.recovery import COMPONENT
from guardrails.evaluate import Subject
from guardrails.marks import HIDDEN_TEXT, SIGNATURE, plain
from guardrails.props import UNKNOWN_SENTINELS, Plain

PROVIDER: Final = "pulumi:providers:aws"
REGION_KEY: Final = "aws:region"
STATES: Final = frozenset({"deployment.resources", "checkpoint.latest.resources"})
STEPS: Final = "steps"
LISTED: Final = STATES | {STEPS}
ENTERED: Final = frozenset({"deployment", "checkpoint", "checkpoint.latest"})
GONE: Final = frozenset({"delete", "delete-replaced", "discard", "discard-replaced", "read", "read-replacement"})
"""Steps after which the stack does not manage the resource."""


class Kind(StrEnum):
    """What a file is."""

    EXPORT = "stack export"
    PREVIEW = "preview"


class UnreadableError(ValueError):
    """A file that holds no stack. The text says what is wrong with it and what is accepted."""


class Managed(NamedTuple):
    """A resource that the stack manages.

    Args:
        subject: It with its inputs, as a rule about one resource sees it.
        final: It as a rule about the whole stack sees it: with its outputs once it exists; None where no such rule
            looks at its type.
    """

    subject: Subject
    final: Subject | None


@dataclass
class StackFile:
    """One stack's file. What it says of itself is complete when its resources have been read.

    Args:
        text: Content of the file.
        checked: Types that any rule looks at; other resources are counted only.
        in_stacks: Types that a rule about the whole stack looks at.
        environment_of: What a stack is for, by its name.
    """

    text: str = field(repr=False)
    checked: Collection[str]
    in_stacks: Collection[str]
    environment_of: Callable[[str], str]
    kind: Kind | None = None
    stack: str = ""
    project: str = ""
    environment: str = ""
    resources: int = 0
    hidden_sames: int = 0
    """Unchanged resources that a preview counts and does not list."""

    _regions: dict[str, str] = field(default_factory=dict)
    _region: str = ""
    _stepped: set[str] = field(default_factory=set)
    """URNs of the steps read so far: a replacement is several steps."""

    def read(self) -> Iterator[Managed]:
        """The resources that any rule looks at, each once.

        Raises:
            UnreadableError: The file holds no stack.
        """
        try:
            for piece in Pieces(self.text, ENTERED, LISTED):
                found = self._piece(piece)
                if found is not None:
                    yield found
        except RecursionError:
            raise UnreadableError("is nested too deeply to be a stack") from None
        except ValueError as error:
            if isinstance(error, UnreadableError):
                raise
            raise UnreadableError(f"is not valid JSON: {error}") from None
        if self.kind is None:
            raise UnreadableError(
                "holds no stack; give what `pulumi stack export` or `pulumi preview --json` writes, or a state file"
            )

    def _piece(self, piece: Piece) -> Managed | None:
        if piece.path in STATES or piece.path == STEPS:
            self.kind = Kind.PREVIEW if piece.path == STEPS else Kind.EXPORT
            return None if piece.value is None else self._state(_object(piece.value, piece.path), piece)
        if piece.path.startswith(("deployment.", "checkpoint.")):
            self.kind = Kind.EXPORT
        elif piece.path == "changeSummary":
            self.kind = Kind.PREVIEW
            same = _object(piece.value or {}, piece.path).get("same")
            self.hidden_sames += same if isinstance(same, int) else 0
        elif piece.path == "config" and isinstance(piece.value, Mapping):
            self._region = str(piece.value.get(REGION_KEY, ""))
        return None

    def _state(self, entry: Mapping[str, Plain], piece: Piece) -> Managed | None:
        if piece.path == STEPS:
            op = str(entry.get("op"))
            self.hidden_sames -= op == "same"
            if op in GONE or entry.get("newState") is None:
                return None
            entry = _object(entry["newState"], "newState")
            if str(entry.get("urn")) in self._stepped:
                return None
            self._stepped.add(str(entry.get("urn")))
        if entry.get("delete") is True or entry.get("external") is True:
            return None
        urn, token = str(entry.get("urn", "")), str(entry.get("type", ""))
        if not self.stack:
            self.stack, self.project = _stack_of(urn)
            self.environment = self.environment_of(self.stack)
        if token == PROVIDER:
            region = _object(entry.get("inputs") or {}, urn).get("region")
            self._regions[urn] = region if isinstance(region, str) and region not in UNKNOWN_SENTINELS else ""
        if token.startswith("pulumi:") or (entry.get("custom") is not True and token != COMPONENT):
            return None
        self.resources += 1
        return self._managed(entry, urn, token, piece) if token in self.checked else None

    def _managed(self, entry: Mapping[str, Plain], urn: str, token: str, piece: Piece) -> Managed:
        decode = self._has_marks(piece)
        inputs = _properties(entry, "inputs", decode=decode)
        region = self._regions.get(str(entry.get("provider", "")).rpartition("::")[0], self._region)
        subject = Subject(
            type=token,
            name=name_of(urn),
            urn=urn,
            raw=inputs,
            provider_region=region,
            environment=self.environment,
            protect=entry.get("protect") is True,
        )
        if token not in self.in_stacks:
            return Managed(subject, None)
        outputs = _properties(entry, "outputs", decode=decode)
        return Managed(subject, replace(subject, raw=outputs or inputs, links=_links(entry)))

    def _has_marks(self, piece: Piece) -> bool:
        """True when the resource must be decoded; most hold nothing but plain values, and searching text is fast."""
        find, start, end = self.text.find, piece.start, piece.end
        return find(SIGNATURE, start, end) >= 0 or find(HIDDEN_TEXT, start, end) >= 0


def _properties(entry: Mapping[str, Plain], name: str, *, decode: bool) -> Mapping[str, Plain]:
    raw = _object(entry.get(name) or {}, name)
    return _object(plain(raw), name) if decode else raw


def _links(entry: Mapping[str, Plain]) -> Mapping[str, tuple[str, ...]]:
    found = _object(entry.get("propertyDependencies") or {}, "propertyDependencies")
    return {name: tuple(str(urn) for urn in urns) for name, urns in found.items() if isinstance(urns, list) and urns}


def _object(value: object, what: str) -> Mapping[str, Plain]:
    if not isinstance(value, dict):  # what JSON's objects are read into
        raise UnreadableError(f"is damaged: {what} holds something that is not an object")
    return value


def name_of(urn: str) -> str:
    """The logical name at the end of an URN; it may hold colons itself."""
    return urn.split("::", 3)[-1]


def _stack_of(urn: str) -> tuple[str, str]:
    """Stack and project of ``urn:pulumi:<stack>::<project>::<type>::<name>``."""
    stack, _, rest = urn.removeprefix("urn:pulumi:").partition("::")
    return stack, rest.partition("::")[0]
