"""The pack as a process under the engine's own protocol: findings, levels, settings, unknown values, secrets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guardrails.catalog import load
from pulumi.runtime.proto import analyzer_pb2

from tests.policies import analyzer
from tests.policies.analyzer import EMPTY, PACK, UNKNOWN_TEXT, asset, request, running, secret, urn
from tests.policies.cases.case import allow

FUNCTION = "aws:lambda/function:Function"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
GOOD_FUNCTION = {
    "__defaults": [],
    "code": asset("build/a.zip"),
    "timeout": 30,
    "memorySize": 512,
    "runtime": "python3.13",
    "tracingConfig": {"__defaults": [], "mode": "Active"},
}


def without_the_wrapper(directory: Path) -> Path:
    """A copy of the pack as it is where the SDK offers no place for the wrapper: everything decoded by the SDK."""
    copy = directory / "policies"
    shutil.copytree(PACK, copy, ignore=shutil.ignore_patterns("__pycache__"))
    main = copy / "__main__.py"
    text = main.read_text(encoding="utf-8")
    assert "install(PACK)\n" in text
    main.write_text(text.replace("install(PACK)\n", ""), encoding="utf-8")
    return copy


@pytest.fixture(scope="module", params=["decoded once", "decoded by the SDK"])
def pack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The pack on the fast and on the slow way; both must find the same."""
    path = PACK if request.param == "decoded once" else without_the_wrapper(tmp_path_factory.mktemp("slow"))
    with running(path) as stub:
        yield stub


def findings(response: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for diagnostic in response.diagnostics:
        assert diagnostic.enforcementLevel == analyzer_pb2.MANDATORY
        found.setdefault(diagnostic.policyName, []).append(diagnostic.message.partition("\n")[2])
    return found


def reasons(response: Any) -> dict[str, str]:
    return {skipped.policy_name: skipped.reason for skipped in response.not_applicable}


def test_the_pack_describes_each_rule_as_a_policy_of_its_own(pack: Any) -> None:
    info = pack.GetAnalyzerInfo(EMPTY)
    described = {policy.name: policy for policy in info.policies}
    assert info.name == "inference-guardrails"
    assert info.supportsConfig
    for rule in load().entries:
        policy = described.pop(rule.id)
        assert policy.description == rule.summary
        assert policy.enforcementLevel == analyzer_pb2.MANDATORY
        assert policy.url == rule.url
        assert list(policy.tags) == [rule.family.value]
        assert set(policy.configSchema.properties) == {setting.name for setting in rule.settings}
        assert not policy.configSchema.required
    assert not described


def test_a_good_function_has_no_finding_and_rules_for_other_types_say_so(pack: Any) -> None:
    response = pack.Analyze(request(FUNCTION, GOOD_FUNCTION))
    assert findings(response) == {}
    skipped = reasons(response)
    assert skipped["lambda-environment-kms"] == "the function has no environment variables"
    assert "iam-role-open-trust" in skipped
    assert not {"lambda-function-timeout", "lambda-function-memory", "lambda-function-tracing"} & set(skipped)
    assert not set(skipped) & {rule.id for rule in load().stack_rules}


def test_each_wrong_property_is_its_own_policys_finding(pack: Any) -> None:
    bad = {**GOOD_FUNCTION, "timeout": 901, "memorySize": 64, "tracingConfig": {"mode": "PassThrough"}}
    found = findings(pack.Analyze(request(FUNCTION, bad)))
    assert set(found) == {"lambda-function-timeout", "lambda-function-memory", "lambda-function-tracing"}
    assert found["lambda-function-timeout"][0].endswith("[lambda-function-timeout]")


def test_a_known_administrator_is_found_beside_unknown_values(pack: Any) -> None:
    response = pack.Analyze(
        request(ROLE, {"managedPolicyArns": [UNKNOWN_TEXT, ADMIN], "assumeRolePolicy": UNKNOWN_TEXT})
    )
    assert set(findings(response)) == {"iam-attachment-broad-policy"}
    assert (
        reasons(response)["iam-role-open-trust"] == "deferred to the update: assumeRolePolicy cannot be known before it"
    )


@pytest.mark.parametrize(
    "sentinel",
    [
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ],
)
def test_every_kind_of_unknown_is_deferred(pack: Any, sentinel: str) -> None:
    response = pack.Analyze(request(FUNCTION, {**GOOD_FUNCTION, "timeout": sentinel, "tracingConfig": sentinel}))
    assert findings(response) == {}
    assert reasons(response)["lambda-function-timeout"].startswith("deferred to the update: timeout ")
    assert reasons(response)["lambda-function-tracing"].startswith("deferred to the update: tracingConfig ")


def test_a_secret_is_checked_and_never_shown(pack: Any) -> None:
    document = secret(json.dumps({**allow("*", "*"), "Id": "hunter2"}))
    response = pack.Analyze(request(ROLE_POLICY, {"role": "r", "policy": document}))
    assert set(findings(response)) == {"iam-policy-admin-statement"}
    assert "hunter2" not in str(response)
    odd = pack.Analyze(request(FUNCTION, {**GOOD_FUNCTION, "timeout": secret(86753), "runtime": secret("python3.8")}))
    assert "lambda-function-timeout" in findings(odd)
    assert "86753" not in str(odd)


def test_a_malformed_document_is_a_finding_of_each_rule_that_needs_it_and_of_no_other(pack: Any) -> None:
    found = findings(pack.Analyze(request(ROLE_POLICY, {"policy": "{oops"})))
    assert "policy is not valid JSON" in found["iam-policy-admin-statement"][0]
    assert found.keys() <= {rule.id for rule in load().by_type[ROLE_POLICY]}


def test_an_unknown_type_and_a_provider_pass_untouched(pack: Any) -> None:
    for token in ("pulumi:providers:aws", "inference-platform:index:Platform", "aws:glue/job:Job"):
        response = pack.Analyze(request(token, {"anything": [{"deep": secret(1)}]}))
        assert findings(response) == {}
        assert len(response.not_applicable) == len(load().rules)


def test_levels_and_settings_come_from_the_organisations_configuration(pack: Any) -> None:
    bad = {**GOOD_FUNCTION, "timeout": 301, "tracingConfig": {"mode": "PassThrough"}}
    configured = analyzer_pb2.ConfigureAnalyzerRequest()
    configured.policyConfig["lambda-function-tracing"].enforcementLevel = analyzer_pb2.DISABLED
    timeout = configured.policyConfig["lambda-function-timeout"]
    timeout.enforcementLevel = analyzer_pb2.ADVISORY
    timeout.properties.update({"maxSeconds": 300})
    try:
        pack.Configure(configured)
        (only,) = pack.Analyze(request(FUNCTION, bad)).diagnostics
        assert (only.policyName, only.enforcementLevel) == ("lambda-function-timeout", analyzer_pb2.ADVISORY)
        assert "outside 1 to 300 s" in only.message
    finally:
        pack.Configure(analyzer_pb2.ConfigureAnalyzerRequest())


def test_a_stack_is_judged_as_a_whole_and_the_finding_names_its_resource(pack: Any) -> None:
    model, config = "aws:sagemaker/model:Model", "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
    stack = analyzer_pb2.AnalyzeStackRequest(
        resources=[
            analyzer.resource(model, {"name": UNKNOWN_TEXT}, "batch"),
            analyzer.resource(model, {"name": UNKNOWN_TEXT}, "serverless"),
            analyzer.resource(
                config,
                {"productionVariants": [{"modelName": UNKNOWN_TEXT, "serverlessConfig": {"memorySizeInMb": 1024}}]},
                "config",
                {"productionVariants": [urn(model, "serverless")]},
            ),
        ]
    )
    response = pack.AnalyzeStack(stack)
    (only,) = response.diagnostics
    assert (only.policyName, only.urn) == ("sagemaker-model-network", urn(model, "batch"))
    assert "s3-bucket-without-public-access-block" in reasons(response)


def test_remediation_leaves_every_resource_as_it_is(pack: Any) -> None:
    assert not pack.Remediate(request(FUNCTION, GOOD_FUNCTION)).remediations


def test_a_rule_that_breaks_is_a_mandatory_finding_and_the_others_still_speak(tmp_path: Path) -> None:
    copy = tmp_path / "policies"
    shutil.copytree(PACK, copy, ignore=shutil.ignore_patterns("__pycache__"))
    broken = copy / "guardrails" / "rules" / "lambda_function_memory.py"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(
        text.replace('    memory = resource["memorySize"]\n', '    memory = {}["hunter2"]\n'), encoding="utf-8"
    )
    with running(copy) as stub:
        found = findings(stub.Analyze(request(FUNCTION, {**GOOD_FUNCTION, "timeout": 901})))
    assert set(found) == {"lambda-function-memory", "lambda-function-timeout"}
    assert "KeyError at lambda_function_memory.py:" in found["lambda-function-memory"][0]
    assert "hunter2" not in found["lambda-function-memory"][0]
