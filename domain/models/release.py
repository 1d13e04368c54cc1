"""Which version of a model answers HTTP calls: the live one, and during a rollout a second one for a share of them.

The document lies at `domain.models.names.release_key` and is written with If-Match only, so two writers never mix. A
caller's request id decides which version answers it: the same id always meets the same version, and who met the
candidate keeps meeting it while its share grows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from domain.models.names import checked_version

FIELDS: Final = frozenset({"live", "previous", "candidate"})
CANDIDATE_FIELDS: Final = frozenset({"version", "weight", "owner"})
_STEPS: Final = 1 << 64


class Role(StrEnum):
    """What a version is to a release; the value of the metric dimension `Release`."""

    LIVE = "live"
    CANDIDATE = "candidate"


class ReleaseError(ValueError):
    """A release that cannot be, or a change of one that is refused."""


class NothingReleasedError(LookupError):
    """No version of the model is in service."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version that answers a share of the calls.

    Attributes:
        version: The version.
        weight: Its share, 0 to 1.
        owner: The deployment whose candidate it is; empty for a split that a person set.
    """

    version: str
    weight: float
    owner: str = ""

    def __post_init__(self) -> None:
        checked_version(self.version)
        weight: Any = self.weight
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1:
            raise ReleaseError(f"weight of candidate {self.version!r} is {weight!r}; accepted: a number from 0 to 1")
        if not isinstance(self.owner, str):
            raise ReleaseError(f"owner of candidate {self.version!r} is {self.owner!r}; accepted: a text")


@dataclass(frozen=True, slots=True)
class Choice:
    """The version that answers one call, and what it is to the release."""

    version: str
    role: Role


@dataclass(frozen=True, slots=True)
class Release:
    """What the HTTP API serves of one model.

    Attributes:
        live: The version in service; None before the first.
        previous: The one before it, for a rollback in one command; None when there was none.
        candidate: The version that is tried, beside a live one only.
    """

    live: str | None = None
    previous: str | None = None
    candidate: Candidate | None = None

    def __post_init__(self) -> None:
        for version in (self.live, self.previous):
            if version is not None:
                checked_version(version)
        if self.live is None and (self.previous is not None or self.candidate is not None):
            raise ReleaseError("a release without a live version has neither a previous one nor a candidate")
        if self.live is not None and self.live == self.previous:
            raise ReleaseError(f"live and previous are both {self.live!r}: there would be nothing to go back to")
        if self.candidate is not None and self.candidate.version == self.live:
            raise ReleaseError(f"version {self.live!r} is live: it cannot be the candidate too")

    def to_json(self) -> str:
        """The document, the same text for the same release."""
        found = self.candidate
        candidate = found and {"version": found.version, "weight": found.weight, "owner": found.owner}
        document = {"live": self.live, "previous": self.previous, "candidate": candidate}
        return json.dumps(document, sort_keys=True, separators=(",", ":"))

    def with_candidate(self, candidate: Candidate) -> Release:
        """Begin a rollout, or move its weight.

        Raises:
            ReleaseError: Nothing is live, the version is live already, or another candidate is there: never two.
        """
        if self.live is None:
            raise ReleaseError(f"nothing is live, so {candidate.version!r} needs no candidate: release it as live")
        there = self.candidate
        if there is not None and (there.version, there.owner) != (candidate.version, candidate.owner):
            raise ReleaseError(
                f"version {there.version!r} is the candidate ({there.owner or 'split by hand'}): promote it or take "
                f"it back before {candidate.version!r} is tried"
            )
        return replace(self, candidate=candidate)

    def without_candidate(self) -> Release:
        """Take the candidate back: live is what it was."""
        return replace(self, candidate=None)

    def promoted(self) -> Release:
        """Put the candidate in service; what was live becomes the previous version.

        Raises:
            ReleaseError: There is no candidate.
        """
        if self.candidate is None:
            raise ReleaseError("there is no candidate to promote: begin a deployment, or a split")
        return Release(self.candidate.version, self.live, None)

    def released(self, version: str) -> Release:
        """Put a version in service at once.

        Raises:
            ReleaseError: A candidate is there: its rollout must end first.
        """
        if self.candidate is not None:
            raise ReleaseError(f"version {self.candidate.version!r} is the candidate: promote it or take it back first")
        return self if version == self.live else Release(version, self.live, None)

    def rolled_back(self) -> Release:
        """Put the previous version in service again; a candidate is taken back with it.

        The version that was live becomes the previous one, so a rollback can be rolled back.

        Raises:
            ReleaseError: There is no previous version.
        """
        if self.previous is None:
            raise ReleaseError("there is no previous version to go back to: deploy one with `advisor model deploy`")
        return Release(self.previous, self.live, None)


def parse_release(text: str) -> Release:
    """Read the document.

    Raises:
        ReleaseError: It is no JSON object, has a field that is not known or lacks one, or cannot be.
    """
    try:
        document = json.loads(text)
        if not isinstance(document, dict) or set(document) != FIELDS:
            raise ReleaseError(f"a release has exactly the fields {', '.join(sorted(FIELDS))}")
        return Release(_version(document, "live"), _version(document, "previous"), _candidate(document["candidate"]))
    except (ValueError, RecursionError) as error:
        raise ReleaseError(f"release.json cannot be used: {error}") from error


def choose(release: Release, key: str) -> Choice:
    """Choose the version that answers a call.

    Args:
        release: What is served.
        key: The call's id. A hash of it and the candidate's version falls evenly on 0 to 1; below the weight it is the
            candidate's. So a key keeps its version, and two experiments do not hit the same keys.

    Raises:
        NothingReleasedError: No version is live.
    """
    if release.live is None:
        raise NothingReleasedError("no version is live")
    candidate = release.candidate
    if candidate is not None and _point(f"{candidate.version}\0{key}") < candidate.weight * _STEPS:
        return Choice(candidate.version, Role.CANDIDATE)
    return Choice(release.live, Role.LIVE)


def _point(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])


def _version(document: Mapping[str, Any], field: str) -> str | None:
    value = document[field]
    if value is not None and not isinstance(value, str):
        raise ReleaseError(f"{field} is {value!r}; accepted: a version or null")
    return value


def _candidate(value: Any) -> Candidate | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not {"version", "weight"} <= set(value) <= CANDIDATE_FIELDS:
        raise ReleaseError(f"candidate is {value!r}; accepted: null or an object with version and weight")
    if not isinstance(value["version"], str):
        raise ReleaseError(f"version of the candidate is {value['version']!r}; accepted: a text")
    return Candidate(**value)
