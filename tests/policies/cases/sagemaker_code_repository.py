"""Fixtures of sagemaker-code-repository."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

SOUND = "https://github.com/team/code.git"
PLAIN = "http://github.com/team/code.git"
SECRET = "https://me:secret@github.com/team/code.git"


def repository(url: object) -> Case:
    return aws("sagemaker/codeRepository", codeRepositoryName="c", gitConfig={"repositoryUrl": url})


def notebook(url: object) -> Case:
    return aws("sagemaker/notebookInstance", defaultCodeRepository=url)


def more(url: object) -> Case:
    return aws("sagemaker/notebookInstance", additionalCodeRepositories=["named", url])


def domain(url: object, app: str = "jupyterLabAppSettings") -> Case:
    return aws("sagemaker/domain", defaultUserSettings={app: {"codeRepositories": [{"repositoryUrl": url}]}})


WHERE = "gitConfig.repositoryUrl"
IN_CLEAR = "does not start with https://"
LEAK = "holds a user or a password;"
OLD = "jupyterServerAppSettings"
CASES = Cases(
    passes=[
        *[make(SOUND) for make in (repository, notebook, more, domain)],
        domain(SOUND, OLD),
        repository("https://github.com/team/a@b.git"),
        notebook("named"),
    ],
    fails=[
        repository(PLAIN).but((f"{WHERE} {IN_CLEAR}",)),
        repository(SECRET).but((f"{WHERE} {LEAK}",)),
        repository("https://token@github.com/team/code.git").but((f"{WHERE} {LEAK}",)),
        repository("http://token@github.com/team/code.git").but((f"{WHERE} {LEAK}",)),
        notebook(PLAIN).but((f"defaultCodeRepository {IN_CLEAR}",)),
        more(SECRET).but((f"additionalCodeRepositories[1] {LEAK}",)),
        domain(SECRET).but((f"defaultUserSettings.jupyterLabAppSettings.codeRepositories[0].repositoryUrl {LEAK}",)),
        domain(SECRET, OLD).but((f"defaultUserSettings.{OLD}.codeRepositories[0].repositoryUrl {LEAK}",)),
    ],
    not_applicable=[aws("sagemaker/notebookInstance", roleArn=U), aws("sagemaker/domain", domainName="d")],
    unknown=[repository(U), notebook(U)],
)
