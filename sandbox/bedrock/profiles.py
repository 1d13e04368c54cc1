"""Inference profiles: those of AWS, and those that an account makes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.bedrock import catalog
from sandbox.bedrock.book import Book, Profile, new_identity
from sandbox.bedrock.calls import PROFILE_NAME, Call, Fields, absent, named, page, tags_of


class ProfileCalls:
    """Calls about inference profiles.

    Args:
        book: What was made.
        now: The present moment, UTC.
    """

    def __init__(self, book: Book, now: Callable[[], datetime]) -> None:
        self._book, self._now = book, now

    def create(self, call: Call) -> Fields:
        """Copies a model or a system profile."""
        body, now = call.body, self._now()
        name = named(body, "inferenceProfileName", PROFILE_NAME)
        copied = str((body.get("modelSource") or {}).get("copyFrom") or "")
        source = copied.rpartition("/")[2]
        system = catalog.system_profile(source, call.region, now.date()) if ":inference-profile/" in copied else None
        facts = catalog.facts_of(source, now.date()) if ":foundation-model/" in copied else None
        if system is None and facts is None:
            raise absent(f"modelSource.copyFrom is {copied!r}; there is no such model or system inference profile.")
        arns = system.model_arns if system else (catalog.model_arn(call.region, source),)
        description = str(body.get("description") or "")
        made = Profile(
            call.region,
            name,
            new_identity(),
            description,
            source,
            system.model_id if system else source,
            arns,
            now,
            tags_of(body.get("tags")),
        )
        self._book.keep(made)
        return {"inferenceProfileArn": made.arn, "status": "ACTIVE"}

    def read(self, call: Call) -> Fields:
        """Describes one, of the account or of AWS."""
        identifier = call.path["inferenceProfileIdentifier"]
        if own := self._book.profile(call.region, identifier):
            return own.details()
        system = catalog.system_profile(identifier.rpartition("/")[2], call.region, self._now().date())
        if system is None:
            raise absent(f"Inference profile {identifier} was not found.")
        return _details(system, call.region)

    def listing(self, call: Call) -> Fields:
        """Those of one type; without a type, those of AWS."""
        kind = call.query.get("type")
        system = [_details(one, call.region) for one in catalog.system_profiles(call.region, self._now().date())]
        own = [one.details() for one in self._book.profiles(call.region)]
        found = {"APPLICATION": own, "SYSTEM_DEFINED": system}.get(str(kind), system)
        return page(found, "inferenceProfileSummaries", call.query)

    def delete(self, call: Call) -> Fields:
        """Takes one of the account away."""
        identifier = call.path["inferenceProfileIdentifier"]
        own = self._book.profile(call.region, identifier)
        if own is None:
            raise absent(f"Inference profile {identifier} was not found.")
        self._book.drop(own)
        return {}


def _details(system: catalog.SystemProfile, region: str) -> dict[str, Any]:
    return {
        "inferenceProfileName": system.profile_id[:64],
        "inferenceProfileArn": system.arn(region),
        "inferenceProfileId": system.profile_id,
        "description": f"Routes requests to {system.model_id} in {' and '.join(system.regions)}."[:200],
        "models": [{"modelArn": arn} for arn in system.model_arns],
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED",
    }
