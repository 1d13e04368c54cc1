"""What the theme's settings refuse: each says what is wrong, what is accepted, and how to put it right."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.settings import parse
from components.settings.resilience_plan import plan_two_regions, standby_foundation, standby_image, standby_inference
from domain.resilience import CoordinationMode
from tests.components.resilience.theme_support import SECONDARY, checked, raw
from tests.components.support.harness import REGION
from tests.components.support.project import PROBE

NO_POINT: dict[str, Any] = {}
BOTH_POINTS = {
    "volume_id": "fsvol-0123456789abcdef1",
    "arn": "arn:aws:s3:us-east-2:123456789012:accesspoint/files",
    "alias": "files",
}
NOT_MET = r"resilience\.tier = \d is not accepted: a tier that the stack meets"
DNS = {
    "enabled": True,
    "zone_id": "Z0123456789",
    "name": "predict.inference.org",
    "primary_target": "one.inference.org",
    "secondary_target": "two.inference.org",
}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"secondary_region": None}, "resilience.secondary_region is missing; the theme needs the other Region"),
        ({"secondary_region": "mars"}, 'resilience.secondary_region = "mars": not accepted'),
        ({"tier": 4}, "resilience.tier = 4"),
        ({"enabled": False}, "the theme is off while secondary_region is us-east-2: its replicas would go"),
        ({"access_point": NO_POINT}, "the standby's inference reads files in its own Region"),
        (
            {
                "access_point": {
                    "volume_id": "fsvol-0123456789abcdef1",
                    "arn": "arn:aws:s3:us-east-2:123456789012:accesspoint/files",
                    "alias": "files",
                }
            },
            "is set together with arn or alias",
        ),
        ({"canary": {"file": "probe.png"}}, "resilience.canary.content_type is missing"),
        ({"canary": {**PROBE, "timeout_ms": 10_000}}, "the time between two looks"),
        ({"restored": True}, "tier 2 runs in the secondary anyway; accepted: false"),
        ({"work": {"endpoint": "realtime"}}, "a warm standby (tier 2) has serverless alone"),
        ({"lease": {"drain_seconds": 20}}, "resilience.lease does not fit: drain_ms = 20000"),
        ({"lease": {"seconds": 45}}, "resilience.lease does not fit: lease_ms = 45000"),
        ({"coordination": {"mode": "strong", "arbiter_region": "eu-west-1"}}, "is set, but mode is strong"),
        ({"coordination": {"mode": "arbiter", "witness_region": "us-west-2"}}, "is set, but mode is arbiter"),
        ({"coordination": {"mode": "arbiter"}}, "keeps the ledger in a third Region"),
        ({"vpc_id": "vpc-0123456789abcdef1"}, "foundation.network.mode is none; accepted: existing, or neither"),
        ({"dns": {"enabled": True}}, "resilience.dns.zone_id is missing"),
        ({"dns": {**DNS, "primary_target": "10.0.0.7"}}, "resilience.dns.primary_target is refused"),
        ({"dns": {**DNS, "primary_target": "api.internal"}}, "resilience.dns.primary_target is refused"),
        ({"dns": {**DNS, "secondary_target": "one.inference.org"}}, "the primary's too"),
        ({"tier": 3, "dns": DNS}, "tier 3 has nothing in the secondary that answers"),
    ],
)
def test_what_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(pulumi.RunError) as caught:
        parse(raw(**given), stack="test")
    assert message in str(caught.value)


def test_a_tier_without_inference_has_nothing_to_fail_over() -> None:
    given = raw(1)
    given["inference"] = {"enabled": False}
    with pytest.raises(pulumi.RunError, match="there would be nothing to fail over"):
        parse(given, stack="test")


def test_a_network_of_somebody_else_is_named_in_both_regions() -> None:
    given = raw()
    given["foundation"]["network"] = {"mode": "existing", "vpc_id": "vpc-01234567", "subnet_ids": ["subnet-1"]}
    with pytest.raises(pulumi.RunError, match=r"resilience\.vpc_id is missing(?s:.*)resilience\.subnet_ids is empty"):
        parse(given, stack="test")


def test_a_second_region_that_is_retired_may_be_switched_off() -> None:
    assert not checked(enabled=False, retire=True).resilience.enabled


def test_off_by_default_and_without_a_second_region() -> None:
    assert plan_two_regions(checked(enabled=False, secondary_region=None), REGION) is None


@pytest.mark.parametrize(
    ("primary", "given", "message"),
    [
        (SECONDARY, {}, "secondary = 'us-east-2' is not accepted"),
        ("us-west-1", {}, "not both of one set of Regions"),
        ("ap-northeast-1", {"secondary_region": "us-east-1"}, "arbiter"),
        ("us-east-1", {"coordination": {"arbiter_region": "us-east-1"}}, "us-east-1"),
        ("us-east-1", {"coordination": {"witness_region": "eu-west-1"}}, "the witness eu-west-1 is not of the set"),
        ("us-east-1", {"secondary_region": "cn-north-1"}, "cn-north-1"),
    ],
)
def test_regions_that_do_not_go_together(primary: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        plan_two_regions(checked(**given), primary)
    assert "resilience.secondary_region" in str(caught.value)


def test_the_pair_of_the_brief_has_its_ledger_in_a_third_region() -> None:
    given = checked(secondary_region="us-east-1", coordination={"arbiter_region": "ap-southeast-1"})
    plan = plan_two_regions(given, "ap-northeast-1")
    assert plan is not None
    assert plan.coordination.mode is CoordinationMode.ARBITER
    assert {plan.coordination.ledger_region_of(one) for one in ("ap-northeast-1", "us-east-1")} == {"ap-southeast-1"}


@pytest.mark.parametrize(
    ("tier", "given", "message"),
    [
        (1, {"work": {"endpoint": "components"}}, "path work takes"),
        (1, {"lease": {"seconds": 600}}, "path work takes"),
        (2, {"replication_time_control": False}, "nothing bounds what may be lost"),
    ],
)
def test_a_tier_that_the_stack_does_not_meet_is_refused(tier: int, given: dict[str, Any], message: str) -> None:
    with pytest.raises(
        ValueError, match=r"resilience\.tier = \d is not accepted: a tier that the stack meets"
    ) as caught:
        plan_two_regions(checked(tier, **given), REGION)
    assert message in str(caught.value)


def test_a_warm_standby_keeps_nothing_warm_and_has_serverless_alone() -> None:
    given = raw(2)
    given["inference"]["serverless"] = {"enabled": True, "provisioned_concurrency": 2}
    given["inference"]["predict"] = {"provisioned_concurrency": 1, "max_provisioned_concurrency": 2}
    there = standby_inference(parse(given, stack="test"))
    assert (there.serverless.enabled, there.realtime.enabled, there.components.enabled) == (True, False, False)
    assert there.serverless.provisioned_concurrency == there.predict.max_provisioned_concurrency == 0


def test_a_restore_does_not_ask_the_region_that_is_gone_for_its_zones() -> None:
    given = raw(tier=3)
    given["foundation"]["network"] = {"mode": "create"}
    with pytest.raises(pulumi.RunError, match=r"zone_names is empty; tier 3(?s:.*)the names of 2 zones of the primary"):
        parse(given, stack="test")
    given["foundation"]["network"]["zone_names"] = ["us-east-1a", "us-east-1c"]
    there = standby_foundation(parse(given, stack="test"))
    assert there.network.zone_names == (), "the other Region has zones of its own, and is asked for them"


@pytest.mark.parametrize("tier", [1, 3])
def test_the_other_tiers_have_what_the_primary_has(tier: int) -> None:
    given = checked(tier)
    there = standby_inference(given)
    assert there.model_copy(update={"model": given.inference.model}) == given.inference


def test_the_image_is_pulled_from_the_registry_of_the_secondary() -> None:
    assert standby_image(checked()) == f"123456789012.dkr.ecr.{SECONDARY}.amazonaws.com/inference-platform/onnx:1.0"
    own = f"123456789012.dkr.ecr.{SECONDARY}.amazonaws.com/other/onnx:2.0"
    assert standby_image(checked(image_uri=own)) == own


def test_the_foundation_there_differs_in_what_belongs_to_a_region() -> None:
    given = checked()
    there = standby_foundation(given)
    assert there.access_point == given.resilience.access_point
    assert there.network.cidr != given.foundation.network.cidr
    assert there.model_copy(update={"access_point": None, "network": None}) == given.foundation.model_copy(
        update={"access_point": None, "network": None}
    )
