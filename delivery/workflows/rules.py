"""What each workflow file must be like, job by job; each rule is a generator of problems in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from delivery.workflows.read import Workflow
from domain.delivery.order import ENVIRONMENTS

_USES: Final = re.compile(r"^\s*(?:-\s*)?uses:\s*(?P<action>[^\s#]+)\s*(?P<comment>#.*)?$", re.MULTILINE)
_PINNED: Final = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
_VERSION: Final = re.compile(r"#\s*v\d+\.\d+\.\d+")
_OURS: Final = re.compile(r"(?:make [a-z-]+|python3 -m (?:delivery|toolchain)\b)")
_ROLES: Final = {"STAGING_ROLE_ARN": "staging", "PRODUCTION_ROLE_ARN": "production"}
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
    for job in workflow.jobs:
        body = workflow.body(job.name)
        at = f"{where}, job {job.name}"
        yield from _permissions(body, at)
        yield from _limits(body, at)
        yield from _environment(body, job.environment, at)
        yield from _steps(body, at)


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


def _permissions(body: Mapping[Any, Any], at: str) -> Iterator[str]:
    given = body.get("permissions")
    if not isinstance(given, Mapping):
        yield f"{at}: permissions = {given!r}: name each one, as `contents: read`; never write-all or read-all"
        return
    written = {str(name) for name, level in given.items() if level == "write"}
    if "id-token" in written and len(written) > 1:
        both = ", ".join(sorted(written - {"id-token"}))
        yield f"{at}: id-token: write beside {both}: write: who gets AWS credentials writes nothing here; split the job"


def _limits(body: Mapping[Any, Any], at: str) -> Iterator[str]:
    if "uses" in body:
        return
    minutes = body.get("timeout-minutes")
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= 180:
        yield f"{at}: timeout-minutes = {minutes!r}: a whole number from 1 to 180; GitHub waits 6 hours without it"
    if not re.fullmatch(r"[a-z]+-\d[\d.]*(?:-arm)?", str(body.get("runs-on"))):
        yield f"{at}: runs-on = {body.get('runs-on')!r}: a runner with its version, as ubuntu-24.04"
    if "continue-on-error" in body:
        yield f"{at}: continue-on-error makes a failed job a success; take it away"


def _environment(body: Mapping[Any, Any], environment: str | None, at: str) -> Iterator[str]:
    text = str(body)
    for variable, wanted in _ROLES.items():
        if f"vars.{variable}" in text and environment != wanted:
            yield f"{at}: takes {variable}, so it must say `environment: {wanted}`; it says {environment!r}"
    if environment is None:
        return
    if environment not in ENVIRONMENTS.values():
        yield f"{at}: environment = {environment!r} is not known: one of {', '.join(ENVIRONMENTS.values())}"
        return
    wanted_lock = {"group": f"stack-{environment}", "cancel-in-progress": False}
    if body.get("concurrency") != wanted_lock:
        given = body.get("concurrency")
        yield f"{at}: concurrency = {given!r}: one change of a stack at a time, none cut off: {wanted_lock}"


def _steps(body: Mapping[Any, Any], at: str) -> Iterator[str]:
    for step in body.get("steps", ()):
        run, action = str(step.get("run", "")), str(step.get("uses", ""))
        if action.startswith("actions/checkout@") and (step.get("with") or {}).get("persist-credentials") is not False:
            yield f"{at}: actions/checkout without `persist-credentials: false` leaves the token in .git/config"
        if "${{" in run:
            yield f"{at}: run: {run.strip()[:60]!r} has an expression in it; pass the value by `env`"
        if run and not _OURS.match(run):
            yield f"{at}: run: {run.strip()[:60]!r}: call a make target or one of our commands, as a person can"
        if step.get("continue-on-error") and (body.get("permissions") or {}).get("issues") != "write":
            yield f"{at}: continue-on-error on a step makes a failed gate a success; take it away"
