"""The jobs of a parsed workflow file, as the graph wants them; a file that cannot be understood is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.checks import refuse
from domain.delivery.expressions import parse
from domain.delivery.graph import Job, in_order


def jobs_of(document: Mapping[Any, Any]) -> tuple[Job, ...]:
    """The jobs of a workflow.

    Args:
        document: What a YAML reader made of the file.

    Raises:
        ValueError: There are no jobs, one is not written as GitHub wants it, or they have no order.
    """
    jobs = document.get("jobs")
    if not isinstance(jobs, Mapping) or not jobs:
        refuse("jobs", jobs, "a workflow with at least one job under `jobs:`")
    found = tuple(_job(str(name), body) for name, body in jobs.items())
    in_order(found)
    return found


def triggers_of(document: Mapping[Any, Any]) -> dict[str, Any]:
    """What starts a workflow: each event with what it is narrowed to.

    YAML 1.1 reads the key `on` as true; both are looked for.

    Raises:
        ValueError: Nothing starts it.
    """
    events = document.get("on", document.get(True))
    if isinstance(events, str):
        return {events: None}
    if isinstance(events, list):
        return {str(event): None for event in events}
    if not isinstance(events, Mapping) or not events:
        refuse("on", events, "an event, a list of events or a mapping of them")
    return {str(event): body for event, body in events.items()}


def _job(name: str, body: object) -> Job:
    if not isinstance(body, Mapping):
        refuse(f"job {name}", body, "a mapping with `runs-on` and `steps`, or with `uses`")
    needs = body.get("needs", [])
    needs = [needs] if isinstance(needs, str) else needs
    if not isinstance(needs, list) or not all(isinstance(one, str) for one in needs):
        refuse(f"needs of {name}", needs, "a job's name or a list of them")
    condition = body.get("if")
    if condition is not None and not isinstance(condition, (str, bool)):
        refuse(f"if of {name}", condition, "an expression")
    if isinstance(condition, str):
        parse(condition)
    called = body.get("uses")
    return Job(name, tuple(needs), condition, _environment(name, body), None if called is None else str(called))


def _environment(name: str, body: Mapping[Any, Any]) -> str | None:
    given = body.get("environment")
    found = given.get("name") if isinstance(given, Mapping) else given
    if found is None and given is None:
        return None
    if not isinstance(found, str) or not found:
        refuse(f"environment of {name}", given, "the name of an environment, or a mapping with `name`")
    return found
