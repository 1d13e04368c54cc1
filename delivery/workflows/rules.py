"""What each workflow file must be like, job by job; each rule is a generator of problems in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from delivery.workflows.read import Workflow, document_of
from delivery.workflows.steps import MUST, env_problems, step_problems
from domain.delivery.order import ENVIRONMENTS

_USES: Final = re.compile(r"^\s*(?:-\s*)?uses:\s*(?P<action>[^\s#]+)\s*(?P<comment>#.*)?$", re.MULTILINE)
_PINNED: Final = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
_VERSION: Final = re.compile(r"#\s*v\d+\.\d+\.\d+")
_ROLES: Final = {"STAGING_ROLE_ARN": "staging", "PRODUCTION_ROLE_ARN": "production"}
_OUTPUT: Final = re.compile(r"\$\{\{ steps\.([\w-]+)\.outputs\.([\w-]+) \}\}")
_FILE_KEYS: Final = frozenset({"name", "on", True, "permissions", "concurrency", "env", "jobs"})
_RUNNER_KEYS: Final = frozenset({"runs-on", "timeout-minutes", "environment", "strategy", "env", "steps"})
_JOB_KEYS: Final = _RUNNER_KEYS | {"needs", "if", "uses", "concurrency", "permissions", "outputs"}
_OF_MAIN: Final = {"branches": ["main"]}
_LOOK: Final = ({"schedule": ..., "workflow_dispatch": None}, "a look starts by the clock or by hand")
TRIGGERS: Final[Mapping[str, tuple[Mapping[str, object], str]]] = {
    "gate": ({"workflow_call": None}, "the gate is called by others"),
    "pull-request": ({"pull_request": _OF_MAIN}, "every pull request for main, and nothing else"),
    "main": ({"push": _OF_MAIN}, "only a push to main is delivered"),
    "rollback": ({"workflow_dispatch": ...}, "a rollback is started by hand: workflow_dispatch alone"),
    "drift": _LOOK,
    "audit": _LOOK,
}
"""What starts a workflow, and why nothing else does; `...` stands for any details."""
_AT: Final = r"[0-5]?\d (?:1?\d|2[0-3]) \* \*"
CLOCKS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "drift": (re.compile(rf"{_AT} \*"), "one cron of every night, as 17 3 * * *"),
    "audit": (re.compile(rf"{_AT} [0-6]"), "one cron of every week, as 23 4 * * 1"),
}
"""How often a look is taken."""
EACH_STACK: Final = frozenset({"pull-request.preview", "drift.drift", "audit.audit"})
"""Jobs that run once for each stack, and whose failure for one does not cut off the other."""
WRITES: Final[Mapping[str, str]] = {
    "pull-request.comment": "pull-requests",
    "drift.issue": "issues",
    "audit.issue": "issues",
    "main.release": "contents",
}
"""The jobs that may write in GitHub, and what. None of them gets credentials of AWS."""
CANCELS: Final = frozenset({"pull-request", "drift", "audit"})
"""Workflows of which one run at a time is enough; those that change a stack have locks job by job instead."""
DANGEROUS: Final = ("pull_request_target", "workflow_run", "issue_comment")
"""Events that run with this repository's rights on what a stranger wrote."""


def file_problems(workflow: Workflow) -> Iterator[str]:
    """Every problem of one workflow file."""
    where = f"{workflow.name}.yml"
    yield from pins(workflow.text, where)
    for event in sorted(set(workflow.triggers) & set(DANGEROUS)):
        yield f"{where}: on: {event} runs a stranger's words with this repository's rights; use pull_request"
    if "secrets." in workflow.text or "secrets: inherit" in workflow.text:
        yield f"{where}: secrets are not used here: AWS is reached with GitHub's OIDC token, GitHub with github.token"
    if workflow.document.get("permissions") != {}:
        given = workflow.document.get("permissions")
        yield f"{where}: permissions = {given!r}: write `permissions: {{}}`, and each job its own"
    if strange := sorted(map(str, set(workflow.document) - _FILE_KEYS)):
        yield f"{where}: has {', '.join(strange)}: accepted are {', '.join(sorted(map(str, _FILE_KEYS - {True})))}"
    if "concurrency" in workflow.document and workflow.name not in CANCELS:
        yield f"{where}: a run of it is never cut off: the jobs that change a stack have their own concurrency"
    yield from env_problems(workflow.document.get("env") or {}, where)
    yield from _triggers(workflow, where)
    yield from _clock(workflow, where)
    there = {f"{workflow.name}.{job.name}" for job in workflow.jobs}
    if gone := [name for name in MUST if name.startswith(f"{workflow.name}.") and name not in there]:
        yield f"{where}: has no job {', '.join(name.split('.')[1] for name in gone)}"
    for job in workflow.jobs:
        body = workflow.body(job.name)
        at, name = f"{where}, job {job.name}", f"{workflow.name}.{job.name}"
        yield from _permissions(name, body, at)
        yield from _shape(name, body, at)
        yield from _environment(body, job.environment, at)
        yield from env_problems(body.get("env") or {}, at)
        steps = [{"uses": body["uses"]}] if "uses" in body else body.get("steps") or ()
        yield from step_problems(name, steps, at)
        yield from output_problems(body.get("outputs") or {}, steps, at)


def action_problems(text: str, name: str) -> Iterator[str]:
    """Every problem of one of our own actions.

    Raises:
        WorkflowError: The text cannot be understood.
    """
    at = f"actions/{name}"
    document = document_of(text, at)
    yield from pins(text, at)
    steps = (document.get("runs") or {}).get("steps") or ()
    yield from step_problems(f"actions.{name}", steps, at)
    outputs = {key: (one or {}).get("value") for key, one in (document.get("outputs") or {}).items()}
    yield from output_problems(outputs, steps, at)


def pins(text: str, where: str) -> Iterator[str]:
    """Actions that are not pinned to a commit with its version beside it."""
    for found in _USES.finditer(text):
        action, comment = found["action"], found["comment"] or ""
        if action.startswith("./"):
            continue
        if not _PINNED.fullmatch(action):
            yield f"{where}: uses {action}: a tag can be moved; pin the commit: OWNER/NAME@<40 hex digits> # v1.2.3"
        elif not _VERSION.match(comment):
            yield f"{where}: uses {action}: write its version behind it: # v1.2.3"


def _triggers(workflow: Workflow, where: str) -> Iterator[str]:
    if workflow.name not in TRIGGERS:
        return
    wanted, why = TRIGGERS[workflow.name]
    given = workflow.triggers
    if set(given) != set(wanted) or any(body not in (..., given[event]) for event, body in wanted.items()):
        yield f"{where}: on = {dict(given)!r}: {why}"


def _clock(workflow: Workflow, where: str) -> Iterator[str]:
    if workflow.name not in CLOCKS:
        return
    pattern, accepted = CLOCKS[workflow.name]
    times = workflow.triggers.get("schedule")
    crons = [str(one.get("cron")) for one in times if isinstance(one, Mapping)] if isinstance(times, list) else []
    if len(crons) != 1 or not pattern.fullmatch(crons[0]):
        yield f"{where}: schedule = {times!r}: accepted is {accepted}"


def _permissions(name: str, body: Mapping[Any, Any], at: str) -> Iterator[str]:
    given = body.get("permissions")
    if not isinstance(given, Mapping):
        yield f"{at}: permissions = {given!r}: name each one, as `contents: read`; never write-all or read-all"
        return
    takes_role = any("role" in (step.get("with") or {}) for step in body.get("steps") or ())
    wanted = {"id-token"} if takes_role else {WRITES[name]} if name in WRITES else set()
    written = {str(one) for one, level in given.items() if level not in ("read", "none")}
    if written != wanted:
        yield (
            f"{at}: writes {', '.join(sorted(written)) or 'nothing'}; accepted: {', '.join(wanted) or 'nothing'}: "
            "id-token for a job that takes a role, and then nothing else here"
        )


def _shape(name: str, body: Mapping[Any, Any], at: str) -> Iterator[str]:
    if strange := sorted(set(body) - _JOB_KEYS):
        yield f"{at}: has {', '.join(strange)}: accepted are {', '.join(sorted(_JOB_KEYS))}"
    wanted = {"fail-fast": False, "matrix": {"stack": list(ENVIRONMENTS)}} if name in EACH_STACK else None
    if body.get("strategy") != wanted:
        yield f"{at}: strategy = {body.get('strategy')!r}: this job has {wanted or 'none'}"
    if "uses" in body:
        return
    minutes = body.get("timeout-minutes")
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= 180:
        yield f"{at}: timeout-minutes = {minutes!r}: a whole number from 1 to 180; GitHub waits 6 hours without it"
    if not re.fullmatch(r"[a-z]+-\d[\d.]*(?:-arm)?", str(body.get("runs-on"))):
        yield f"{at}: runs-on = {body.get('runs-on')!r}: a runner with its version, as ubuntu-24.04"


def output_problems(outputs: Mapping[Any, Any], steps: Iterable[Mapping[str, Any]], at: str) -> Iterator[str]:
    """Outputs that are not what the step of that name gave: whose digest would be deployed?"""
    ids = {step.get("id") for step in steps}
    for name, given in outputs.items():
        found = _OUTPUT.fullmatch(str(given))
        if found is None or found[1] not in ids or found[2] != name:
            yield f"{at}: outputs: {name} = {given!r}: what a step here gave: ${{{{ steps.ID.outputs.{name} }}}}"


def _environment(body: Mapping[Any, Any], environment: str | None, at: str) -> Iterator[str]:
    text = str(body)
    for variable, wanted in _ROLES.items():
        if f"vars.{variable}" in text and environment != wanted:
            yield f"{at}: takes {variable}, so it must say `environment: {wanted}`; it says {environment!r}"
    if environment is not None and environment not in ENVIRONMENTS.values():
        yield f"{at}: environment = {environment!r} is not known: one of {', '.join(ENVIRONMENTS.values())}"
        return
    lock = None if environment is None else {"group": f"stack-{environment}", "cancel-in-progress": False}
    if body.get("concurrency") != lock:
        given = body.get("concurrency")
        yield f"{at}: concurrency = {given!r}: one change of a stack at a time, none cut off: {lock}"
