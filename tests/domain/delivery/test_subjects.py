"""Repositories and subjects: exact, or refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.delivery import Job, Repository, claims_of, parse_repository, pull_request
from domain.delivery.claims import PULL_REQUEST_REF, merge_queue
from domain.delivery.subjects import of_branch, of_environment, workflow_ref

OURS = parse_repository("octo-org/my-repo")
WITH_IDS = parse_repository("octocat/my-repo", "123456", "456789")


@pytest.mark.parametrize(
    ("job", "subject"),
    [
        (Job(repository=OURS), "repo:octo-org/my-repo:ref:refs/heads/main"),
        (Job(repository=OURS, ref="refs/tags/v1"), "repo:octo-org/my-repo:ref:refs/tags/v1"),
        (pull_request(OURS), "repo:octo-org/my-repo:pull_request"),
        (Job(repository=OURS, environment="production"), "repo:octo-org/my-repo:environment:production"),
        (pull_request(OURS, environment="production"), "repo:octo-org/my-repo:environment:production"),
        (Job(repository=WITH_IDS), "repo:octocat@123456/my-repo@456789:ref:refs/heads/main"),
        (pull_request(WITH_IDS), "repo:octocat@123456/my-repo@456789:pull_request"),
        (Job(repository=OURS, event="schedule"), "repo:octo-org/my-repo:ref:refs/heads/main"),
        (Job(repository=OURS, event="workflow_dispatch", ref="refs/heads/x"), "repo:octo-org/my-repo:ref:refs/heads/x"),
        (
            merge_queue(OURS, "main"),
            f"repo:octo-org/my-repo:ref:refs/heads/gh-readonly-queue/main/pr-1-{'0' * 40}",
        ),
        (Job(repository=OURS, environment="Production:V1"), "repo:octo-org/my-repo:environment:Production%3AV1"),
    ],
)
def test_the_subject_of_each_kind_of_job(job: Job, subject: str) -> None:
    assert claims_of(job)["sub"] == subject


PROD = Job(repository=OURS, environment="prod", workflow="octo-org/auto/.github/workflows/oidc.yml@refs/heads/main")


@pytest.mark.parametrize(
    ("job", "template", "subject"),
    [
        (PROD, ("repository_owner",), "repository_owner:octo-org"),
        (PROD, ("repo",), "repo:octo-org/my-repo"),
        (PROD, ("job_workflow_ref",), "job_workflow_ref:octo-org/auto/.github/workflows/oidc.yml@refs/heads/main"),
        (
            PROD,
            ("repo", "context", "job_workflow_ref"),
            f"repo:octo-org/my-repo:environment:prod:job_workflow_ref:{PROD.workflow}",
        ),
        (Job(repository=WITH_IDS), ("repository_id",), "repository_id:456789"),
        # Ids cannot be taken out of the part that names the repository.
        (Job(repository=WITH_IDS), ("repo",), "repo:octocat@123456/my-repo@456789"),
    ],
)
def test_a_customised_subject_is_made_of_the_claims_that_its_template_names(
    job: Job, template: tuple[str, ...], subject: str
) -> None:
    """https://docs.github.com/en/actions/reference/security/oidc#customizing-the-token-claims."""
    assert claims_of(replace(job, template=template))["sub"] == subject


def test_a_template_with_a_claim_that_the_job_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match=r"template = \['environment'\] is not accepted: claims that the job has"):
        claims_of(Job(repository=OURS, template=("repo", "environment")))


def test_a_pull_request_is_known_by_its_ref_whatever_its_subject_says() -> None:
    claims = claims_of(pull_request(OURS, environment="production"))
    assert claims["ref"] == PULL_REQUEST_REF
    assert "environment" not in claims_of(pull_request(OURS))


def test_a_reusable_workflow_is_named_in_a_claim_of_its_own() -> None:
    job = Job(repository=OURS, workflow="octo-org/shared/.github/workflows/deploy.yml@refs/heads/main")
    assert claims_of(job)["job_workflow_ref"].startswith("octo-org/shared/")
    assert workflow_ref(OURS, "main.yml", "main") == "octo-org/my-repo/.github/workflows/main.yml@refs/heads/main"


@pytest.mark.parametrize(
    "name",
    [
        "my-repo",
        "/my-repo",
        "octo-org/",
        "octo-org/*",
        "*/my-repo",
        "octo-org/a/b",
        "octo-org/my repo",
        "",
        "o?/r",
        "-o/r",
    ],
)
def test_a_repository_without_owner_or_with_a_wildcard_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="repository"):
        parse_repository(name)


@pytest.mark.parametrize(("owner_id", "repository_id"), [("1", None), (None, "1"), ("*", "1"), ("0", "1"), ("1", "x")])
def test_ids_come_together_and_are_numbers(owner_id: str | None, repository_id: str | None) -> None:
    with pytest.raises(ValueError, match="_id = "):
        Repository(owner="o", name="r", owner_id=owner_id, repository_id=repository_id)


@pytest.mark.parametrize("make", [of_branch, of_environment])
@pytest.mark.parametrize("name", ["*", "release/*", "a?", "", "a:b", " main"])
def test_a_wildcard_is_no_branch_or_environment(make: object, name: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=f"{name!r}".replace("*", r"\*").replace("?", r"\?")):
        make(name)


def test_a_job_has_a_full_ref() -> None:
    with pytest.raises(ValueError, match="refs/heads"):
        Job(repository=OURS, ref="main")


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True)


@given(NAMES, NAMES, NAMES, NAMES)
def test_two_repositories_never_share_a_subject(owner: str, name: str, other_owner: str, other_name: str) -> None:
    one, other = Repository(owner=owner, name=name), Repository(owner=other_owner, name=other_name)
    shared = claims_of(pull_request(one))["sub"] == claims_of(pull_request(other))["sub"]
    assert shared == (one == other)
