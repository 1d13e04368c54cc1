"""The jobs of the workflow files against the trust policies of the roles: each gets its role, and no other job does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from delivery.workflows.read import Workflow, read_all
from domain.delivery import Delivery, DeliveryRole, Repository, claims_of, may_assume
from domain.delivery import Job as TokenJob
from domain.delivery.graph import Job

REPOSITORY = Repository(owner="octo-org", name="inference-platform", owner_id="1", repository_id="2")
PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
DELIVERY = Delivery(
    repository=REPOSITORY,
    environments={DeliveryRole.STAGING: "staging", DeliveryRole.PRODUCTION: "production"},
    workflows=("main.yml", "rollback.yml"),
)
ROLES = {"PREVIEW_ROLE_ARN": DeliveryRole.PREVIEW, "STAGING_ROLE_ARN": DeliveryRole.STAGING,
         "PRODUCTION_ROLE_ARN": DeliveryRole.PRODUCTION}  # fmt: skip


def jobs() -> Iterator[tuple[Workflow, Job]]:
    for workflow in read_all().values():
        for job in workflow.jobs:
            yield workflow, job


def token(workflow: Workflow, job: Job) -> TokenJob:
    """What GitHub says of a job of ours."""
    event = next(iter(workflow.triggers))
    ref = "refs/pull/1/merge" if event == "pull_request" else "refs/heads/main"
    file = f"{REPOSITORY.full_name}/.github/workflows/{workflow.name}.yml@{ref}"
    return TokenJob(repository=REPOSITORY, event=event, ref=ref, environment=job.environment, workflow=file)


def allowed(workflow: Workflow, job: Job) -> set[DeliveryRole]:
    claims = claims_of(token(workflow, job))
    return {role for role in DeliveryRole if may_assume(DELIVERY.trust_policy(role, PROVIDER), claims).allowed}


@pytest.mark.parametrize(("workflow", "job"), list(jobs()), ids=lambda one: one.name)
def test_a_job_may_take_the_role_that_it_names(workflow: Workflow, job: Job) -> None:
    if workflow.name == "gate":  # called by others, and without any right to a token
        assert all("id-token" not in workflow.body(one.name)["permissions"] for one in workflow.jobs)
        return
    body = str(workflow.body(job.name))
    named = {role for variable, role in ROLES.items() if f"vars.{variable} }}" in body}
    assert named <= allowed(workflow, job)
    assert ("id-token" in workflow.body(job.name)["permissions"]) == bool(named)


def test_nothing_of_a_pull_request_and_no_look_may_deploy() -> None:
    for workflow, job in jobs():
        if workflow.name not in ("main", "rollback"):
            assert allowed(workflow, job) <= {DeliveryRole.PREVIEW}


def test_production_is_open_to_the_jobs_of_its_environment_alone() -> None:
    open_to = {
        (workflow.name, job.name) for workflow, job in jobs() if DeliveryRole.PRODUCTION in allowed(workflow, job)
    }
    assert open_to == {("main", "production-deploy"), ("rollback", "production-deploy")}
