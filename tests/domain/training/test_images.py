"""AWS's training images: an account of the Region, a fixed version, or a clear error."""

from __future__ import annotations

import re

import pytest

from domain.training.images import ACCOUNTS, FIRST_GENERATION, is_managed, managed_image


@pytest.mark.parametrize(
    ("framework", "version", "region", "uri"),
    [
        (
            "sklearn",
            "1.2-1",
            "us-east-1",
            "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3",
        ),
        ("xgboost", "1.7-1", "eu-west-1", "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"),
        ("xgboost", "3.2-0", "cn-north-1", "450853457545.dkr.ecr.cn-north-1.amazonaws.com.cn/sagemaker-xgboost:3.2-0"),
    ],
)
def test_an_image_is_of_the_account_of_its_region(framework: str, version: str, region: str, uri: str) -> None:
    assert managed_image(framework, version, region) == uri


@pytest.mark.parametrize(
    ("framework", "version", "region", "said"),
    [
        ("pytorch", "2.1", "us-east-1", "framework is 'pytorch'; accepted: sklearn, xgboost"),
        (
            "xgboost",
            "latest",
            "us-east-1",
            "version is 'latest'; accepted for xgboost: 1.7-1, .*another image tomorrow",
        ),
        ("xgboost", "1", "us-east-1", "version is '1'"),
        ("sklearn", "1.9", "us-east-1", "version is '1.9'; accepted for sklearn: 1.2-1, 1.4-2-py312"),
        ("sklearn", "1.2-1", "mars-1", "region is 'mars-1', for which no registry is known; accepted: af-south-1"),
        ("sklearn", "1.2-1", "", "region is ''"),
    ],
)
def test_what_is_not_listed_is_refused(framework: str, version: str, region: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        managed_image(framework, version, region)


def test_no_account_is_that_of_the_first_generation() -> None:
    assert all(re.fullmatch(r"\d{12}", account) for account in ACCOUNTS.values())
    assert len(set(ACCOUNTS.values())) == len(ACCOUNTS)
    assert not FIRST_GENERATION & set(ACCOUNTS.values())


@pytest.mark.parametrize(
    ("image", "managed"),
    [
        (managed_image("sklearn", "1.4-2-py312", "eu-west-1"), True),
        (managed_image("xgboost", "3.2-0", "cn-north-1"), True),
        (managed_image("sklearn", "1.2-1", "us-east-1").partition(":")[0] + "@sha256:" + "0" * 64, True),
        ("382416733822.dkr.ecr.us-east-1.amazonaws.com/xgboost:1", True),
        ("123456789012.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0", False),
        (f"{ACCOUNTS['eu-west-1']}.dkr.ecr.eu-west-1.amazonaws.com/own/training:1.0", False),
    ],
)
def test_an_image_of_aws_is_known_by_account_and_repository(image: str, managed: bool) -> None:
    assert is_managed(image) is managed
