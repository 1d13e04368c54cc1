"""Every limit that the rules know is the one of the service model that botocore ships, so that none can rot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from botocore.loaders import Loader
from guardrails.aws.service_model import Choice, Limit, Range, Text
from guardrails.rules.sagemaker_notebook_platform import UNSUPPORTED
from guardrails.rules.sagemaker_serverless_memory import SIZES

from tests.policies.mutate.world import load

WORLD = load()


@cache
def model(service: str) -> Mapping[str, Any]:
    shapes: Mapping[str, Any] = Loader().load_service_model(service, "service-2")["shapes"]
    return shapes


def shape_of(limit: Limit) -> Mapping[str, Any]:
    """A shape, or the member of a structure that has limits of its own."""
    name, _, member = limit.shape.partition(".")
    shape: Mapping[str, Any] = model(limit.service)[name]
    if member:
        shape = {**model(limit.service)[shape["members"][member]["shape"]], **shape["members"][member]}
    return shape


def limits_in(value: object) -> Iterator[Limit]:
    if isinstance(value, Range | Choice | Text):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from limits_in(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from limits_in(inner)


def every_limit() -> list[Limit]:
    """Those of every module of the pack, each once."""
    found = {
        limit: None
        for name in WORLD.sources
        for value in vars(WORLD.module(name)).values()
        for limit in limits_in(value)
    }
    return list(found)


@pytest.mark.parametrize("limit", every_limit(), ids=lambda one: f"{one.service}-{one.shape}")
def test_a_limit_is_the_one_of_the_service_model(limit: Limit) -> None:
    shape = shape_of(limit)
    if isinstance(limit, Choice):
        assert sorted(limit.values) == sorted(shape["enum"])
        return
    assert isinstance(limit, Range | Text)
    assert (limit.least, limit.most) == (shape.get("min", 0), shape.get("max"))
    if isinstance(limit, Text):
        assert limit.pattern == shape.get("pattern", "")


def test_the_limits_are_found() -> None:
    assert len(every_limit()) >= 12


def test_a_limit_that_has_rotted_is_noticed() -> None:
    with pytest.raises(AssertionError):
        test_a_limit_is_the_one_of_the_service_model(Range("sagemaker", "MaxConcurrentInvocationsPerInstance", 1, 999))
    with pytest.raises(AssertionError):
        test_a_limit_is_the_one_of_the_service_model(Choice("sagemaker", "EndpointStatus", ("InService",)))


def test_serverless_memory_spans_the_range_of_the_service_model() -> None:
    shape = model("sagemaker")["ServerlessMemorySizeInMB"]
    assert (min(SIZES), max(SIZES)) == (shape["min"], shape["max"])


def test_each_platform_of_notebooks_is_known_to_the_service_model() -> None:
    known = set(re.sub(r"[()^$]", "", model("sagemaker")["PlatformIdentifier"]["pattern"]).split("|"))
    assert known > UNSUPPORTED
