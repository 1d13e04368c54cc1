"""Environment of ``predict``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.routing import InferencePath
from domain.serverless import RetryPolicy
from lambdas.clients.endpoints import Target
from lambdas.environment import EnvironmentReader

VARIABLES: Final = (
    "PLATFORM_ENVIRONMENT",
    "INPUT_ACCESS_POINT",
    "RUN_BUCKET",
    "ENDPOINTS",
    "CONCURRENCY",
    "RETRY_INITIAL_TIMEOUT_S",
    "RETRY_DELAY_S",
    "RETRY_MAX_RETRIES",
    "RETRY_TASK_TIMEOUT_S",
    "COLD_START_THRESHOLD_MS",
)
FUNCTION_TIMEOUT_S: Final = 900
"""No budget can be longer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
MAX_CONCURRENCY: Final = 200
MAX_RETRIES: Final = 100
_ENDPOINTS: Final = '{"<path>": {"endpoint": "<name>", "component": "<name, where there is one>"}}'


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided. Times of ``retry`` in seconds, the threshold in milliseconds."""

    environment: str
    access_point: str
    run_bucket: str
    endpoints: Mapping[InferencePath, Target]
    concurrency: int
    retry: RetryPolicy
    cold_start_threshold_ms: float

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            access_point=read.text("INPUT_ACCESS_POINT"),
            run_bucket=read.text("RUN_BUCKET"),
            endpoints=read.json_object("ENDPOINTS", _ENDPOINTS, _targets, {}),
            concurrency=read.whole_number("CONCURRENCY", 1, MAX_CONCURRENCY),
            retry=_retry(read),
            cold_start_threshold_ms=read.number("COLD_START_THRESHOLD_MS", 0, FUNCTION_TIMEOUT_S * 1000),
        )
        read.check()
        return settings


def _retry(read: EnvironmentReader) -> RetryPolicy:
    initial = read.number("RETRY_INITIAL_TIMEOUT_S", 0, FUNCTION_TIMEOUT_S)
    delay = read.number("RETRY_DELAY_S", 0, FUNCTION_TIMEOUT_S)
    retries = read.whole_number("RETRY_MAX_RETRIES", 0, MAX_RETRIES)
    budget = read.number("RETRY_TASK_TIMEOUT_S", 0, FUNCTION_TIMEOUT_S)
    try:
        return RetryPolicy(initial, delay, retries, budget)
    except ValueError as error:
        read.problem(f"the RETRY_ variables do not fit together: {error}")
        return RetryPolicy()


def _targets(data: Mapping[str, Any]) -> dict[InferencePath, Target]:
    """Read the endpoints; a path that is not one, or an endpoint without a name, is a ValueError or KeyError."""
    return {InferencePath(path): _target(found) for path, found in data.items()}


def _target(found: Mapping[str, Any]) -> Target:
    endpoint, component = found["endpoint"], found.get("component")
    if not isinstance(endpoint, str) or not endpoint or not (component is None or isinstance(component, str)):
        raise ValueError(found)
    return Target(endpoint, component or None)
