"""The pack as a process under the engine's own protocol: findings, levels, settings, unknown values, secrets."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from guardrails.catalog import load
from guardrails.rule import Level
from pulumi.runtime.proto import analyzer_pb2

from tests.policies import analyzer
from tests.policies.analyzer import EMPTY, PACK, UNKNOWN_TEXT, asset, request, running, secret, urn
from tests.policies.cases.case import allow

FUNCTION = "aws:lambda/function:Function"
ROLE = "aws:iam/role:Role"
QUEUE = "aws:sqs/queue:Queue"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
GOOD_FUNCTION = {
    "__defaults": [],
    "code": asset("build/a.zip"),
    "timeout": 30,
    "memorySize": 512,
    "runtime": "python3.13",
    "handler": "app.handler",
    "tracingConfig": {"__defaults": [], "mode": "Active"},
}


@pytest.fixture(scope="module")
def pack() -> Iterator[Any]:
    """The pack as the engine starts it."""
    with running() as stub:
        yield stub


@contextmanager
def configured(pack: Any, policies: dict[str, dict[str, Any]]) -> Iterator[None]:
    """The pack under a configuration, as the engine sends it: with every policy's level filled in."""
    sent = analyzer_pb2.ConfigureAnalyzerRequest()
    for policy in pack.GetAnalyzerInfo(EMPTY).policies:
        given = dict(policies.get(policy.name, {}))
        sent.policyConfig[policy.name].enforcementLevel = given.pop("enforcementLevel", policy.enforcementLevel)
        sent.policyConfig[policy.name].properties.update(given)
    pack.Configure(sent)
    try:
        yield
    finally:
        pack.Configure(analyzer_pb2.ConfigureAnalyzerRequest())


def findings(response: Any) -> dict[str, list[str]]:
    """What stops a deployment, by policy."""
    found: dict[str, list[str]] = {}
    for diagnostic in response.diagnostics:
        if diagnostic.enforcementLevel == analyzer_pb2.MANDATORY:
            found.setdefault(diagnostic.policyName, []).append(diagnostic.message.partition("\n")[2])
    return found


def reasons(response: Any) -> dict[str, str]:
    return {skipped.policy_name: skipped.reason for skipped in response.not_applicable}


def test_the_pack_describes_each_rule_as_a_policy_of_its_own(pack: Any) -> None:
    info = pack.GetAnalyzerInfo(EMPTY)
    described = {policy.name: policy for policy in info.policies}
    assert info.name == "inference-guardrails"
    assert info.supportsConfig
    assert described.pop("guardrails").enforcementLevel == analyzer_pb2.ADVISORY
    assert described.pop("guardrails-expired-exemptions").enforcementLevel == analyzer_pb2.MANDATORY
    for rule in load().entries:
        policy = described.pop(rule.id)
        assert policy.description == rule.summary
        assert policy.enforcementLevel == analyzer_pb2.EnforcementLevel.Value(rule.level.value.upper())
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
    bad = {**GOOD_FUNCTION, "timeout": 901, "memorySize": 64, "ephemeralStorage": {"size": 128}}
    found = findings(pack.Analyze(request(FUNCTION, bad)))
    assert set(found) == {"lambda-function-timeout", "lambda-function-memory", "lambda-function-ephemeral-storage"}
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
    for token in ("pulumi:providers:aws", "shop:index:Platform", "aws:chime/voiceConnector:VoiceConnector"):
        response = pack.Analyze(request(token, {"anything": [{"deep": secret(1)}]}))
        assert findings(response) == {}
        asked = [rule for rule in load().rules if rule.level is not Level.DISABLED]
        assert len(response.not_applicable) == len(asked)


def test_levels_and_settings_come_from_the_organisations_configuration(pack: Any) -> None:
    bad = {**GOOD_FUNCTION, "timeout": 301, "memorySize": 64}
    given = {
        "lambda-function-memory": {"enforcementLevel": analyzer_pb2.DISABLED},
        "lambda-function-timeout": {"enforcementLevel": analyzer_pb2.ADVISORY, "maxSeconds": 300},
    }
    with configured(pack, given):
        said = {one.policyName: one for one in pack.Analyze(request(FUNCTION, bad)).diagnostics}
        assert "lambda-function-memory" not in said
        assert said["lambda-function-timeout"].enforcementLevel == analyzer_pb2.ADVISORY
        assert "outside 1 to 300 s" in said["lambda-function-timeout"].message
    assert set(findings(pack.Analyze(request(FUNCTION, bad)))) == {"lambda-function-memory"}


def test_levels_of_a_family_follow_the_stack_s_environment(pack: Any) -> None:
    bad = {**GOOD_FUNCTION, "timeout": 901}
    shared = {"environments": {"lab": ["test"]}, "environmentLevels": {"lab": {"lambda-limits": "advisory"}}}
    with configured(pack, {"guardrails": shared}):
        assert not findings(pack.Analyze(request(FUNCTION, bad)))
    shared["environments"] = {"lab": ["other"]}
    with configured(pack, {"guardrails": shared}):
        assert set(findings(pack.Analyze(request(FUNCTION, bad)))) == {"lambda-function-timeout"}


def test_the_engine_s_word_on_the_stack_counts(pack: Any) -> None:
    bad = {**GOOD_FUNCTION, "timeout": 901}
    with configured(pack, {"guardrails": {"environmentLevels": {"dev": {"*": "advisory"}}}}):
        assert findings(pack.Analyze(request(FUNCTION, bad)))
        pack.ConfigureStack(analyzer_pb2.AnalyzerStackConfigureRequest(stack="dev-anna", project="shop"))
        assert not findings(pack.Analyze(request(FUNCTION, bad)))
        pack.ConfigureStack(analyzer_pb2.AnalyzerStackConfigureRequest(stack="test", project="project"))


def exemption(**changed: str) -> dict[str, str]:
    return {
        "rule": "lambda-function-timeout",
        "urn": urn(FUNCTION, "slow"),
        "owner": "shop-team",
        "reason": "Moves to a state machine in January.",
        "expires": "2999-01-31",
        **changed,
    }


def stack_of(*resources: Any) -> Any:
    return analyzer_pb2.AnalyzeStackRequest(resources=list(resources))


def test_what_is_exempt_is_not_reported_and_says_by_whom(pack: Any) -> None:
    bad = {**GOOD_FUNCTION, "timeout": 901}
    with configured(pack, {"guardrails": {"exemptions": [exemption()]}}):
        response = pack.Analyze(request(FUNCTION, bad, "slow"))
        assert not findings(response)
        assert reasons(response)["lambda-function-timeout"].startswith("exempt until 2999-01-31 by shop-team: Moves")
        assert findings(pack.Analyze(request(FUNCTION, bad, "other")))
        assert not pack.AnalyzeStack(stack_of()).diagnostics


def test_exemptions_that_cover_nothing_or_are_over_are_told_with_the_stack(pack: Any) -> None:
    given = [exemption(), exemption(urn=urn(FUNCTION, "old"), expires="2020-01-01")]
    with configured(pack, {"guardrails": {"exemptions": given}}):
        assert findings(pack.Analyze(request(FUNCTION, {**GOOD_FUNCTION, "timeout": 901}, "old")))
        told = {one.policyName: one for one in pack.AnalyzeStack(stack_of()).diagnostics}
    assert told["guardrails"].enforcementLevel == analyzer_pb2.ADVISORY
    assert "covers no violation; remove it" in told["guardrails"].message
    assert told["guardrails-expired-exemptions"].enforcementLevel == analyzer_pb2.MANDATORY
    assert "expired on 2020-01-01" in told["guardrails-expired-exemptions"].message


def test_a_mistake_in_the_configuration_is_refused_with_its_key(pack: Any) -> None:
    wrong = {"guardrails": {"levels": {"lambda": "advisory"}, "exemptions": [exemption(reason="because")]}}
    with pytest.raises(grpc.RpcError) as caught, configured(pack, wrong):
        raise AssertionError("it was accepted")
    text = str(caught.value)
    assert "guardrails.levels.lambda = 'advisory' is not accepted" in text
    assert "guardrails.exemptions[0].reason = 'because' is not accepted" in text


def test_the_region_of_the_provider_and_the_protection_reach_the_rules(tmp_path: Path) -> None:
    copy = tmp_path / "policies"
    shutil.copytree(PACK, copy, ignore=shutil.ignore_patterns("__pycache__"))
    told = copy / "guardrails" / "rules" / "lambda_function_memory.py"
    text = told.read_text(encoding="utf-8")
    seen = 'f"is seen in {resource.region} of {resource.environment}, protected: {resource.protect}"'
    told.write_text(
        text.replace('    memory = resource["memorySize"]\n', f'    yield violation("it", {seen})\n    return\n'),
        encoding="utf-8",
    )
    asked = request(FUNCTION, GOOD_FUNCTION)
    asked.options.protect = True
    with running(copy) as stub:
        (line,) = findings(stub.Analyze(asked))["lambda-function-memory"]
        asked.provider.properties.update({"region": UNKNOWN_TEXT})
        (unknown,) = findings(stub.Analyze(asked))["lambda-function-memory"]
    assert "it is seen in us-east-1 of test, protected: True" in line
    assert "it is seen in  of test" in unknown


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


def test_nothing_is_repaired_that_nobody_asked_for(pack: Any) -> None:
    assert not pack.Remediate(request(QUEUE, {"name": "q"})).remediations


def test_a_repair_sets_what_is_wrong_and_leaves_the_rest_as_it_travels(pack: Any) -> None:
    sent = {"__defaults": [], "name": UNKNOWN_TEXT, "policy": secret("{}"), "sqsManagedSseEnabled": False}
    with configured(pack, {"sqs-queue-encryption": {"enforcementLevel": analyzer_pb2.REMEDIATE}}):
        asked = request(QUEUE, sent)
        (made,) = pack.Remediate(asked).remediations
        assert (made.policyName, made.policyPackName) == ("sqs-queue-encryption", "inference-guardrails")
        expected = request(QUEUE, {**sent, "sqsManagedSseEnabled": True}).properties
        assert made.properties == expected
        asked.properties.CopyFrom(made.properties)
        assert not pack.Remediate(asked).remediations
        assert "sqs-queue-encryption" not in findings(pack.Analyze(asked))


def test_what_is_exempt_is_not_repaired(pack: Any) -> None:
    given = {
        "sqs-queue-encryption": {"enforcementLevel": analyzer_pb2.REMEDIATE},
        "guardrails": {"exemptions": [exemption(rule="sqs-queue-encryption", urn=urn(QUEUE, "thing"))]},
    }
    with configured(pack, given):
        assert not pack.Remediate(request(QUEUE, {"sqsManagedSseEnabled": False})).remediations


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


RESILIENCE = "inference-platform:resilience:Resilience"
RECOVERY = {"tier": 1, "rtoSeconds": 240, "rpoSeconds": 0}


def test_a_component_that_declares_a_tier_it_does_not_meet_stops_the_deployment(pack: Any) -> None:
    assert findings(pack.Analyze(request(RESILIENCE, RECOVERY))) == {}
    (late,) = findings(pack.Analyze(request(RESILIENCE, {**RECOVERY, "rtoSeconds": 301})))["resilience-tier-met"]
    assert "rtoSeconds is 301, but tier 1 allows at most 300 s" in late


def test_an_organisation_may_allow_a_tier_less_time(pack: Any) -> None:
    with configured(pack, {"resilience-tier-met": {"rtoSecondsTier1": 200}}):
        (late,) = findings(pack.Analyze(request(RESILIENCE, RECOVERY)))["resilience-tier-met"]
    assert "rtoSeconds is 240, but tier 1 allows at most 200 s" in late


def test_a_name_that_fails_over_too_slowly_stops_the_deployment(pack: Any) -> None:
    record, check, table = (
        "aws:route53/record:Record",
        "aws:route53/healthCheck:HealthCheck",
        "aws:dynamodb/table:Table",
    )
    key = "arn:aws:kms:us-east-2:123456789012:key/mrk-1"
    replica = {"regionName": "us-east-2", "pointInTimeRecovery": True, "kmsKeyArn": key}
    primary = {"ttl": 271, "failoverRoutingPolicies": [{"type": "PRIMARY"}], "healthCheckId": "id-1"}
    sent = analyzer_pb2.AnalyzeStackRequest(
        resources=[
            analyzer.resource(RESILIENCE, {"tier": 1}, "dr"),
            analyzer.resource(record, primary, "front"),
            analyzer.resource(
                check, {"id": "id-1", "type": "HTTPS", "requestInterval": 10, "failureThreshold": 3}, "check"
            ),
            analyzer.resource(table, {"hashKey": "id", "replicas": [replica]}, "tokens"),
        ]
    )
    (slow,) = findings(pack.AnalyzeStack(sent))["resilience-tier-resources"]
    assert "ttl is 271 after 30 s of its health check, more than the 300 s of the tier" in slow


HARD_OF_HEARING = """
import signal, sys, time
heard = []
def hear(*_):
    heard.append(1)
    if len(heard) == int(sys.argv[1]):
        sys.exit(7)
signal.signal(signal.SIGTERM, hear)
print(flush=True)
while True:
    time.sleep(60)
"""


@pytest.mark.parametrize(("needed", "patience_s", "code"), [(2, 1.0, 7), (99, 0.01, -9)])
def test_a_pack_that_misses_a_signal_ends_all_the_same(needed: int, patience_s: float, code: int) -> None:
    command = [sys.executable, "-S", "-c", HARD_OF_HEARING, str(needed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        analyzer.end(process, patience_s)
    assert process.returncode == code
