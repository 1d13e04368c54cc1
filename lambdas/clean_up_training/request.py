"""What the state machine says of a run that failed; whatever of it never came to be is null."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lambdas.errors import InvalidEventError

INTERRUPTED: Final = "Interrupted"
"""Step of an execution that timed out or was aborted: then no state ran that could hand anything on."""
_RUN_ID: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Run:
    """The claim on a run.

    Attributes:
        run_id: 16 hexadecimal digits.
        version: The version that it would have made.
        attempt: How often the run was claimed, from 1.
    """

    run_id: str
    version: str
    attempt: int


@dataclass(frozen=True)
class Failed:
    """A run, a deployment, or both, that failed.

    Attributes:
        step: State in which it failed.
        error: Name of the error, and its cause.
        execution_arn: The execution; empty when it is not known.
        run: The claim on a run; None for a deployment alone, or when it never came to that.
        deployment: The deployment's name; empty when it never came to one.
        package_arn: The registered package; empty likewise.
    """

    step: str
    error: str
    execution_arn: str
    run: Run | None
    deployment: str
    package_arn: str

    @property
    def nothing_known(self) -> bool:
        """Whether only the execution's history can tell what it made."""
        return self.run is None and not self.deployment and not self.package_arn


def parse_failed(event: object) -> Failed:
    """Read the event.

    Raises:
        InvalidEventError: It is no object, has no step, or a run that is no claim.
    """
    if not isinstance(event, Mapping) or not isinstance(event.get("step"), str) or not event["step"]:
        raise InvalidEventError("the event has no step; accepted: an object with step, failure, run, deployment")
    failure = event.get("failure")
    said = failure if isinstance(failure, Mapping) else {}
    return Failed(
        step=event["step"],
        error=f"{said.get('Error', 'unknown')}: {str(said.get('Cause', ''))[:300]}",
        execution_arn=_text(event.get("execution_arn")),
        **_made(event.get),
    )


def filled(failed: Failed, document: Mapping[str, Any]) -> Failed:
    """The same with what the state document of an interrupted execution says."""

    def reply(name: str) -> Any:
        found = document.get(name)
        return found.get("reply") if isinstance(found, Mapping) else None

    return Failed(failed.step, failed.error, failed.execution_arn, **_made(reply))


def _made(reply: Callable[[str], Any]) -> dict[str, Any]:
    deployment, registration = reply("deployment"), reply("registration")
    return {
        "run": _run(reply("run")),
        "deployment": _text(deployment.get("deployment_id")) if isinstance(deployment, Mapping) else "",
        "package_arn": _text(registration.get("model_package_arn")) if isinstance(registration, Mapping) else "",
    }


def _run(found: Any) -> Run | None:
    """The claim that this execution made: a run that another one holds, or that was done before, is not its own."""
    if not isinstance(found, Mapping) or found.get("status") not in (None, "new"):
        return None
    run_id, version, attempt = found.get("run_id"), found.get("version"), found.get("attempt")
    whole = isinstance(attempt, int) and not isinstance(attempt, bool) and attempt >= 1
    if not (isinstance(run_id, str) and _RUN_ID.fullmatch(run_id) and isinstance(version, str) and whole):
        raise InvalidEventError(f"run is {str(dict(found))[:200]}; accepted: begin_training's reply")
    return Run(run_id, version, int(attempt or 1))


def _text(found: Any) -> str:
    return found if isinstance(found, str) else ""
