"""Who a GitHub workflow's token says it is: the repository, and the subject of each kind of job.

Sources: https://docs.github.com/en/actions/reference/security/oidc and, for the subjects with ids that repositories
have which were made or renamed since 2026-07-15, https://github.com/github/docs/pull/45221.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from domain.checks import refuse, text

ISSUER: Final = "token.actions.githubusercontent.com"
"""Host of GitHub's issuer: the end of its provider's ARN, and the start of its condition keys."""
AUDIENCE: Final = "sts.amazonaws.com"
"""What aws-actions/configure-aws-credentials asks GitHub for, and the only audience that is accepted here."""
PULL_REQUEST: Final = "pull_request"

_OWNER: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,100}")
_ID: Final = re.compile(r"[1-9][0-9]{0,19}")
_REF_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]{0,243}")
_ENVIRONMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_WORKFLOW: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.ya?ml")


@dataclass(frozen=True, kw_only=True)
class Repository:
    """A repository, named exactly.

    Attributes:
        owner: User or organisation.
        name: The repository below it.
        owner_id: GitHub's number of the owner, as text; ``None`` where subjects carry names alone.
        repository_id: GitHub's number of the repository, likewise.

    Raises:
        ValueError: A part is missing or holds a wildcard, or one id comes without the other.
    """

    owner: str
    name: str
    owner_id: str | None = None
    repository_id: str | None = None

    def __post_init__(self) -> None:
        _whole("repository owner", self.owner, _OWNER, "letters, digits and hyphens; no wildcard")
        _whole("repository name", self.name, _NAME, "letters, digits, hyphens, dots and underscores; no wildcard")
        for argument, value in (("owner_id", self.owner_id), ("repository_id", self.repository_id)):
            if value is not None:
                _whole(argument, value, _ID, "GitHub's number in digits")
        if (self.owner_id is None) != (self.repository_id is None):
            missing = "owner_id" if self.owner_id is None else "repository_id"
            refuse(missing, None, "both ids or neither: a subject carries both")

    @property
    def full_name(self) -> str:
        """``OWNER/NAME``."""
        return f"{self.owner}/{self.name}"

    @property
    def has_ids(self) -> bool:
        """Whether its subjects carry ids that nobody can take over with a name."""
        return self.owner_id is not None

    @property
    def prefix(self) -> str:
        """Start of its subjects: with ids where they are known, else by name."""
        if not self.has_ids:
            return self.name_prefix
        return f"repo:{self.owner}@{self.owner_id}/{self.name}@{self.repository_id}"

    @property
    def name_prefix(self) -> str:
        """Start of the subjects of a repository whose tokens carry no ids."""
        return f"repo:{self.full_name}"


def parse_repository(name: str, owner_id: str | None = None, repository_id: str | None = None) -> Repository:
    """A repository out of ``OWNER/NAME``.

    Raises:
        ValueError: There is no owner, more than one slash, or a part that GitHub does not have.
    """
    owner, slash, rest = text("repository", name).partition("/")
    if not slash or not owner or not rest or "/" in rest:
        refuse("repository", name, "OWNER/NAME, as in octo-org/inference-platform: one owner, one repository")
    return Repository(owner=owner, name=rest, owner_id=owner_id, repository_id=repository_id)


def of_branch(branch: str) -> str:
    """The end of the subject of a job on a branch, without environment."""
    return f"ref:refs/heads/{branch_name(branch)}"


def of_environment(environment: str) -> str:
    """The end of the subject of every job with this environment: it stands in place of branch or pull request."""
    return f"environment:{environment_name(environment)}"


def branch_name(branch: str) -> str:
    """A branch, by its exact name.

    Raises:
        ValueError: It is empty, or holds a wildcard or what no branch has.
    """
    return _whole("branch", branch, _REF_NAME, "a branch by its exact name, as in main; no wildcard")


def environment_name(environment: str) -> str:
    """An environment of a repository, by its exact name.

    Raises:
        ValueError: It is empty, or holds a wildcard, a colon (which subjects encode) or white space.
    """
    return _whole(
        "environment", environment, _ENVIRONMENT, "1 to 100 letters, digits, dots, hyphens and underscores; no wildcard"
    )


def workflow_file(name: str) -> str:
    """A file below ``.github/workflows``.

    Raises:
        ValueError: It is no such name.
    """
    return _whole("workflow", name, _WORKFLOW, "a file of .github/workflows, as in main.yml")


def workflow_ref(repository: Repository, file: str, branch: str) -> str:
    """What the claim ``job_workflow_ref`` says of a job in that file, on that branch."""
    return f"{repository.full_name}/.github/workflows/{workflow_file(file)}@refs/heads/{branch_name(branch)}"


def _whole(argument: str, value: str, pattern: re.Pattern[str], accepted: str) -> str:
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        refuse(argument, value, accepted)
    return value
