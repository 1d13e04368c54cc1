"""What of a model is in service, what was before it, and which deployment is at work: `current.json`.

It is written with If-Match only, so at most one deployment of a model is at work at a time.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

FIELDS: Final = frozenset({"live", "previous", "pending", "retired"})


class CurrentError(ValueError):
    """A document that cannot be used, or a change that is refused."""


@dataclass(frozen=True, slots=True)
class Served:
    """What one deployment put in service.

    Attributes:
        deployment_id: The deployment; empty for what was there before the first one of ours.
        version: Version of the model; empty when it is not known.
        endpoint: Name of the endpoint; empty without one.
        config: Its endpoint configuration; empty without an endpoint.
        model_name: SageMaker's model behind it; empty when it is not ours to remove.
    """

    deployment_id: str
    version: str
    endpoint: str = ""
    config: str = ""
    model_name: str = ""


@dataclass(frozen=True, slots=True)
class Current:
    """What is in service of one model.

    Attributes:
        live: What serves.
        previous: What served before; it is kept, so that one command goes back to it.
        pending: Id of the deployment that is at work; empty when none is.
        retired: What neither serves nor is kept, and is not removed yet.
    """

    live: Served | None = None
    previous: Served | None = None
    pending: str = ""
    retired: tuple[Served, ...] = ()

    def to_json(self) -> str:
        """The document, the same text for the same content."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    def claimed(self, deployment_id: str) -> Current:
        """Let a deployment work.

        Raises:
            CurrentError: Another one is at work.
        """
        if self.pending not in ("", deployment_id):
            raise CurrentError(f"deployment {self.pending} is at work; wait for its end before {deployment_id} begins")
        return replace(self, pending=deployment_id)

    def released(self, deployment_id: str, left: Served | None = None) -> Current:
        """The same without that deployment at work.

        Args:
            deployment_id: The deployment, which put nothing in service.
            left: What of it could not be removed, so that a later deployment does it.
        """
        there = replace(self, pending="") if self.pending == deployment_id else self
        return there if left is None or left in self.retired else replace(there, retired=(*self.retired, left))

    def settled(self, served: Served, before: Served | None) -> Current:
        """Put what a deployment made in service; it was at work, and is not any more.

        Args:
            served: What serves now.
            before: What served when the deployment began, as it was found: not what was known as live where somebody
                changed the endpoint meanwhile.
        """
        if self.live == served:
            return self.released(served.deployment_id)
        older = (*self.retired, *(one for one in (self.previous, self.live) if one is not None))
        kept = {"", *(one.config for one in (served, before) if one is not None)}
        left = tuple(dict.fromkeys(one for one in older if one.config not in kept))
        return Current(served, before, "" if self.pending == served.deployment_id else self.pending, left)

    def without(self, removed: Collection[Served]) -> Current:
        """The same once some of what is retired was removed."""
        return replace(self, retired=tuple(one for one in self.retired if one not in removed))

    def swapped(self) -> Current:
        """Go back to what served before; a second time goes forward again.

        Raises:
            CurrentError: A deployment is at work, or there is nothing to go back to.
        """
        if self.pending:
            raise CurrentError(f"deployment {self.pending} is at work: it takes itself back, or wait for its end")
        if self.previous is None:
            raise CurrentError("there is no earlier deployment to go back to")
        return replace(self, live=self.previous, previous=self.live)


def parse_current(text: str) -> Current:
    """Read the document.

    Raises:
        CurrentError: It is no JSON object, or a field is missing, unknown or not accepted.
    """
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or set(found) != FIELDS or not isinstance(found["pending"], str):
            raise CurrentError(f"it has exactly the fields {', '.join(sorted(FIELDS))}, pending a text")
        retired = tuple(served for one in found["retired"] if (served := _served(one)) is not None)
        return Current(_served(found["live"]), _served(found["previous"]), found["pending"], retired)
    except (ValueError, TypeError, RecursionError) as error:
        raise CurrentError(f"current.json cannot be used: {error}") from error


def _served(found: Any) -> Served | None:
    if found is None:
        return None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise CurrentError(f"{found!r} is no object of texts")
    return Served(**found)
