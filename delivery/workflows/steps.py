"""What the steps of jobs and of our own actions must be like: each is one command, run always, that may fail.

A gate is not only taken away by deleting it: `|| true` behind it, an `if` in front of it or a variable such as
`MAKEFLAGS` do the same. So everything that is not known here is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from domain.delivery.order import GATE

_WORD: Final = r'(?:[\w./*=-]+|"\$\w+"|\w+="\$\w+")'
_OURS: Final = re.compile(
    rf"(?:make [a-z]+(?: [A-Z]+=(?:\w+|\"\$\w+\"))*|python3 -m (?:delivery|toolchain)\b[\w.]*(?: {_WORD})*)"
)
_LAYERS: Final = "python3 -m toolchain setup $LAYERS"
"""Unquoted on purpose: several options."""
_SHOWS: Final = "make report "
"""What is made for a reviewer also when the step before it failed; it judges nothing."""
_STEP_KEYS: Final = frozenset({"name", "id", "if", "uses", "with", "run", "env", "shell", "continue-on-error"})
_NOT_CANCELLED: Final = "${{ !cancelled() }}"

VALUES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "PULUMI_BACKEND_URL": frozenset({"${{ vars.PULUMI_BACKEND_URL }}"}),
        "PULUMI_SECRETS_PROVIDER": frozenset({"${{ vars.PULUMI_SECRETS_PROVIDER }}"}),
        "NO_MODEL_YET": frozenset({"${{ vars.NO_MODEL_YET }}"}),
        "STACK": frozenset({"${{ matrix.stack }}", "${{ inputs.stack }}"}),
        "DIGEST": frozenset({"${{ inputs.digest }}"}),
        "LAYERS": frozenset({"${{ inputs.layers }}"}),
        "COMMIT": frozenset({"${{ inputs.commit }}"}),
        "REASON": frozenset({"${{ inputs.reason }}"}),
        "NUMBER": frozenset({"${{ github.event.pull_request.number }}"}),
        "GH_TOKEN": frozenset({"${{ github.token }}"}),
        "NEEDS": frozenset({"${{ toJSON(needs) }}"}),
        "RESULT": frozenset({"${{ needs.drift.result }}", "${{ needs.audit.result }}"}),
    }
)
"""What a variable may hold. `TRUSTED` is left to the proof, which evaluates it."""

_SMOKED: Final = ('make deployed STACK=staging COMMIT="$GITHUB_SHA"', "make smoke STACK=staging")
_GATE: Final = "./.github/workflows/gate.yml"
MUST: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **{f"gate.{stage.name}": (f"make pr ONLY={stage.name}",) for stage in GATE},
        "gate.test": ("make pr ONLY=test WHOLE=1",),
        "gate.policy": ("make pr ONLY=policy", "make report STACK=sandbox"),
        "pull-request.gate": (_GATE,),
        "pull-request.preview": ('make preview ACCOUNT=1 STACK="$STACK"', 'make report ACCOUNT=1 STACK="$STACK"'),
        "pull-request.comment": (
            'python3 -m delivery.github.comment --number "$NUMBER" build/report/report-*/comment.md',
        ),
        "main.gate": (_GATE,),
        "main.staging-plan": ("./.github/actions/plan staging",),
        "main.staging-deploy": ("./.github/actions/deploy staging needs.staging-plan",),
        "main.staging-smoke": _SMOKED,
        "main.staging-canary": (_SMOKED[0], "make smoke STACK=staging WATCH=900 ONLY=watch"),
        "main.production-plan": ("./.github/actions/plan prod",),
        "main.production-deploy": (
            "python3 -m delivery.github.promote",
            "./.github/actions/deploy prod needs.production-plan",
            "make smoke STACK=prod WRITES=no",
        ),
        "main.release": ("python3 -m delivery.github.release",),
        "drift.drift": ('make drift STACK="$STACK"',),
        "audit.audit": ('make audit STACK="$STACK"',),
        **{
            f"{look}.issue": (
                f'python3 -m delivery.github.issue {look} --result "$RESULT" --stack staging --stack prod build/{look}',
            )
            for look in ("drift", "audit")
        },
        "rollback.target": ('python3 -m delivery.github.target --stack "$STACK" --reason "$REASON" "$COMMIT"',),
        "rollback.plan": ("./.github/actions/plan ${{ inputs.stack }}",),
        "rollback.staging-deploy": ("./.github/actions/deploy staging needs.plan", "make smoke STACK=staging"),
        "rollback.production-deploy": (
            "python3 -m delivery.github.promote --approval-only",
            "./.github/actions/deploy prod needs.plan",
            "make smoke STACK=prod WRITES=no",
        ),
        "actions.plan": ('make plan STACK="$STACK"',),
        "actions.deploy": ('make deploy STACK="$STACK" DIGEST="$DIGEST"',),
        "actions.set-up": (_LAYERS,),
    }
)
"""What a job or an action of ours must run, in this order, whatever else it does."""

_REFS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pull-request.comment": "${{ github.event.pull_request.base.sha }}",
        **{
            f"rollback.{job}": "${{ needs.target.outputs.commit }}"
            for job in ("plan", "staging-deploy", "production-deploy")
        },
    }
)
"""Jobs that look at another commit than the run's own, and which."""

_WHOLE: Final = frozenset({"gate.security", "main.release", "rollback.target"})
"""Jobs that read the history: a secret in an earlier commit is one too."""


def step_problems(name: str, steps: Sequence[Mapping[str, Any]], at: str) -> Iterator[str]:
    """Every problem of the steps of a job or of an action.

    Args:
        name: `WORKFLOW.JOB` or `actions.ACTION`.
        steps: As they are written.
        at: Where that is, for people.
    """
    for step in steps:
        yield from _step(name, step, at)
    if name in MUST:
        lacking = _lacking(MUST[name], [_said(step) for step in steps])
        if lacking is not None:
            yield f"{at}: must run, in this order and as its own step: {lacking}"


def env_problems(env: Mapping[Any, Any], at: str) -> Iterator[str]:
    """Variables that are not known, or hold something else: `MAKEFLAGS: -n` would run nothing at all."""
    for variable, given in env.items():
        if variable == "TRUSTED":
            continue
        if str(given) not in VALUES.get(variable, ()):
            accepted = " or ".join(sorted(VALUES.get(variable, ()))) or f"one of {', '.join(VALUES)}"
            yield f"{at}: env: {variable} = {given!r} is not accepted: {accepted}"


def _step(name: str, step: Mapping[str, Any], at: str) -> Iterator[str]:
    run, action = str(step.get("run", "")).strip(), str(step.get("uses", ""))
    what = repr((run or action)[:60])
    if strange := sorted(set(step) - _STEP_KEYS):
        yield f"{at}: {what} has {', '.join(strange)}: accepted are {', '.join(sorted(_STEP_KEYS))}"
    yield from env_problems(step.get("env") or {}, f"{at}, {what}")
    if "${{" in run:
        yield f"{at}: run: {what} has an expression in it; pass the value by `env`"
    elif run and not _OURS.fullmatch(run) and run != _LAYERS:
        yield f"{at}: run: {what}: call a make target or one of our commands, as a person can, and nothing beside it"
    if step.get("shell", "bash") != "bash":
        yield f"{at}: {what} has the shell {step['shell']!r}: bash alone ends at the first error"
    if "if" in step and not _may_be_left_out(name, step["if"], run, action):
        yield f"{at}: {what} has an `if`: a step that is left out judges nothing; take it away"
    tells = name in ("drift.issue", "audit.issue") and action.startswith("actions/download-artifact@")
    if tells and step.get("continue-on-error") is not True:
        yield f"{at}: {what} without `continue-on-error: true`: nobody is told of a look that left nothing to download"
    elif step.get("continue-on-error") and not tells:
        yield f"{at}: continue-on-error on a step makes a failed gate a success; take it away"
    if action.startswith("actions/checkout@"):
        yield from _checkout(name, step.get("with") or {}, at)


def _may_be_left_out(name: str, condition: object, run: str, action: str) -> bool:
    if name == "actions.set-up" and action.startswith("aws-actions/configure-aws-credentials@"):
        return condition == "inputs.role != ''"
    return condition == _NOT_CANCELLED and (run.startswith(_SHOWS) or action.startswith("actions/upload-artifact@"))


def _checkout(name: str, given: Mapping[str, Any], at: str) -> Iterator[str]:
    if given.get("persist-credentials") is not False:
        yield f"{at}: actions/checkout without `persist-credentials: false` leaves the token in .git/config"
    if strange := sorted(set(given) - {"ref", "fetch-depth", "persist-credentials"}):
        yield f"{at}: actions/checkout with {', '.join(strange)}: only this repository is looked at"
    depth = 0 if name in _WHOLE else None
    if given.get("fetch-depth") != depth:
        yield f"{at}: actions/checkout with fetch-depth = {given.get('fetch-depth')!r}: this job has {depth}"
    if given.get("ref") != _REFS.get(name):
        wanted = _REFS.get(name) or "the commit of the run, without `ref`"
        yield f"{at}: actions/checkout with ref = {given.get('ref')!r}: this job looks at {wanted}"


def _said(step: Mapping[str, Any]) -> str:
    """A step in one line; of our own actions also the stack, and whose digest they take."""
    if "run" in step:
        return str(step["run"]).strip()
    given = step.get("with") or {}
    digest = re.fullmatch(r"\$\{\{ (needs\.[\w-]+)\.outputs\.digest \}\}", str(given.get("digest", "")))
    words = (str(step.get("uses")), str(given.get("stack", "")), digest[1] if digest else str(given.get("digest", "")))
    return " ".join(word for word in words if word)


def _lacking(wanted: Sequence[str], said: Sequence[str]) -> str | None:
    """The first of what is wanted that is not there behind those before it."""
    rest = iter(said)
    return next((one for one in wanted if one not in rest), None)
