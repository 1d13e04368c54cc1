"""AWS's own training images: which account holds them in each Region, and which versions there are.

Accounts and versions as in sagemaker-python-sdk at commits 26a9d21 (sklearn.json) and 2ef567c (xgboost.json), read on
2026-11-26: https://github.com/aws/sagemaker-python-sdk/tree/master/sagemaker-core/src/sagemaker/core/image_uri_config
The isolated partitions (us-iso-…) are left out: their registries have other domains.

These images have no skl2onnx or onnxmltools, which `lambdas/training` needs to export a model, and a job in network
isolation cannot fetch them. So they are what `lambdas/training/Dockerfile` may build on, or what other code trains in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ACCOUNTS: Final[Mapping[str, str]] = {
    "af-south-1": "510948584623",
    "ap-east-1": "651117190479",
    "ap-northeast-1": "354813040037",
    "ap-northeast-2": "366743142698",
    "ap-northeast-3": "867004704886",
    "ap-south-1": "720646828776",
    "ap-south-2": "628508329040",
    "ap-southeast-1": "121021644041",
    "ap-southeast-2": "783357654285",
    "ap-southeast-3": "951798379941",
    "ap-southeast-4": "106583098589",
    "ca-central-1": "341280168497",
    "ca-west-1": "190319476487",
    "cn-north-1": "450853457545",
    "cn-northwest-1": "451049120500",
    "eu-central-1": "492215442770",
    "eu-central-2": "680994064768",
    "eu-north-1": "662702820516",
    "eu-south-1": "978288397137",
    "eu-south-2": "104374241257",
    "eu-west-1": "141502667606",
    "eu-west-2": "764974769150",
    "eu-west-3": "659782779980",
    "il-central-1": "898809789911",
    "me-central-1": "272398656194",
    "me-south-1": "801668240914",
    "sa-east-1": "737474898029",
    "us-east-1": "683313688378",
    "us-east-2": "257758044811",
    "us-gov-east-1": "237065988967",
    "us-gov-west-1": "414596584902",
    "us-west-1": "746614075791",
    "us-west-2": "246618743249",
}
"""Account of the registry, the same for both frameworks. `382416733822` and the like hold the first generation of
XGBoost (`xgboost:1`, `:latest`), which is frozen at 0.72."""


@dataclass(frozen=True)
class _Repository:
    """A framework's repository, and the tag of each version."""

    name: str
    tags: Mapping[str, str]


_REPOSITORIES: Final[Mapping[str, _Repository]] = {
    "sklearn": _Repository(
        "sagemaker-scikit-learn",
        {"1.2-1": "1.2-1-cpu-py3", "1.4-2-py312": "1.4-2-py312-cpu-py3"},
    ),
    "xgboost": _Repository("sagemaker-xgboost", {"1.7-1": "1.7-1", "3.0-5": "3.0-5", "3.2-0": "3.2-0"}),
}

FIRST_GENERATION: Final = frozenset({"382416733822", "811284229777", "433757028032"})
"""Accounts of images that AWS no longer updates."""

MANAGED_REPOSITORIES: Final = frozenset({"xgboost", *(repository.name for repository in _REPOSITORIES.values())})


def managed_image(framework: str, version: str, region: str) -> str:
    """URI of one of AWS's training images.

    Args:
        framework: `sklearn` or `xgboost`.
        version: Such as `1.2-1`: the framework's and, behind the hyphen, the container's.
        region: Where the job runs; the image must be of the same Region.

    Raises:
        ValueError: A framework, version or Region that is not listed. `latest` is none: it is another image tomorrow.
    """
    repository = _REPOSITORIES.get(framework)
    if repository is None:
        raise ValueError(f"framework is {framework!r}; accepted: {', '.join(_REPOSITORIES)}")
    tag = repository.tags.get(version)
    if tag is None:
        hint = ": a fixed version, because latest is another image tomorrow" if version == "latest" else ""
        raise ValueError(f"version is {version!r}; accepted for {framework}: {', '.join(repository.tags)}{hint}")
    account = ACCOUNTS.get(region)
    if account is None:
        raise ValueError(f"region is {region!r}, for which no registry is known; accepted: {', '.join(ACCOUNTS)}")
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"{account}.dkr.ecr.{region}.{domain}/{repository.name}:{tag}"


def is_managed(image_uri: str) -> bool:
    """Whether an image is one of AWS's own for training, of any Region, version or generation."""
    account, _, path = image_uri.partition(".dkr.ecr.")
    repository = path.partition("/")[2].partition("@")[0].partition(":")[0]
    return account in {*ACCOUNTS.values(), *FIRST_GENERATION} and repository in MANAGED_REPOSITORIES
