"""What exists in API Gateway; `fields` are members of the API as it returns them."""

from __future__ import annotations

import secrets
import string
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.apigateway.document import EMPTY, ApiDocument
from sandbox.errors import AwsError

_LETTERS: Final = string.ascii_lowercase + string.digits
Fields = dict[str, Any]


@dataclass(slots=True)
class Deployment:
    """A snapshot: what was live from that moment on, whatever happened to the API since."""

    fields: Fields
    document: ApiDocument
    policy: str


@dataclass(slots=True)
class Stage:
    """One stage; `web_acl` is the ARN of the web ACL in front of it."""

    fields: Fields
    web_acl: str = ""


@dataclass(slots=True)
class Api:
    """A REST API and what belongs to it."""

    region: str
    fields: Fields
    document: ApiDocument = EMPTY
    deployments: dict[str, Deployment] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """Its id."""
        return str(self.fields["id"])


@dataclass(slots=True)
class Plan:
    """A usage plan and the ids of its keys."""

    fields: Fields
    keys: list[str] = field(default_factory=list)


@dataclass
class Domain:
    """A custom domain name; base path (`(none)` for the root) to mapping."""

    fields: Fields
    mappings: dict[str, Fields] = field(default_factory=dict)


@dataclass
class Region:
    """Everything of one region."""

    apis: dict[str, Api] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    keys: dict[str, Fields] = field(default_factory=dict)
    domains: dict[str, Domain] = field(default_factory=dict)
    account: Fields = field(
        default_factory=lambda: {
            "throttleSettings": {"burstLimit": 5000, "rateLimit": 10000.0},
            "features": ["UsagePlans"],
            "apiKeyVersion": "4",
        }
    )


class State:
    """Regions by name; `lock` is held while anything is changed."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._regions: dict[str, Region] = {}

    def region(self, name: str) -> Region:
        """A region, made when it is first named."""
        with self.lock:
            return self._regions.setdefault(name, Region())

    def api(self, identity: str) -> Api | None:
        """An API of any region; ids are unique."""
        with self.lock:
            return next((api for region in self._regions.values() for api in region.apis.values()
                         if api.identity == identity), None)  # fmt: skip

    def domain(self, host: str) -> Domain | None:
        """The custom domain name that a Host header asks for."""
        with self.lock:
            return next((found for region in self._regions.values() if (found := region.domains.get(host))), None)

    def plans_of(self, api: Api, stage: str) -> Iterator[Plan]:
        """Usage plans that let keys in to a stage."""
        for plan in list(self.region(api.region).plans.values()):
            if any(one["apiId"] == api.identity and one["stage"] == stage for one in plan.fields["apiStages"]):
                yield plan


def new_id(length: int = 10) -> str:
    """An id as API Gateway makes them."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def missing(what: str, name: str) -> AwsError:
    """NotFoundException."""
    return AwsError("NotFoundException", f"Invalid {what} identifier specified: {name}", 404)


def refused(message: str) -> AwsError:
    """BadRequestException."""
    return AwsError("BadRequestException", message, 400)


def find(found: Mapping[str, Any], what: str, name: str) -> Any:
    """A member of `found`.

    Raises:
        AwsError: NotFoundException.
    """
    if name not in found:
        raise missing(what, name)
    return found[name]
