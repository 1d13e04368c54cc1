"""Fixtures of sagemaker-code-repository."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def repository(url: object) -> Case:
    return aws("sagemaker/codeRepository", codeRepositoryName="c", gitConfig={"repositoryUrl": url})


WHERE = "gitConfig.repositoryUrl"
CASES = Cases(
    passes=[repository("https://github.com/team/code.git"), repository("https://github.com/team/a@b.git")],
    fails=[
        repository("http://github.com/team/code.git").but((f"{WHERE} does not start with https://",)),
        repository("https://me:secret@github.com/team/code.git").but((f"{WHERE} holds a user or a password;",)),
        repository("https://token@github.com/team/code.git").but((f"{WHERE} holds a user or a password;",)),
    ],
    not_applicable=[],
    unknown=[repository(U)],
    always_applicable=True,
)
