"""Environment of ``keep_lease``."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lambdas.environment import EnvironmentReader
from lambdas.work.settings import MOST_DAYS, WorkSettings, read_work_settings
from lambdas.work.settings import VARIABLES as SHARED

VARIABLES: Final = (
    *SHARED,
    "ENDPOINT_NAME",
    "COMPONENT_NAME",
    "LOOKS_PER_MINUTE",
    "CANARY",
    "CANARY_TIMEOUT_MS",
    "RETENTION_DAYS",
    "FINGERPRINT_FUNCTIONS",
    "FINGERPRINT_STATIC",
)
MOST_LOOKS: Final = 12
MINUTE_MS: Final = 60_000
LONGEST_CANARY_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class CanaryBody:
    """What the canary asks the endpoint."""

    content_type: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided.

    Attributes:
        work: What the functions share.
        endpoint: The Region's endpoint.
        component: The inference component on it, when it has any.
        looks_per_minute: How often to look.
        canary: What to ask the endpoint.
        canary_timeout_ms: When an answer is too late, in milliseconds.
        retention_days: How long a result can be asked for.
        fingerprint_functions: Name of each function whose code is compared, by role.
        fingerprint_static: What was deployed beside the code: settings and model.
    """

    work: WorkSettings
    endpoint: str
    component: str | None
    looks_per_minute: int
    canary: CanaryBody
    canary_timeout_ms: int
    retention_days: int
    fingerprint_functions: Mapping[str, str]
    fingerprint_static: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables; without ``COMPONENT_NAME`` the endpoint has none.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            work=read_work_settings(read),
            endpoint=read.text("ENDPOINT_NAME"),
            component=environ.get("COMPONENT_NAME") or None,
            looks_per_minute=read.whole_number("LOOKS_PER_MINUTE", 1, MOST_LOOKS),
            canary=read.json_object("CANARY", '{"content_type": ..., "body_base64": ...}', _canary, _NO_CANARY),
            canary_timeout_ms=read.whole_number("CANARY_TIMEOUT_MS", 100, LONGEST_CANARY_MS),
            retention_days=read.whole_number("RETENTION_DAYS", 1, MOST_DAYS),
            fingerprint_functions=read.json_object("FINGERPRINT_FUNCTIONS", "function names by role", _functions, {}),
            fingerprint_static=read.text("FINGERPRINT_STATIC"),
        )
        settings._agree(read)
        read.check()
        return settings

    def _agree(self, read: EnvironmentReader) -> None:
        rules = self.work.rules
        apart_ms = MINUTE_MS // self.looks_per_minute if self.looks_per_minute else MINUTE_MS
        if apart_ms > rules.look_ms:
            read.problem(
                f"LOOKS_PER_MINUTE = {self.looks_per_minute} means {apart_ms} ms between two looks, and look_ms in "
                f"LEASE_RULES is {rules.look_ms}; accepted: looks that are no further apart"
            )
        if self.canary_timeout_ms > rules.lease_ms // 2:
            read.problem(
                f"CANARY_TIMEOUT_MS = {self.canary_timeout_ms} may cost half of a lease "
                f"(lease_ms = {rules.lease_ms}); accepted: at most {rules.lease_ms // 2}"
            )


_NO_CANARY: Final = CanaryBody("", b"")


def _canary(data: dict[str, Any]) -> CanaryBody:
    if set(data) != {"content_type", "body_base64"} or "/" not in str(data["content_type"]):
        raise ValueError(data)
    body = base64.b64decode(data["body_base64"], validate=True)
    if not body:
        raise ValueError(data)
    return CanaryBody(str(data["content_type"]), body)


def _functions(data: dict[str, Any]) -> dict[str, str]:
    if any(not isinstance(name, str) or not name for name in data.values()):
        raise ValueError(data)
    return data
