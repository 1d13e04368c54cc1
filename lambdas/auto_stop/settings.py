"""Environment of ``auto_stop``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from domain.cost import AutoStopAction
from domain.scheduling.overrides import Override, parse_overrides
from lambdas.environment import EnvironmentReader

VARIABLES: Final = (
    "PLATFORM_ENVIRONMENT",
    "ENDPOINT_TAGS",
    "UNITS",
    "ACTION",
    "IDLE_MINUTES",
    "DRY_RUN",
    "MESSAGES",
    "OVERRIDES",
    "RECORD_TABLE",
    "TOPIC_ARN",
)
LONGEST_IDLE_MINUTES: Final = 1440


class Messages(StrEnum):
    """When people get the summary of a run."""

    NEWS = "news"
    EVERY_RUN = "every-run"


@dataclass(frozen=True)
class Settings:
    """What the stack decided.

    Attributes:
        environment: ``sandbox``, ``staging`` or ``prod``.
        endpoint_tags: Tags that mark the stack's endpoints; an endpoint must carry all of them.
        units: Names of the platform's units, as overrides use them, to resource ids of their scalable targets.
        action: What is done to an idle endpoint.
        idle_minutes: Without a call for so long, an endpoint is idle; 1 to 1440.
        dry_run: Decide and report only.
        messages: When the summary goes out.
        overrides: What is kept up for a while.
        record_table: DynamoDB table of what was done.
        topic_arn: Where the summary goes.
    """

    environment: str
    endpoint_tags: Mapping[str, str]
    units: Mapping[str, str]
    action: AutoStopAction
    idle_minutes: int
    dry_run: bool
    messages: Messages
    overrides: tuple[Override, ...]
    record_table: str
    topic_arn: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        texts = "a JSON object of texts"
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            endpoint_tags=read.json_object("ENDPOINT_TAGS", f"{texts}, at least one", _tags, {}),
            units=read.json_object("UNITS", texts, _texts, {}),
            action=read.converted("ACTION", ", ".join(AutoStopAction), AutoStopAction, AutoStopAction.KEEP),
            idle_minutes=read.whole_number("IDLE_MINUTES", 1, LONGEST_IDLE_MINUTES),
            dry_run=read.converted("DRY_RUN", "true or false", _flag, fallback=True),
            messages=read.converted("MESSAGES", ", ".join(Messages), Messages, Messages.NEWS),
            overrides=read.converted("OVERRIDES", "a JSON list of overrides", _overrides, ()),
            record_table=read.text("RECORD_TABLE"),
            topic_arn=read.text("TOPIC_ARN"),
        )
        read.check()
        return settings


def _texts(found: Mapping[str, Any]) -> Mapping[str, str]:
    if not all(isinstance(value, str) and value for value in found.values()):
        raise ValueError(found)
    return found


def _tags(found: Mapping[str, Any]) -> Mapping[str, str]:
    if not found:  # no filter at all would be every endpoint of the account
        raise ValueError(found)
    return _texts(found)


def _flag(raw: str) -> bool:
    return {"true": True, "false": False}[raw]


def _overrides(raw: str) -> tuple[Override, ...]:
    found = json.loads(raw)
    if not isinstance(found, list):
        raise ValueError(raw)  # noqa: TRY004 - every refusal of a value is a ValueError here
    return parse_overrides(found)
