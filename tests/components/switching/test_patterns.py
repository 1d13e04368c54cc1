"""The patterns as the functions get them: read by their own parser, priced by dated facts, granted one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from components.settings.switching import SwitchPatternSettings
from components.switching import SwitchTargets
from components.switching.bedrock import THROUGH, on_demand
from components.switching.costs import hourly, per_request, rates
from components.switching.patterns import SwitchPattern, SwitchPatternsArgs, switch_patterns
from components.switching.utilization import vcpus
from domain.patterns import Pattern
from lambdas.patterns.served import Kind, parse_patterns
from tests.components.support.project import TODAY
from tests.components.switching.support import ACCOUNT, EVERY, MODEL, PLAIN, PROFILE, PROVISIONED, TARGETS, switching

REGION = ACCOUNT.region


def option(pattern: str, **given: Any) -> SwitchPatternSettings:
    return SwitchPatternSettings.model_validate({"pattern": pattern, **given}, strict=False)


def made(patterns: list[dict[str, Any]], rate: Mapping[str, float] | None = None) -> dict[str, SwitchPattern]:
    known = {} if rate is None else rate
    args = SwitchPatternsArgs(
        settings=switching(patterns), targets=TARGETS, account=ACCOUNT, architecture="arm64", rate=known.get
    )
    return {one.entry["pattern"]: one for one in switch_patterns(args)}


def test_the_functions_parser_reads_what_is_written_in_its_order() -> None:
    served = parse_patterns(json.dumps([one.entry for one in made(PLAIN).values()]))
    assert [one.pattern for one in served] == [one["pattern"] for one in PLAIN]
    kinds = {one.pattern: one.kind for one in served}
    assert kinds["bedrock_on_demand"] is kinds["bedrock_provisioned"] is Kind.BEDROCK
    found = {one.pattern: one for one in served}
    assert found["sagemaker_realtime"].content_types == {"image/png", "application/json"}
    assert found["sagemaker_serverless"].max_bytes == 4 * 1024 * 1024
    assert found["bedrock_provisioned"].model == PROVISIONED
    assert found["bedrock_on_demand"].service_tier == "default"


@pytest.mark.parametrize("pattern", sorted({one["pattern"] for one in EVERY}))
def test_a_pattern_that_is_not_deployed_is_an_error_and_no_empty_entry(pattern: str) -> None:
    options = {"bedrock_on_demand": {"profile": "chat"}, "bedrock_provisioned": {"provisioned": "units"}}
    args = SwitchPatternsArgs(
        settings=switching([{"pattern": pattern, **options.get(pattern, {})}]),
        targets=SwitchTargets(),
        account=ACCOUNT,
        architecture="arm64",
        rate=lambda _: None,
    )
    with pytest.raises(ValueError, match="targets lacks"):
        switch_patterns(args)


def test_a_model_is_granted_by_itself() -> None:
    called = on_demand(option("bedrock_on_demand", model=MODEL), ACCOUNT, TARGETS)
    assert called.grants == {"foundation_model": [f"arn:aws:bedrock:{REGION}::foundation-model/{MODEL}"]}
    assert called.conditions == {}
    assert called.model == called.priced_as == MODEL


@pytest.mark.parametrize("geography", ["us", "eu", "apac", "ca", "global"])
def test_a_profile_needs_its_model_in_every_region_but_only_through_itself(geography: str) -> None:
    profile = f"{geography}.{MODEL}"
    called = on_demand(option("bedrock_on_demand", model=profile), ACCOUNT, TARGETS)
    arn = ACCOUNT.arn("bedrock", f"inference-profile/{profile}")
    assert called.grants == {
        "inference_profile": [arn],
        "foundation_model": [f"arn:aws:bedrock:*::foundation-model/{MODEL}"],
    }
    assert called.conditions == {"foundation_model": {"StringEquals": {THROUGH: [arn]}}}
    assert (called.model, called.priced_as) == (profile, MODEL)


def test_a_profile_of_the_stack_is_called_by_its_arn_and_priced_as_its_model() -> None:
    called = on_demand(option("bedrock_on_demand", profile="chat"), ACCOUNT, TARGETS)
    assert called.model == PROFILE
    assert called.grants["inference_profile"] == [PROFILE]
    assert called.priced_as == MODEL


RATES = {
    "sagemaker.serverless/duration": 0.00002,
    "lambda/requests": 0.0000002,
    "lambda/duration/arm64": 0.0000133334,
    f"bedrock.tokens/{MODEL}/in": 0.00000006,
    f"bedrock.tokens/{MODEL}/out": 0.00000024,
    "sagemaker.hosting/ml.m5.large": 0.115,
}


def test_what_a_request_costs_is_the_part_that_it_adds() -> None:
    found = {name: one.entry["cost"] for name, one in made(PLAIN, RATES).items()}
    assert found["sagemaker_serverless"]["per_second"] == pytest.approx(0.00004)
    assert found["lambda_on_demand"]["per_request"] == 0.0000002
    assert found["lambda_on_demand"]["per_second"] == pytest.approx(0.0000133334)
    assert found["bedrock_on_demand"]["per_output_token"] == 0.00000024
    for pattern in ("sagemaker_realtime", "bedrock_provisioned"):
        assert set(found[pattern].values()) == {0.0}, "it is paid for by the hour"


def test_what_is_paid_for_by_the_hour_has_its_hours() -> None:
    found = {name: one.hourly_usd for name, one in made(PLAIN, RATES).items()}
    assert found["sagemaker_realtime"] == pytest.approx(0.23), "two instances"
    assert hourly(option("inference_components"), TARGETS, RATES.get) is None, (
        "nobody counts instances that come and go"
    )
    assert found["bedrock_provisioned"] == 20
    assert found["sagemaker_serverless"] == found["bedrock_on_demand"] == 0


def test_a_price_that_is_not_known_is_none_and_never_0() -> None:
    found = made(PLAIN)
    for pattern in ("sagemaker_serverless", "lambda_on_demand", "bedrock_on_demand"):
        assert found[pattern].entry["cost"] is None
    assert found["sagemaker_realtime"].hourly_usd is None
    one_missing = {item: usd for item, usd in RATES.items() if item != "lambda/requests"}
    assert made(PLAIN, one_missing)["lambda_on_demand"].entry["cost"] is None


def test_another_tier_has_another_price_which_nobody_knows() -> None:
    flex = option("bedrock_on_demand", model=MODEL, service_tier="flex")
    assert per_request(flex, TARGETS, "arm64", MODEL, RATES.get) is None


def test_the_projects_prices_are_read_for_a_region_and_a_day() -> None:
    serverless, realtime = option("sagemaker_serverless"), option("sagemaker_realtime")
    rate = rates("us-east-1", TODAY)
    cost = per_request(serverless, TARGETS, "arm64", None, rate)
    assert cost is not None
    assert cost["per_second"] == pytest.approx(0.00004), "2 GB"
    assert hourly(realtime, TARGETS, rate) == pytest.approx(0.23)
    assert per_request(serverless, TARGETS, "arm64", None, rates("xx-none-1", TODAY)) is None
    late: date = TODAY + timedelta(days=4000)
    assert per_request(serverless, TARGETS, "arm64", None, rates("us-east-1", late)) is None


def test_every_pattern_of_the_settings_is_one_of_the_domain() -> None:
    assert {Pattern(one["pattern"]) for one in EVERY} == set(Pattern) - {Pattern.SAGEMAKER_ASYNC}


@pytest.mark.parametrize(
    ("instance_type", "cores"),
    [
        ("ml.m5.large", 2),
        ("ml.m5.12xlarge", 48),
        ("ml.c7i-flex.xlarge", 4),
        ("ml.m7i.48xlarge", 192),
        ("ml.t2.medium", None),
        ("ml.g4dn.xlarge", None),
        ("ml.p4d.24xlarge", None),
        ("ml.inf2.xlarge", None),
        ("", None),
    ],
)
def test_processors_by_the_size_and_none_of_an_accelerator(instance_type: str, cores: int | None) -> None:
    assert vcpus(instance_type) == cores
