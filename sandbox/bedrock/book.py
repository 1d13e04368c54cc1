"""What was made in an account: provisioned models and application inference profiles."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from string import ascii_lowercase, digits
from typing import Any, Final

from sandbox.bedrock.catalog import model_arn
from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID

_ALPHABET: Final = ascii_lowercase + digits
COMMITMENTS: Final[Mapping[str, timedelta]] = {"OneMonth": timedelta(days=30), "SixMonths": timedelta(days=180)}


@dataclass(frozen=True, slots=True)
class Provisioned:
    """A provisioned model.

    Attributes:
        region: Where.
        name: Its name.
        identity: The last part of its ARN.
        model_id: The foundation model.
        units: Model units, >= 1.
        commitment: A key of `COMMITMENTS`, or None.
        made: When.
        ready: From when on it is in service.
        changed: When it was last changed.
        tags: Key to value.
    """

    region: str
    name: str
    identity: str
    model_id: str
    units: int
    commitment: str | None
    made: datetime
    ready: datetime
    changed: datetime
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        """Its ARN."""
        return f"arn:aws:bedrock:{self.region}:{ACCOUNT_ID}:provisioned-model/{self.identity}"

    @property
    def committed_until(self) -> datetime | None:
        """Until when it is paid for whatever happens; None without a commitment."""
        return self.made + COMMITMENTS[self.commitment] if self.commitment else None

    def status(self, now: datetime) -> str:
        """`Creating` or `InService`."""
        return "InService" if now >= self.ready else "Creating"

    def details(self, now: datetime) -> dict[str, Any]:
        """As GetProvisionedModelThroughput describes it."""
        model = model_arn(self.region, self.model_id)
        until = self.committed_until
        committed = {"commitmentDuration": self.commitment, "commitmentExpirationTime": iso(until)} if until else {}
        return {
            "provisionedModelName": self.name,
            "provisionedModelArn": self.arn,
            "modelArn": model,
            "desiredModelArn": model,
            "foundationModelArn": model,
            "modelUnits": self.units,
            "desiredModelUnits": self.units,
            "status": self.status(now),
            "creationTime": iso(self.made),
            "lastModifiedTime": iso(self.changed),
            **committed,
        }


@dataclass(frozen=True, slots=True)
class Profile:
    """An application inference profile.

    Attributes:
        region: Where.
        name: Its name.
        identity: Its id.
        description: Or nothing.
        source: Id of the model or of the system profile that it was copied from.
        model_id: The model behind it.
        model_arns: Where it routes to.
        made: When.
        tags: Key to value.
    """

    region: str
    name: str
    identity: str
    description: str
    source: str
    model_id: str
    model_arns: tuple[str, ...]
    made: datetime
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        """Its ARN."""
        return f"arn:aws:bedrock:{self.region}:{ACCOUNT_ID}:application-inference-profile/{self.identity}"

    def details(self) -> dict[str, Any]:
        """As GetInferenceProfile describes it."""
        described = {"description": self.description} if self.description else {}
        return {
            "inferenceProfileName": self.name,
            "inferenceProfileArn": self.arn,
            "inferenceProfileId": self.identity,
            "models": [{"modelArn": arn} for arn in self.model_arns],
            "status": "ACTIVE",
            "type": "APPLICATION",
            "createdAt": iso(self.made),
            "updatedAt": iso(self.made),
            **described,
        }


class Book:
    """Provisioned models and profiles by ARN; safe to use from many threads."""

    def __init__(self) -> None:
        self._provisioned: dict[str, Provisioned] = {}
        self._profiles: dict[str, Profile] = {}
        self._lock = threading.RLock()

    def add(self, made: Provisioned, most_units: int) -> None:
        """Keeps a provisioned model.

        Raises:
            AwsError: The name is taken, or the account may not have so many units.
        """
        with self._lock:
            known = list(self._provisioned.values())
            if any(one.name == made.name and one.region == made.region for one in known):
                raise AwsError("ValidationException", f"The provisioned model name {made.name} is already in use.")
            if sum(one.units for one in known) + made.units > most_units:
                message = (
                    f"The account may provision {most_units} model units; {made.units} more were asked for. "
                    "AWS gives none by default: ask AWS Support (in the sandbox: POST /_sandbox/bedrock/quotas)."
                )
                raise AwsError("ServiceQuotaExceededException", message)
            self._provisioned[made.arn] = made

    def provisioned(self, region: str, identifier: str) -> Provisioned:
        """A provisioned model by ARN, id or name.

        Raises:
            AwsError: `ResourceNotFoundException`.
        """
        with self._lock:
            for one in self._provisioned.values():
                if one.region == region and identifier in (one.arn, one.identity, one.name):
                    return one
        message = f"Could not find the provisioned model {identifier}."
        raise AwsError("ResourceNotFoundException", message, 404)

    def all_provisioned(self, region: str) -> list[Provisioned]:
        """The provisioned models of a region, oldest first."""
        with self._lock:
            return [one for one in self._provisioned.values() if one.region == region]

    def rename(self, one: Provisioned, name: str, now: datetime) -> None:
        """Gives a provisioned model another name."""
        with self._lock:
            taken = {other.name for other in self.all_provisioned(one.region) if other.arn != one.arn}
            if name in taken:
                raise AwsError("ValidationException", f"The provisioned model name {name} is already in use.")
            self._provisioned[one.arn] = replace(one, name=name, changed=now)

    def remove(self, one: Provisioned) -> None:
        """Forgets a provisioned model."""
        with self._lock:
            self._provisioned.pop(one.arn, None)

    def keep(self, profile: Profile) -> None:
        """Keeps an application profile.

        Raises:
            AwsError: `ConflictException`: the name is taken.
        """
        with self._lock:
            if any(one.name == profile.name and one.region == profile.region for one in self._profiles.values()):
                message = f"An inference profile with the name {profile.name} exists already."
                raise AwsError("ConflictException", message)
            self._profiles[profile.arn] = profile

    def profile(self, region: str, identifier: str) -> Profile | None:
        """An application profile by ARN or id; None when there is none."""
        with self._lock:
            for one in self._profiles.values():
                if one.region == region and identifier in (one.arn, one.identity):
                    return one
        return None

    def profiles(self, region: str) -> list[Profile]:
        """The application profiles of a region, oldest first."""
        with self._lock:
            return [one for one in self._profiles.values() if one.region == region]

    def drop(self, profile: Profile) -> None:
        """Forgets an application profile."""
        with self._lock:
            self._profiles.pop(profile.arn, None)

    def tags(self, arn: str) -> dict[str, str] | None:
        """The tags of something that is kept here; None of anything else."""
        with self._lock:
            found = self._provisioned.get(arn) or self._profiles.get(arn)
            return None if found is None else dict(found.tags)

    def retag(self, arn: str, add: Mapping[str, str], remove: Iterable[str]) -> None:
        """Changes the tags of something that is kept here."""
        with self._lock:
            tags = {key: value for key, value in (self.tags(arn) or {}).items() if key not in set(remove)} | dict(add)
            if arn in self._provisioned:
                self._provisioned[arn] = replace(self._provisioned[arn], tags=tags)
            elif arn in self._profiles:
                self._profiles[arn] = replace(self._profiles[arn], tags=tags)


def new_identity() -> str:
    """Twelve characters, as AWS's are."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


def iso(moment: datetime) -> str:
    """A moment as the API writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
