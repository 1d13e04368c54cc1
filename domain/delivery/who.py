"""Who may take which role: every shape of token against every role of a pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.delivery.claims import Job, claims_of, merge_queue, pull_request
from domain.delivery.roles import Delivery, DeliveryRole
from domain.delivery.subjects import Repository
from domain.delivery.trust import TrustDecision, may_assume


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One kind of job, and what each role says to it.

    Attributes:
        who: The job in words.
        subject: The ``sub`` of its token.
        decisions: By role.
    """

    who: str
    subject: str
    decisions: Mapping[DeliveryRole, TrustDecision]


def who_may(delivery: Delivery, documents: Mapping[DeliveryRole, str | Mapping[str, Any]]) -> tuple[Attempt, ...]:
    """The table of a pipeline.

    Args:
        delivery: Who delivers.
        documents: The trust policy of each role.
    """
    return tuple(
        Attempt(
            who=who,
            subject=claims_of(job)["sub"],
            decisions={role: may_assume(document, claims_of(job)) for role, document in documents.items()},
        )
        for who, job in shapes(delivery).items()
    )


def shapes(delivery: Delivery) -> Mapping[str, Job]:
    """Every kind of job of GitHub's, in and around a repository."""
    ours, branch = delivery.repository, f"refs/heads/{delivery.branch}"
    fork = Repository(owner="somebody-else", name=ours.name)
    reusable = f"{ours.owner}/workflows/.github/workflows/deploy.yml@refs/heads/main"
    target = f"{ours.full_name}/.github/workflows/label.yml@{branch}"
    found = {
        f"branch {delivery.branch}": Job(repository=ours, ref=branch),
        "schedule": Job(repository=ours, ref=branch, event="schedule"),
        "another branch": Job(repository=ours, ref="refs/heads/feature"),
        "tag": Job(repository=ours, ref="refs/tags/v1.0.0"),
        "merge queue": merge_queue(ours, delivery.branch),
        "pull request": pull_request(ours),
        "pull request of a fork": pull_request(ours, from_fork=True),
        "reusable workflow": Job(repository=ours, ref=branch, workflow=reusable),
        "fork, its own branch": Job(repository=fork, ref=branch),
        "fork, its own pull request": pull_request(fork),
        "another audience": Job(repository=ours, ref=branch, audience="https://example.com"),
        "customised subject": Job(repository=ours, ref=branch, template=("repo", "context", "job_workflow_ref")),
        "customised subject of the owner's alone": Job(repository=ours, ref=branch, template=("repository_owner",)),
    }
    for role, environment in delivery.environments.items():
        named = f"environment {environment}"
        file = delivery.workflows[0] if delivery.workflows else "main.yml"
        own = f"{ours.full_name}/.github/workflows/{file}@{branch}"
        found |= {
            f"{named}, branch {delivery.branch}": Job(
                repository=ours, ref=branch, environment=environment, workflow=own
            ),
            f"{named}, another branch": Job(repository=ours, ref="refs/heads/feature", environment=environment),
            f"{named}, merge queue": merge_queue(ours, delivery.branch, environment=environment),
            f"{named}, pull request": pull_request(ours, environment=environment),
            # GitHub runs the branch's own file, with the branch's ref, for whoever opens a pull request.
            f"{named}, pull_request_target": Job(
                repository=ours, ref=branch, environment=environment, event="pull_request_target", workflow=target
            ),
            f"{named}, fork": Job(repository=fork, ref=branch, environment=environment),
            f"{named}, reusable workflow": Job(repository=ours, ref=branch, environment=environment, workflow=reusable),
        }
        if role is DeliveryRole.PRODUCTION:
            found[f"{named}, tag"] = Job(repository=ours, ref="refs/tags/v1.0.0", environment=environment)
    if ours.has_ids:
        by_name = Repository(owner=ours.owner, name=ours.name)
        taken = Repository(owner=ours.owner, name=ours.name, owner_id="1", repository_id="1")
        found |= {
            f"subject without ids, branch {delivery.branch}": Job(repository=by_name, ref=branch),
            "repository that took over the name": Job(repository=taken, ref=branch),
        }
    return found
