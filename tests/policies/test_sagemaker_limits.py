"""The ranges that the rules know are those of the service model that botocore ships, so that they cannot rot."""

from __future__ import annotations

import pytest
from botocore.loaders import Loader
from guardrails.aws import sagemaker_limits
from guardrails.aws.sagemaker_limits import Range
from guardrails.rules.sagemaker_notebook_platform import UNSUPPORTED
from guardrails.rules.sagemaker_serverless_memory import SIZES

SHAPES = Loader().load_service_model("sagemaker", "service-2")["shapes"]
TABLES = (
    sagemaker_limits.VARIANT,
    sagemaker_limits.CONFIG,
    sagemaker_limits.ENDPOINT,
    sagemaker_limits.NOTEBOOK,
)


@pytest.mark.parametrize("limits", [limits for table in TABLES for limits in table.values()], ids=lambda one: one.shape)
def test_a_range_is_the_one_of_the_service_model(limits: Range) -> None:
    shape = SHAPES[limits.shape]
    assert (limits.least, limits.most) == (shape["min"], shape.get("max"))


def test_serverless_memory_spans_the_range_of_the_service_model() -> None:
    shape = SHAPES["ServerlessMemorySizeInMB"]
    assert (min(SIZES), max(SIZES)) == (shape["min"], shape["max"])


def test_each_platform_of_notebooks_is_known_to_the_service_model() -> None:
    known = set(SHAPES["PlatformIdentifier"]["pattern"].strip("()").split("|"))
    assert known > UNSUPPORTED
