"""The functions of the package."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.provider import functions
from sandbox.provider.errors import ProviderError
from sandbox.provider.policy_document import policy_document
from sandbox.provider.session import AwsSession


def invoke(session: AwsSession, name: str, args: dict[str, Any] | None = None) -> dict[str, Any]:
    answer, failures = functions.invoke(session, f"aws:index/{name}:{name}", args or {})
    assert failures == []
    return answer


def test_who_and_where_we_are(session: AwsSession) -> None:
    assert invoke(session, "getCallerIdentity")["accountId"] == "123456789012"
    assert invoke(session, "getRegion")["region"] == "us-east-1"
    assert invoke(session, "getRegion", {"region": "eu-west-1"})["endpoint"] == "ec2.eu-west-1.amazonaws.com"
    assert invoke(session, "getPartition") == {
        "id": "aws",
        "partition": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    }


def test_zones_are_sorted_and_filtered(session: AwsSession) -> None:
    zones = invoke(session, "getAvailabilityZones", {"state": "available", "excludeNames": ["us-east-1b"]})
    assert zones["names"][:2] == ["us-east-1a", "us-east-1c"]
    assert len(zones["zoneIds"]) == len(zones["names"])


def test_another_function_is_refused(session: AwsSession) -> None:
    with pytest.raises(ProviderError, match=r"aws:ec2/getAmi:getAmi is not supported.*getCallerIdentity"):
        functions.invoke(session, "aws:ec2/getAmi:getAmi", {})


def test_a_policy_document() -> None:
    statement = {
        "sid": "A",
        "actions": ["s3:Put", "s3:Get"],
        "resources": ["*"],
        "principals": [{"type": "Service", "identifiers": ["a"]}, {"type": "AWS", "identifiers": ["c", "b"]}],
        "conditions": [{"test": "StringEquals", "variable": "aws:x", "values": ["y"]}],
    }
    everyone = {"effect": "Deny", "notActions": ["s3:*"], "principals": [{"type": "*", "identifiers": ["*"]}]}
    answer = policy_document({"policyId": "p", "statements": [statement, everyone]})
    assert json.loads(answer["json"]) == json.loads(answer["minifiedJson"])
    assert json.loads(answer["json"]) == {
        "Version": "2012-10-17",
        "Id": "p",
        "Statement": [
            {
                "Sid": "A",
                "Effect": "Allow",
                "Action": ["s3:Get", "s3:Put"],
                "Resource": "*",
                "Principal": {"Service": "a", "AWS": ["b", "c"]},
                "Condition": {"StringEquals": {"aws:x": "y"}},
            },
            {"Effect": "Deny", "NotAction": "s3:*", "Principal": "*"},
        ],
    }


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=5, unique=True))
def test_overriding_documents_replace_by_sid(sids: list[str]) -> None:
    source = json.dumps({"Statement": [{"Sid": sid, "Effect": "Allow"} for sid in sids]})
    override = json.dumps({"Statement": {"Sid": sids[0], "Effect": "Deny"}})
    answer = policy_document({"sourcePolicyDocuments": [source], "overridePolicyDocuments": [override]})
    effects = {item["Sid"]: item["Effect"] for item in json.loads(answer["json"])["Statement"]}
    assert effects == {sid: "Deny" if sid == sids[0] else "Allow" for sid in sids}


def test_bad_source_documents_are_named() -> None:
    twice = json.dumps({"Statement": [{"Sid": "a"}, {"Sid": "a"}]})
    with pytest.raises(ProviderError, match="Sid 'a'"):
        policy_document({"sourcePolicyDocuments": [twice]})
    with pytest.raises(ProviderError, match="is not a policy in JSON: '\\['"):
        policy_document({"sourceJson": "["})


def test_an_oidc_provider_is_looked_up_by_its_url_or_its_arn(session: AwsSession) -> None:
    url = "https://token.actions.githubusercontent.com"
    token = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider"
    with pytest.raises(ProviderError, match=f"no OIDC provider of {url}"):
        functions.invoke(session, token, {"url": url})
    made = session.client("iam").create_open_id_connect_provider(Url=url, ClientIDList=["sts.amazonaws.com"])
    for wanted in ({"url": url}, {"arn": made["OpenIDConnectProviderArn"]}):
        found, _ = functions.invoke(session, token, wanted)
        assert (found["arn"], found["clientIdLists"]) == (made["OpenIDConnectProviderArn"], ["sts.amazonaws.com"])
