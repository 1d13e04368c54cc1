"""Which endpoint an action leads through; and that what is taken for granted of clients and services is so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.foundation.reach import (
    GATEWAYS,
    INDIRECT,
    INTERFACES,
    INVOCATIONS,
    Callers,
    ReachError,
    interface_services,
    require_reach,
    service_of,
    services_of,
)
from components.sources import function_sources
from tests.components.support.project import CHECKOUT
from tests.lambdas.test_clients_contract import MODULES, called

SERVICES = {*GATEWAYS, *INTERFACES.values(), *INVOCATIONS.values()}
ACTIONS = ["kms:Sign", "kms:Verify", "kms:Decrypt", "s3:GetObject", "tag:GetResources", "states:DescribeExecution"]


@pytest.mark.parametrize(
    ("action", "service"),
    [
        ("sagemaker:InvokeEndpoint", "sagemaker.runtime"),
        ("sagemaker:InvokeEndpointAsync", "sagemaker.runtime"),
        ("sagemaker:CreateTransformJob", "sagemaker.api"),
        ("bedrock:InvokeModel", "bedrock-runtime"),
        ("bedrock:CountTokens", "bedrock-runtime"),
        ("bedrock:GetProvisionedModelThroughput", "bedrock"),
        ("states:SendTaskSuccess", "states"),
        ("cloudwatch:DescribeAlarms", "monitoring"),
        ("application-autoscaling:RegisterScalableTarget", "application-autoscaling"),
        ("tag:GetResources", "tagging"),
        ("sns:Publish", "sns"),
        ("lambda:InvokeFunction", "lambda"),
        ("kms:Sign", "kms"),
        ("kms:Verify", "kms"),
        ("kms:Decrypt", None),
        ("kms:GenerateDataKey", None),
        ("kms:CreateGrant", None),
        ("application-autoscaling:DeregisterScalableTarget", None),
        ("iam:PassRole", None),
        ("s3:GetObject", None),
        ("dynamodb:Query", None),
    ],
)
def test_an_action_leads_through_the_endpoint_of_its_service(action: str, service: str | None) -> None:
    assert service_of(action) == service


@pytest.mark.parametrize("action", ["sqs:SendMessage", "iam:GetRole", "nonsense", ""])
def test_an_action_of_which_nothing_is_known_is_refused_with_where_to_add_it(action: str) -> None:
    with pytest.raises(ReachError, match=r"Add .* to INTERFACES in components/foundation/reach\.py"):
        service_of(action)


@given(st.lists(st.sampled_from(ACTIONS)), st.lists(st.sampled_from(ACTIONS)))
def test_more_actions_need_no_fewer_services_and_order_does_not_matter(some: list[str], more: list[str]) -> None:
    assert set(services_of(some)) <= set(services_of(some + more))
    assert services_of(some + more) == services_of(more + some + some)
    require_reach("f", some, services_of(some + more))


def test_a_function_that_could_not_reach_what_it_may_call_is_refused() -> None:
    with pytest.raises(ReachError, match=r"function 'f' .* may call kms, states, to which the network does not lead"):
        require_reach("f", ["kms:Sign", "s3:GetObject", "states:DescribeExecution"], ["sns"])


def test_an_idle_client_needs_no_endpoint() -> None:
    assert interface_services(CHECKOUT, [Callers(("predict_http",), ("package_verifier", "workers"))]) == ()
    assert interface_services(CHECKOUT, [Callers(("predict_http",))]) == ("kms", "lambda")
    assert interface_services(CHECKOUT, []) == ()


def test_every_action_of_every_function_is_known() -> None:
    packages = [path.parent.name for path in (CHECKOUT / "lambdas").glob("*/handler.py")]
    assert len(packages) > 15
    declared = {
        action
        for package in packages
        for kinds in function_sources(CHECKOUT, package).actions.values()
        for actions in kinds.values()
        for action in actions
    }
    assert {service_of(action) for action in declared} - {None} == SERVICES - set(GATEWAYS), "none is left over"
    assert declared >= INDIRECT, "what no function needs any more is taken out"


@pytest.mark.parametrize("action", sorted(INDIRECT))
def test_no_client_calls_what_is_taken_for_indirect(action: str) -> None:
    """A client with a method for it would need an endpoint: then the action is indirect no more."""
    method = re.sub(r"(?<!^)(?=[A-Z])", "_", action.partition(":")[2]).lower()
    assert [module.stem for module in MODULES if method in called(module)] == []


def clients_made(path: Path) -> Iterator[str]:
    """Services of the clients that a module makes: `sdk.client("s3")`, `LaterClient("kms")`, or those of a table."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "_SERVICES":
            yield from (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in {"client", "_client", "LaterClient"} and isinstance(node.args[0].value, str):
            yield node.args[0].value


def test_each_host_that_functions_call_is_one_that_an_endpoint_answers_for() -> None:
    """Private DNS of an endpoint answers for the service's own host, whose labels are its name's, turned round."""
    made = {
        service
        for path in (CHECKOUT / "lambdas").rglob("*.py")
        if "serving" not in path.parts
        for service in clients_made(path)
    }
    assert {"s3", "kms", "lambda", "sagemaker-runtime", "resourcegroupstaggingapi"} <= made
    session = boto3.Session(region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")
    hosts = {urlsplit(session.client(service).meta.endpoint_url).hostname or "" for service in made}
    names = {".".join(reversed(host.partition(".eu-west-1.")[0].split("."))) for host in hosts}
    assert names == SERVICES
