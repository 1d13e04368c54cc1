"""Contracts between what is deployed and the functions' code: environment, handler, actions, timeouts, metrics."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from components.prediction_api.functions import RESULTS
from components.prediction_api.packages import FRONT, WORKER
from components.sources import function_sources
from domain.metrics import NAMESPACE, Metric
from domain.prediction.limits import GATEWAY_TIMEOUT_S
from tests.components.prediction_api.support import EVERYTHING, SIGNING_KEY, deployed
from tests.components.support.harness import Recorded, RecordedStack
from tests.components.support.project import CHECKOUT
from tests.components.test_contracts import COMMON, actions_of, package_of, published_by

PACKAGES = (FRONT, WORKER)
RUNTIME = {"OwnLogs", "Traces", "DeadLetters", "DeadLetterKey"}


def function_of(stack: RecordedStack, package: str) -> Recorded:
    return next(one for one in stack.all("aws:lambda/function:Function") if package_of(one) == package)


def environment(stack: RecordedStack, package: str) -> dict[str, str]:
    found: dict[str, str] = function_of(stack, package).inputs["environment"]["variables"]
    return found


def settings_of(package: str) -> Any:
    return importlib.import_module(f"lambdas.{package}.settings")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_function_gets_exactly_the_variables_that_it_reads(everything: RecordedStack, package: str) -> None:
    read, given = set(settings_of(package).VARIABLES), set(environment(everything, package))
    assert read <= given, f"{package} reads {sorted(read - given)}, which nothing sets"
    assert given - COMMON <= read, f"{sorted(given - COMMON - read)} is set for {package}, which never reads it"


EXTREMES: list[dict[str, Any]] = [
    {},
    EVERYTHING,
    {"function": {"memory_mb": 256, "cache_mb": 16, "revalidate_seconds": 0, "max_rows": 1, "timeout_seconds": 3}},
    {"function": {"memory_mb": 10_240, "cache_mb": 5120, "revalidate_seconds": 3600, "max_rows": 100_000}},
    {"asynchronous": {"enabled": True, "max_mb": 1, "retention_hours": 1}},
    {"asynchronous": {"enabled": True, "max_mb": 6, "retention_hours": 720}, "function": {"preload": True}},
]


@pytest.mark.parametrize("given", EXTREMES)
def test_whatever_the_settings_allow_the_functions_accept(project: Path, given: dict[str, Any]) -> None:
    stack = deployed(project, **given)
    for function in stack.all("aws:lambda/function:Function"):
        package = package_of(function)
        assert settings_of(package).Settings.from_env(environment(stack, package)) is not None


@pytest.mark.parametrize("package", PACKAGES)
def test_a_role_holds_exactly_the_actions_that_its_code_declares(everything: RecordedStack, package: str) -> None:
    declared = {
        action
        for kinds in function_sources(CHECKOUT, package).actions.values()
        for actions in kinds.values()
        for action in actions
    }
    name = f"{function_of(everything, package).name}-access"
    statements = everything.only("aws:iam/rolePolicy:RolePolicy", name).json("policy")["Statement"]
    granted = {action for one in statements if one["Sid"] not in RUNTIME for action in actions_of(one)}
    assert granted == declared
    assert all(one["Resource"] != "*" for one in statements if one["Sid"] not in {"Traces"})


@pytest.mark.parametrize("package", PACKAGES)
def test_it_reads_models_and_touches_no_other_object_than_results(everything: RecordedStack, package: str) -> None:
    name = f"{function_of(everything, package).name}-access"
    statements = everything.only("aws:iam/rolePolicy:RolePolicy", name).json("policy")["Statement"]
    objects = {one["Sid"]: one["Resource"] for one in statements if "object" in one["Sid"].lower()}
    assert {resource.rpartition("-id/")[2] for resource in objects.values()} == {"models/*", f"{RESULTS}*"}
    verify = [one for one in statements if "kms:Verify" in actions_of(one)]
    assert [one["Resource"] for one in verify] == [SIGNING_KEY]


def test_the_caller_hears_of_a_timeout_before_the_gateway_gives_up(everything: RecordedStack) -> None:
    assert function_of(everything, FRONT).inputs["timeout"] < GATEWAY_TIMEOUT_S


def test_what_the_worker_cannot_do_is_kept(everything: RecordedStack) -> None:
    assert function_of(everything, WORKER).inputs["deadLetterConfig"]["targetArn"]
    assert "deadLetterConfig" not in function_of(everything, FRONT).inputs, "its callers hear of every error"


def test_every_metric_that_is_watched_is_published_by_the_front(everything: RecordedStack) -> None:
    watched: set[str] = set()
    for one in everything.all("aws:cloudwatch/metricAlarm:MetricAlarm"):
        if one.inputs.get("namespace") == NAMESPACE:
            watched.add(one.inputs["metricName"])
        queries = [query["metric"] for query in one.inputs.get("metricQueries", []) if "metric" in query]
        watched |= {query["metricName"] for query in queries if query["namespace"] == NAMESPACE}
    expected = {Metric.PREDICTION_REQUESTS, Metric.PREDICTION_ERRORS, Metric.PREDICTION_LATENCY}
    assert watched == {metric.value for metric in expected | {Metric.MODEL_LOAD_FAILURES}}
    assert watched <= published_by(FRONT)
