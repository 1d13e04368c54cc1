"""Contract with the program: every type, property and function that it uses is supported."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import pulumi
import pytest

from sandbox.provider import functions, registry
from sandbox.provider.assets import Archive, Asset
from sandbox.provider.check import NameRequest
from sandbox.provider.config import ProviderConfig, check_config
from sandbox.provider.lifecycle import Lifecycle, Subject
from sandbox.provider.session import AwsSession
from sandbox.provider.values import UNKNOWN
from tests.components.support.harness import holds_made_arn
from tests.components.support.project import CHECKOUT, make_project
from tests.program.test_program import STACKS, config_of, run

PROVIDER = "pulumi:providers:aws"


@pytest.mark.parametrize("stack", STACKS)
def test_every_resource_of_each_stack_passes_check(stack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path)
    monkeypatch.chdir(project)
    recorded = run(stack, project, config_of(stack))
    provider = Lifecycle(AwsSession(ProviderConfig(region="us-east-1", access_key="x", secret_key="x")))
    problems = []
    for resource in recorded.custom():
        news = {name: _plain(value) for name, value in resource.inputs.items() if value is not None}
        naming = NameRequest(resource.name, b"seed")
        if resource.type == PROVIDER:
            failures = check_config(news)
        else:
            _, failures = provider.check(Subject(resource.type, resource.name), {}, news, naming)
        problems += [f"{resource.type} {resource.name}: {failure}" for failure in failures]
    assert len(list(recorded.custom())) > 50
    assert problems == []


def _plain(value: Any) -> Any:
    """What the engine would send in a preview: what comes from another resource is unknown; files are ours."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and (holds_made_arn(value) or value.endswith("-0a1b2c3-id")):
        return UNKNOWN
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return _file(value)


def _file(value: Any) -> Any:
    match value:
        case pulumi.AssetArchive():
            return Archive(assets={name: _file(item) for name, item in value.assets.items()})
        case pulumi.FileArchive():
            return Archive(path=value.path)
        case pulumi.FileAsset():
            return Asset(path=str(value.path))
        case pulumi.StringAsset():
            return Asset(text=value.text)
    return value


def _used() -> tuple[set[str], set[str]]:
    """The classes and functions of `pulumi_aws` that the sources name, as ("kms.Key", …) and ("get_region", …)."""
    classes, calls = set(), set()
    for path in sorted((CHECKOUT / "components").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                name = ast.unparse(node)
                if name.startswith("aws.get_") and name.replace("_", "").replace(".", "").isalnum():
                    calls.add(name.split(".")[1])
                elif name.startswith("aws.") and name.count(".") == 2 and "(" not in name:
                    classes.add(name.removeprefix("aws."))
    return classes, calls


NOT_PLAYED = {"aws:route53/record:Record"}
"""Made only with a hosted zone of one's own, which the sandbox has not."""


def test_every_type_in_the_sources_is_supported() -> None:
    classes, _ = _used()
    tokens = set()
    for name in classes:
        module, _, attribute = name.partition(".")
        found = getattr(importlib.import_module(f"pulumi_aws.{module}"), attribute)
        if isinstance(found, type) and issubclass(found, pulumi.CustomResource):
            tokens.add(found.pulumi_type)  # type: ignore[attr-defined]  # set by the package's decorator
    assert len(tokens) > 25
    assert tokens - NOT_PLAYED <= set(registry.tokens())


def test_every_function_in_the_sources_is_supported() -> None:
    _, calls = _used()
    supported = {token.rsplit(":", 1)[-1].lower() for token in functions.supported()}
    assert {name.removesuffix("_output").replace("_", "") for name in calls} <= supported
