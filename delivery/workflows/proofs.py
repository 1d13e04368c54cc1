"""Proofs about the order: every way in which a run can end is walked, and none may break the rule.

What the graph cannot see, the command of a verdict's step, is read from the file: the stages that it names are judged
by the same function that the command calls.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from delivery.workflows.read import Workflow
from domain.delivery import pipeline_verdict, stage_words
from domain.delivery.evaluate import Before, value
from domain.delivery.expressions import parse
from domain.delivery.graph import RESULTS, Facts, Judge, Walk, all_needs, every_walk, walk
from domain.delivery.order import DELIVERY, ENVIRONMENTS, GATE, Stage, ancestors, environment_of

VERDICT: Final = "python3 -m delivery.github.verdict "
PRODUCTION: Final = "production"
MAIN: Final = {"ref": "refs/heads/main", "event_name": "push", "repository": "o/r", "event": {}}


def pull_request(head: str) -> Mapping[str, object]:
    """What `github` is in a run of a pull request whose branch lies in `head`."""
    event = {"pull_request": {"head": {"repo": {"full_name": head}}, "number": 7.0}}
    return {"ref": "refs/pull/7/merge", "event_name": "pull_request", "repository": "o/r", "event": event}


def every_problem(workflows: Mapping[str, Workflow]) -> Iterator[str]:
    """Every proof that does not hold; a workflow that is not there is a problem too."""
    for name, proof in PROOFS.items():
        if name not in workflows:
            yield f"{name}.yml is missing"
            continue
        try:
            yield from proof(workflows[name])
        except ValueError as error:  # an expression that asks for what the walk does not know
            yield f"{name}.yml: {error}"
    for name, workflow in workflows.items():
        yield from nobody_else(name, workflow)


def judges_of(workflow: Workflow) -> dict[str, Judge]:
    """The jobs of a workflow that call our verdict, each with what its command says."""
    found: dict[str, Judge] = {}
    for job in workflow.jobs:
        for step in workflow.body(job.name).get("steps", ()):
            run = str(step.get("run", "")).strip()
            if run.startswith(VERDICT):
                found[job.name] = _judge(shlex.split(run[len(VERDICT) :]), step.get("env") or {})
    return found


def _judge(words: list[str], env: Mapping[str, object]) -> Judge:
    """The command's own logic: `--when "$NAME" STAGE` asks for the stage unless the variable is the word false."""
    always, sometimes, at = [], [], 0
    while at < len(words):
        if words[at] == "--when":
            sometimes.append((str(env.get(words[at + 1].lstrip("$"), "")), words[at + 2]))
            at += 3
        else:
            always.append(words[at])
            at += 1

    def judge(needs: Mapping[str, str], contexts: Mapping[str, object]) -> str:
        asked = [stage for source, stage in sometimes if value(parse(source), contexts, Before({})) is not False]
        return pipeline_verdict(stage_words(needs, [*always, *asked]))

    return judge


def in_the_order(workflow: Workflow, stages: tuple[Stage, ...]) -> Iterator[str]:
    """Stages that are not jobs, and jobs that do not wait for what they must."""
    names = {job.name for job in workflow.jobs}
    for stage in stages:
        if stage.name not in names:
            yield f"{workflow.name}.yml: there is no job {stage.name}, which answers: {stage.question}"
            continue
        waits = all_needs(workflow.jobs, stage.name)
        if lacking := sorted(ancestors(stages, stage.name) - waits):
            needs = ", ".join(sorted(waits)) or "nothing"
            yield f"{workflow.name}.yml, job {stage.name}: needs {needs}; it must wait for {', '.join(lacking)}"


def gate(workflow: Workflow) -> Iterator[str]:
    """The verdict succeeds when every stage did, and never else."""
    yield from in_the_order(workflow, GATE)
    judges = judges_of(workflow)
    if "verdict" not in judges:
        yield "gate.yml: no job `verdict` calls python3 -m delivery.github.verdict"
        return
    if not _always_starts(workflow):
        yield "gate.yml: the verdict can be skipped, which GitHub takes for a success: write `if: always()`"
    stages = [stage.name for stage in GATE]
    best = walk(workflow.jobs, Facts({"github": MAIN, "inputs": {}}, judges=judges), {})
    if best.results["verdict"] != "success":
        yield f"gate.yml: nothing can pass: with every stage a success the verdict is {best.results['verdict']}"
    for cancelled in (False, True):
        facts = Facts({"github": MAIN, "inputs": {}}, cancelled, judges=judges)
        for ended in every_walk(workflow.jobs, facts):
            good = all(ended.results.get(name) == "success" for name in stages)
            if ended.results["verdict"] == "success" and not good:
                yield f"gate.yml: the verdict is success although {_said(ended)}"
                return


def _always_starts(workflow: Workflow) -> bool:
    return workflow.body("verdict").get("if") in ("always()", "${{ always() }}")


def delivery(workflow: Workflow) -> Iterator[str]:
    """No stage starts before all that it must wait for succeeded, production also not without an approval."""
    yield from in_the_order(workflow, DELIVERY)
    producers = [job.name for job in workflow.jobs if job.environment == PRODUCTION]
    if producers != ["production-deploy"]:
        named = ", ".join(producers) or "none"
        yield f"main.yml: the environment `{PRODUCTION}` belongs to the job production-deploy; it is that of: {named}"
    best = walk(workflow.jobs, Facts({"github": MAIN, "vars": {}}, approved={PRODUCTION: True}), {})
    if idle := [stage.name for stage in DELIVERY if stage.name not in best.started]:
        yield f"main.yml: nothing reaches its end: {', '.join(idle)} does not start although every job is success"
    wanted = {stage.name: ancestors(DELIVERY, stage.name) for stage in DELIVERY}
    for approved, cancelled in product((False, True), repeat=2):
        facts = Facts({"github": MAIN, "vars": {}}, cancelled, {PRODUCTION: approved}, judges_of(workflow))
        for ended in every_walk(workflow.jobs, facts):
            for name in ended.started:
                if any(ended.results.get(one) != "success" for one in wanted.get(name, ())):
                    yield f"main.yml: {name} starts although {_said(ended)}"
                    return
                if name == "production-deploy" and not approved:
                    yield f"main.yml: {name} starts although nobody approved"
                    return


def change(workflow: Workflow) -> Iterator[str]:
    """A pull request passes only through the gate, and one of ours only when its preview succeeded too."""
    judges = judges_of(workflow)
    if "verdict" not in judges or not _always_starts(workflow):
        yield "pull-request.yml: a job `verdict` with `if: always()` must call python3 -m delivery.github.verdict"
        return
    for head, role in (("o/r", "arn"), ("stranger/r", "arn"), ("o/r", "")):
        contexts = {"github": pull_request(head), "vars": {"PREVIEW_ROLE_ARN": role}}
        trusted = head == "o/r" and role != ""
        if walk(workflow.jobs, Facts(contexts, judges=judges), {}).results["verdict"] != "success":
            yield f"pull-request.yml: nothing can pass: a branch of {head} fails with every job a success"
        for ended in every_walk(workflow.jobs, Facts(contexts, judges=judges)):
            if "preview" in ended.started and not trusted:
                yield f"pull-request.yml: preview starts with credentials for a branch of {head}"
                return
            if "preview" in ended.started and not _went_well(ended, ("gate",)):
                yield f"pull-request.yml: preview starts although {_said(ended)}"
                return
            asked = ("gate", "preview") if trusted else ("gate",)
            if ended.results["verdict"] == "success" and any(ended.results[name] != "success" for name in asked):
                yield f"pull-request.yml: the verdict is success although {_said(ended)}"
                return
        yield from _reviewers_are_told(workflow, Facts(contexts, judges=judges))


def _reviewers_are_told(workflow: Workflow, facts: Facts) -> Iterator[str]:
    """Of a preview however it ended, and of none that did not run."""
    for result in RESULTS:
        ended = walk(workflow.jobs, facts, {"preview": result})
        told = "comment" in ended.started
        if told is (ended.results["preview"] == "skipped"):
            does = "starts" if told else "does not start"
            yield f"pull-request.yml: comment {does} although preview is {ended.results['preview']}"
            return


def rollback(workflow: Workflow) -> Iterator[str]:
    """Changes one stack, from main alone, when its target and its plan succeeded; production when a person approved."""
    for ref, stack, approved in product(("refs/heads/main", "refs/heads/x"), ENVIRONMENTS, (False, True)):
        github = {**MAIN, "event_name": "workflow_dispatch", "ref": ref}
        facts = Facts({"github": github, "inputs": {"stack": stack}}, approved={PRODUCTION: approved})
        job = f"{environment_of(stack)}-deploy"
        if ref == MAIN["ref"] and approved and job not in walk(workflow.jobs, facts, {}).started:
            yield f"rollback.yml: {job} does not start for {stack} although every job is success"
        for ended in every_walk(workflow.jobs, facts):
            changed = {one.name for one in workflow.jobs if one.environment and one.name in ended.started}
            if changed and (ref != MAIN["ref"] or changed != {job} or not _went_well(ended, ("target", "plan"))):
                yield f"rollback.yml: {', '.join(changed)} starts from {ref} for {stack} although {_said(ended)}"
                return
            if "production-deploy" in changed and not approved:
                yield "rollback.yml: production-deploy starts although nobody approved"
                return


def look(workflow: Workflow) -> Iterator[str]:
    """On main the issue is brought up to date however the look ended; elsewhere nothing starts."""
    here, there = (Facts({"github": {**MAIN, "ref": ref}}) for ref in (MAIN["ref"], "refs/heads/x"))
    for result in RESULTS:
        ended = walk(workflow.jobs, here, {workflow.name: result})
        lacking = {"issue", *([] if result == "skipped" else [workflow.name])} - set(ended.started)
        if lacking:
            yield f"{workflow.name}.yml: {', '.join(sorted(lacking))} does not start although {_said(ended)}"
            return
    if started := walk(workflow.jobs, there, {}).started:
        yield f"{workflow.name}.yml: {', '.join(started)} starts on another branch than main"


def nobody_else(name: str, workflow: Workflow) -> Iterator[str]:
    """Only main and rollback change stacks, and nothing starts a rollback."""
    if "rollback.yml" in workflow.text and name != "rollback":
        yield f"{name}.yml: names rollback.yml: a rollback never runs on its own"
    if name in ("main", "rollback"):
        return
    for job in workflow.jobs:
        if job.environment is not None:
            yield f"{name}.yml, job {job.name}: environment {job.environment}: only main and rollback change stacks"


def _went_well(ended: Walk, jobs: Iterable[str]) -> bool:
    return all(ended.results.get(name) == "success" for name in jobs)


def _said(ended: Walk) -> str:
    bad = [f"{name} is {result}" for name, result in ended.results.items() if result != "success"]
    return ", ".join(one for one in bad) or "every job is success"


PROOFS: Final[Mapping[str, Callable[[Workflow], Iterator[str]]]] = {
    "gate": gate,
    "pull-request": change,
    "main": delivery,
    "drift": look,
    "audit": look,
    "rollback": rollback,
}
"""The workflows that must be there, and what is proved of each."""
