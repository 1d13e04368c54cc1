"""The claims that GitHub puts into the token of a job, for every kind of job.

Source: https://docs.github.com/en/actions/reference/security/oidc. GitHub gives a workflow that a fork's pull request
started no token at all, unless the settings of a private repository say otherwise; the claims of such a token are what
a simulation has to judge all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.checks import refuse, text
from domain.delivery.subjects import AUDIENCE, ISSUER, PULL_REQUEST, Repository, branch_name

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
        template: The claims that the subject is made of (``include_claim_keys``), where an organisation or a
            repository customised it; empty for GitHub's own.
        from_fork: Whether the pull request comes from a fork.
    """

    repository: Repository
    event: str = "push"
    ref: str = "refs/heads/main"
    environment: str | None = None
    workflow: str | None = None
    audience: str = AUDIENCE
    template: tuple[str, ...] = ()
    from_fork: bool = False

    def __post_init__(self) -> None:
        text("event", self.event)
        if not isinstance(self.ref, str) or not self.ref.startswith(_REFS):
            refuse("ref", self.ref, "a full ref: refs/heads/…, refs/tags/… or refs/pull/…")
        if self.environment is not None:
            text("environment", self.environment)

    @property
    def context(self) -> str:
        """The end of GitHub's own subject: an environment replaces the ref, a pull request has none."""
        if self.environment is not None:
            return f"environment:{_encoded(self.environment)}"
        return PULL_REQUEST if self.event == PULL_REQUEST else f"ref:{self.ref}"


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


def merge_queue(repository: Repository, branch: str, *, environment: str | None = None) -> Job:
    """A job of a merge queue: it runs on a branch of GitHub's own, with what is not merged yet."""
    ref = f"refs/heads/gh-readonly-queue/{branch_name(branch)}/pr-1-{'0' * 40}"
    return Job(repository=repository, event="merge_group", ref=ref, environment=environment)


def claims_of(job: Job) -> Mapping[str, str]:
    """The claims of a job's token, as far as a trust policy can ask for them, and those that tell them apart.

    Raises:
        ValueError: The subject's template asks for a claim that the job has not, as for an environment.
    """
    repository = job.repository
    optional = {
        "environment": job.environment,
        "repository_id": repository.repository_id,
        "repository_owner_id": repository.owner_id,
    }
    claims = {
        "iss": f"https://{ISSUER}",
        "aud": job.audience,
        "repository": repository.full_name,
        "repository_owner": repository.owner,
        "ref": job.ref,
        "event_name": job.event,
        "job_workflow_ref": job.workflow or f"{repository.full_name}/.github/workflows/main.yml@{job.ref}",
        **{name: value for name, value in optional.items() if value is not None},
    }
    return {**claims, "sub": _subject(job, claims, job.template or ("repo", "context"))}


def _subject(job: Job, claims: Mapping[str, str], template: Sequence[str]) -> str:
    """Ids stay in ``repo`` whatever the template says; any other claim stands behind its name."""
    parts = {"repo": job.repository.prefix, "context": job.context}
    parts |= {name: f"{name}:{_encoded(value)}" for name, value in claims.items()}
    if missing := [name for name in template if name not in parts]:
        refuse("template", missing, f"claims that the job has: {', '.join(sorted(parts))}")
    return ":".join(parts[name] for name in template)


def _encoded(value: str) -> str:
    """A colon within a value would end it."""
    return value.replace(":", "%3A")
