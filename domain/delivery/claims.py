"""The claims that GitHub puts into the token of a job, for every kind of job.

Source: https://docs.github.com/en/actions/reference/security/oidc. GitHub gives a workflow that a fork's pull request
started no token at all, unless the settings of a private repository say otherwise; the claims of such a token are what
a simulation has to judge all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.checks import refuse, text
from domain.delivery.subjects import AUDIENCE, ISSUER, PULL_REQUEST, Repository, environment_name

PULL_REQUEST_REF: Final = "refs/pull/1/merge"
_REFS: Final = ("refs/heads/", "refs/tags/", "refs/pull/")


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job that asks for a token.

    Attributes:
        repository: Where it runs. A fork's own workflows run in the fork.
        event: What started it: ``push``, ``pull_request``, ``schedule``, ``workflow_dispatch``, ``release`` …
        ref: Branch, tag, or the merge of a pull request, in full: ``refs/heads/main``.
        environment: Its ``environment:``, or ``None``.
        workflow: File with the job, as ``OWNER/NAME/PATH@REF``; that of a reusable workflow where it is one.
        audience: What it asked the token for.
        subject: The subject of an organisation that customised it; ``None`` for GitHub's own.
        from_fork: Whether the pull request comes from a fork.
    """

    repository: Repository
    event: str = "push"
    ref: str = "refs/heads/main"
    environment: str | None = None
    workflow: str | None = None
    audience: str = AUDIENCE
    subject: str | None = None
    from_fork: bool = False

    def __post_init__(self) -> None:
        text("event", self.event)
        if not isinstance(self.ref, str) or not self.ref.startswith(_REFS):
            refuse("ref", self.ref, "a full ref: refs/heads/…, refs/tags/… or refs/pull/…")
        if self.environment is not None:
            environment_name(self.environment)

    @property
    def own_subject(self) -> str:
        """The subject that GitHub composes: an environment replaces the ref, a pull request has none."""
        if self.environment is not None:
            context = f"environment:{self.environment}"
        elif self.event == PULL_REQUEST:
            context = PULL_REQUEST
        else:
            context = f"ref:{self.ref}"
        return f"{self.repository.prefix}:{context}"


def pull_request(repository: Repository, *, environment: str | None = None, from_fork: bool = False) -> Job:
    """A job that a pull request started; its workflow file may be the pull request's own."""
    return Job(
        repository=repository,
        event=PULL_REQUEST,
        ref=PULL_REQUEST_REF,
        environment=environment,
        workflow=f"{repository.full_name}/.github/workflows/pull-request.yml@{PULL_REQUEST_REF}",
        from_fork=from_fork,
    )


def claims_of(job: Job) -> Mapping[str, str]:
    """The claims of a job's token, as far as a trust policy can ask for them, and those that tell them apart."""
    repository = job.repository
    claims = {
        "iss": f"https://{ISSUER}",
        "aud": job.audience,
        "sub": job.own_subject if job.subject is None else job.subject,
        "repository": repository.full_name,
        "repository_owner": repository.owner,
        "ref": job.ref,
        "event_name": job.event,
        "job_workflow_ref": job.workflow or f"{repository.full_name}/.github/workflows/main.yml@{job.ref}",
    }
    optional = {
        "environment": job.environment,
        "repository_id": repository.repository_id,
        "repository_owner_id": repository.owner_id,
    }
    return {**claims, **{name: value for name, value in optional.items() if value is not None}}
