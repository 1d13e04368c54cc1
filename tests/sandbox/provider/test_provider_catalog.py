"""The tables read from the package's sources, against the package itself."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from sandbox.provider import registry
from sandbox.provider.catalog import endpoint_names, nested_spec, provider_spec, type_spec


def args_class(name: str, module: Any) -> Any:
    return getattr(module, f"{name}InitArgs", None) or getattr(module, f"{name}Args")


@pytest.mark.parametrize("token", registry.tokens())
def test_inputs_and_required_ones_are_those_of_the_class(token: str) -> None:
    import importlib

    spec = type_spec(token)
    assert spec is not None
    name = token.rsplit(":", 1)[-1]
    module = importlib.import_module(f"pulumi_aws.{spec.module}")
    parameters = inspect.signature(args_class(name, module).__init__).parameters
    wanted = {key: value.default is inspect.Parameter.empty for key, value in parameters.items() if key != "__self__"}
    translated = {_snake(known.name): known.required for known in spec.inputs.values()}
    assert translated == {key.strip("_").replace("_", ""): required for key, required in wanted.items()}


def _snake(camel: str) -> str:
    return camel.lower()


def test_deprecated_getters_and_keywords_are_read() -> None:
    versioning = type_spec("aws:s3/bucketVersioning:BucketVersioning")
    assert versioning is not None
    assert "expectedBucketOwner" in versioning.inputs
    assert set(nested_spec("s3", "BucketLifecycleConfigurationRuleFilterArgs")) >= {"and", "prefix", "tag"}


def test_what_is_not_there_is_none() -> None:
    assert type_spec("aws:s3/nothing:Nothing") is None
    assert type_spec("aws:nowhere/bucket:Bucket") is None
    assert type_spec("pulumi:providers:aws") is None
    assert nested_spec("s3", "NothingArgs") == {}


def test_the_providers_own_settings() -> None:
    spec = provider_spec()
    assert {"region", "endpoints", "defaultTags", "skipCredentialsValidation"} <= set(spec)
    assert spec["endpoints"].many == "list"
    assert {"s3", "lambda", "sfn"} <= endpoint_names()
