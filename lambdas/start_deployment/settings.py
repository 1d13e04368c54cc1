"""Environment of ``start_deployment``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.rollouts.targets import Targets, parse_targets
from lambdas.deployments.settings import Place, read_place
from lambdas.environment import EnvironmentReader
from lambdas.errors import InvalidEnvironmentError

VARIABLES: Final = (
    "RUN_BUCKET",
    "MODEL_ROLE_ARN",
    "KEY_ARN",
    "SUBNETS",
    "SECURITY_GROUPS",
    "TAGS",
    "DEPLOY_TARGETS",
)


@dataclass(frozen=True)
class Settings:
    """What the stack decided: where a model goes to, and what is made for it."""

    place: Place
    targets: Targets

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        place = read_place(read)
        raw = read.text("DEPLOY_TARGETS")
        targets = None
        try:
            targets = parse_targets(raw) if raw else None
        except (ValueError, TypeError) as error:
            reason = "it is no JSON" if isinstance(error, json.JSONDecodeError) else str(error)
            read.problem(f"DEPLOY_TARGETS is not accepted: {reason}")
        read.check()
        if targets is None:  # the check above has raised
            raise InvalidEnvironmentError("DEPLOY_TARGETS is missing")
        return cls(place, targets)
