"""Properties 10 and 11 on the shipped workflow files: every way in which a run can end, and the order it takes."""

from __future__ import annotations

from itertools import product

import pytest
from typer.testing import CliRunner

from delivery.__main__ import app
from delivery.workflows import dry_run
from delivery.workflows.dry_run import Given
from delivery.workflows.proofs import MAIN, PRODUCTION, judges_of, pull_request
from delivery.workflows.read import Workflow, read_all
from domain.delivery import may_deploy_production, pipeline_verdict
from domain.delivery.graph import RESULTS, Facts, every_walk, walk
from domain.delivery.order import DELIVERY, GATE

STAGES = [stage.name for stage in GATE]
WORKFLOWS = read_all()


@pytest.fixture(scope="module")
def main() -> Workflow:
    return WORKFLOWS["main"]


@pytest.mark.parametrize("cancelled", [False, True])
def test_property_10_the_verdict_of_every_combination_of_results(cancelled: bool) -> None:
    """4 results for each of 4 stages: the verdict is what `pipeline_verdict` says of what really happened."""
    gate = WORKFLOWS["gate"]
    facts = Facts({"github": MAIN, "inputs": {}}, cancelled, judges=judges_of(gate))
    for results in product(RESULTS, repeat=len(STAGES)):
        ended = walk(gate.jobs, facts, dict(zip(STAGES, results, strict=True)))
        words = {name: "pass" if ended.results[name] == "success" else "fail" for name in STAGES}
        assert "verdict" in ended.started
        assert ended.results["verdict"] == pipeline_verdict(words)
        assert (ended.results["verdict"] == "success") == (set(results) == {"success"} and not cancelled)


@pytest.mark.parametrize("approved", [False, True])
def test_property_11_production_of_every_run_there_can_be(main: Workflow, approved: bool) -> None:
    facts = Facts({"github": MAIN, "vars": {}}, approved={PRODUCTION: approved}, judges=judges_of(main))
    reached = 0
    for ended in every_walk(main.jobs, facts):
        smoke = "success"
        for job in ("staging-smoke", "staging-canary"):
            smoke = smoke if ended.results[job] == "success" else ended.results[job]
        if "production-deploy" in ended.started:
            reached += 1
            assert may_deploy_production(ended.results["staging-deploy"], smoke, approved)
            assert ended.results["gate"] == ended.results["production-plan"] == "success"
        if "release" in ended.started:
            assert ended.results["production-deploy"] == "success"
    assert (reached > 0) is approved


def test_the_jobs_of_a_delivery_come_in_the_order_that_the_domain_names(main: Workflow) -> None:
    ended = walk(main.jobs, Facts({"github": MAIN, "vars": {}}, approved={PRODUCTION: True}), {})
    assert list(ended.started) == [stage.name for stage in DELIVERY]


@pytest.mark.parametrize("job", [stage.name for stage in DELIVERY])
@pytest.mark.parametrize("result", ["failure", "skipped", "cancelled"])
def test_nothing_starts_after_a_job_that_did_not_succeed(main: Workflow, job: str, result: str) -> None:
    ended = walk(main.jobs, Facts({"github": MAIN, "vars": {}}), {job: result})
    names = [stage.name for stage in DELIVERY]
    after = names[names.index(job) + 1 :]
    assert not set(after) & set(ended.started)


def test_a_fork_is_gated_without_credentials_and_ours_with_them() -> None:
    workflow = WORKFLOWS["pull-request"]
    ours = Facts({"github": pull_request("o/r"), "vars": {"PREVIEW_ROLE_ARN": "a"}}, judges=judges_of(workflow))
    fork = Facts({"github": pull_request("x/r"), "vars": {"PREVIEW_ROLE_ARN": "a"}}, judges=judges_of(workflow))
    assert walk(workflow.jobs, ours, {}).started == ("gate", "preview", "comment", "verdict")
    assert walk(workflow.jobs, fork, {}).started == ("gate", "verdict")
    assert walk(workflow.jobs, ours, {"preview": "failure"}).results["verdict"] == "failure"
    assert "comment" in walk(workflow.jobs, ours, {"preview": "failure"}).started  # a failed preview is told as well


@pytest.mark.parametrize("name", ["drift", "audit"])
def test_a_look_is_told_of_however_it_ended_but_only_on_main(name: str) -> None:
    workflow = WORKFLOWS[name]
    for result in RESULTS:
        assert "issue" in walk(workflow.jobs, Facts({"github": MAIN}), {name: result}).started
    elsewhere = {**MAIN, "ref": "refs/heads/dev"}
    assert walk(workflow.jobs, Facts({"github": elsewhere}), {}).started == ()


def test_a_dry_run_prints_the_order_and_what_each_job_runs() -> None:
    shown = CliRunner().invoke(app, ["walk", "main"])
    assert shown.exit_code == 0
    places = [shown.output.index(f". {stage.name} ") for stage in DELIVERY]
    assert places == sorted(places)
    assert "make smoke STACK=prod WRITES=no" in shown.output
    refused = CliRunner().invoke(app, ["walk", "main", "--no-approved"])
    assert refused.exit_code == 0  # nobody approved: nothing failed, and nothing went on
    assert "production-deploy  failure (did not start)" in refused.output
    failed = CliRunner().invoke(app, ["walk", "main", "--result", "staging-canary=failure"])
    assert failed.exit_code == 1
    assert "production-plan    skipped (did not start)" in failed.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "workflow = 'nothing' is not accepted: one of"),
        (["main", "--result", "gate"], "JOB=RESULT"),
        (["main", "--result", "gate=good"], "success, failure, skipped, cancelled"),
        (["main", "--result", "gate=failure", "--result", "gate=success"], "each job once"),
        (["main", "--result", "deploy=failure"], "a job of this workflow"),
    ],
)
def test_a_dry_run_refuses_what_it_cannot_walk(arguments: list[str], message: str) -> None:
    shown = CliRunner().invoke(app, ["walk", *arguments])
    assert shown.exit_code == 2
    assert message in shown.output


def test_a_dry_run_goes_by_what_the_real_commands_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate passes, the preview of staging fails: what follows does not start, and its command is not run."""
    monkeypatch.setattr(
        dry_run, "LOCAL", {"gate": (("true",),), "staging-plan": (("false",),), "release": (("nope",),)}
    )
    said: list[str] = []
    assert dry_run.dry_run("main", Given(), True, said.append) == 1
    assert [line for line in said if line.startswith("──")] == ["── gate: true", "── staging-plan: false"]
    assert any("staging-deploy" in line and "skipped" in line for line in said)


def test_what_a_machine_runs_for_a_job_is_a_job_of_ours() -> None:
    names = {job.name for workflow in WORKFLOWS.values() for job in workflow.jobs}
    assert set(dry_run.LOCAL) <= names
