"""What is planned before anything is deployed: nothing is bought that nobody accepted, and Lambda's limit holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from components.settings import Settings, parse
from components.settings.capacity_plan import CapacityPlan, plan_capacity, takers_of
from components.settings.describe import rows
from domain.capacity.lambda_plan import Taker
from tests.components.support.project import raw_settings

TODAY = date(2026, 11, 26)
UNITS = {
    "name": "chat",
    "model_id": "amazon.nova-2-lite-v1:0:256k",
    "commitment": "OneMonth",
    "accept_monthly_usd": 40150.0,
}
DAY = {"name": "day", "cron": "cron(0 9 ? * * *)", "timezone": "Asia/Tokyo", "min": 1, "max": 4}
ENDPOINT = {"name": "digits", "variant": "v1", "instance_type": "ml.m5.large", "min": 1, "max": 4}


def settings(**capacity: Any) -> Settings:
    return parse({**raw_settings(), "capacity": {"enabled": True, **capacity}}, stack="test")


def bought(today: date = TODAY, region: str = "us-east-1", **changed: Any) -> CapacityPlan:
    return plan_capacity(settings(bedrock={"provisioned": [{**UNITS, **changed}]}), region, today)


def refused(**changed: Any) -> str:
    with pytest.raises(ValueError, match="capacity") as error:
        bought(**changed)
    return str(error.value)


def test_what_is_bought_says_the_sum_the_end_and_that_it_is_for_good() -> None:
    (one,) = bought().throughput
    assert one.cost.usd == 40150
    assert one.ends == date(2026, 12, 26)
    text = one.describe()
    assert text.startswith("chat: $40,150.00 a month (1 x $55.00 an hour x 730 h; ")
    assert "Committed until 2026-12-26 when bought today. It cannot be cancelled" in text
    assert "An account has no model units at first: ask AWS Support" in text
    (free,) = bought(commitment=None, accept_monthly_usd=44165.0).throughput
    assert "Committed" not in free.describe()


def test_a_sum_that_nobody_accepted_buys_nothing() -> None:
    told = refused(accept_monthly_usd=40149.0)
    assert "capacity.bedrock.provisioned[0] (chat): accept_monthly_usd is 40,149.00, and it costs more" in told
    assert "$40,150.00 a month" in told
    assert told.endswith("To buy it: accept_monthly_usd: 40150.00")
    assert "it costs more" in refused(units=2)
    assert "it costs more" in refused(accept_monthly_usd=0.0)


def test_without_a_price_the_hour_must_be_said() -> None:
    told = refused(commitment="SixMonths")
    assert "bedrock.provisioned/amazon.nova-2-lite-v1:0/SixMonths in us-east-1: no price is known" in told
    assert "set hourly_usd_per_unit" in told
    (one,) = bought(commitment="SixMonths", hourly_usd_per_unit=50.0).throughput
    assert one.cost.usd == 36500
    assert one.ends == date(2027, 5, 26)


def test_a_model_that_is_legacy_gone_or_unknown_is_not_bought() -> None:
    hour = {"hourly_usd_per_unit": 1.0}
    told = refused(model_id="anthropic.claude-3-haiku-20240307-v1:0:200k", **hour)
    assert "anthropic.claude-3-haiku-20240307-v1:0:200k ended on 2026-09-10" in told
    assert "seen 2026-09-12" in told
    assert "is Legacy since 2026-07-08" in refused(model_id="anthropic.claude-opus-4-1-20250805-v1:0", **hour)
    assert "is not known, neither as active" in refused(model_id="mistral.mistral-new-v9:0", **hour)
    looked = {"day": "2026-11-20", "source": "the model's card"}
    assert bought(model_id="mistral.mistral-new-v9:0", looked_up=looked, **hour).throughput
    assert "a day that has been" in refused(looked_up={"day": "2026-11-27", "source": "the future"})
    assert "a day that exists" in refused(looked_up={"day": "2026-02-30", "source": "no calendar"})


def test_what_became_of_a_model_since_it_was_bought_stops_no_deployment() -> None:
    later = date(2027, 6, 1)
    with pytest.raises(ValueError, match="proves nothing"):
        bought(later)
    (one,) = bought(later, bought_on="2026-11-26").throughput
    assert one.ends == date(2026, 12, 26)
    assert "when bought on 2026-11-26" in one.describe()
    assert "a day that has been" in refused(bought_on="2026-11-27")


def test_what_is_sold_elsewhere_only_is_not_bought_here() -> None:
    told = refused(region="eu-west-1", hourly_usd_per_unit=1.0)
    assert "is sold in us-east-1, not in eu-west-1" in told


def test_everything_that_is_wrong_is_told_at_once() -> None:
    twice = [DAY, {**DAY, "name": "utc", "cron": "cron(0 0 ? * * *)", "timezone": "UTC"}]
    found = settings(
        bedrock={
            "provisioned": [{**UNITS, "accept_monthly_usd": 1.0}],
            "profiles": [{"name": "old", "source": "us.anthropic.claude-3-haiku-20240307-v1:0"}],
        },
        endpoints=[{**ENDPOINT, "schedules": twice}],
    )
    with pytest.raises(ValueError, match="capacity") as error:
        plan_capacity(found, "us-east-1", TODAY)
    lines = str(error.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "capacity.endpoints[0].schedules",
        "capacity.bedrock.profiles[0] (old)",
        "capacity.bedrock.provisioned[0] (chat)",
    ]
    assert "day and utc both act at 2026-11-26T00:00Z" in lines[0]


def test_a_profile_over_a_model_that_is_leaving_or_unknown_is_warned_of() -> None:
    profiles = [
        {"name": "fine", "source": "us.amazon.nova-2-lite-v1:0"},
        {"name": "late", "source": "us.anthropic.claude-opus-4-1-20250805-v1:0"},
        {"name": "new", "source": "mistral.mistral-new-v9:0"},
    ]
    plan = plan_capacity(settings(bedrock={"profiles": profiles}), "us-east-1", TODAY)
    late, new = plan.warnings
    assert (
        "(late): us.anthropic.claude-opus-4-1-20250805-v1:0 is Legacy since 2026-07-08 and ends on 2027-01-08" in late
    )
    assert "(new): mistral.mistral-new-v9:0 is not known" in new


def test_a_price_below_the_known_one_is_told() -> None:
    """55 written as 5.5 would be accepted by a sum that is as wrong."""
    (told,) = bought(hourly_usd_per_unit=5.5, accept_monthly_usd=4015.0).warnings
    assert "(chat): hourly_usd_per_unit is 5.5, less than the known price" in told
    assert "it costs $40,150.00 a month" in told
    assert bought(hourly_usd_per_unit=55.0).warnings == bought().warnings == ()
    dearer = bought(hourly_usd_per_unit=60.0, accept_monthly_usd=50_000.0)
    assert dearer.warnings == ()


def endpoint_warnings(**changed: Any) -> tuple[str, ...]:
    return plan_capacity(settings(endpoints=[{**ENDPOINT, **changed}]), "us-east-1", TODAY).warnings


def test_steps_that_nothing_takes_away_again_are_warned_of() -> None:
    (told,) = endpoint_warnings(latency={})
    assert told.startswith("capacity.endpoints[0].latency: nothing takes away what its steps add")
    for taking in ({"concurrent_requests": 4}, {"invocations_per_instance_per_minute": 60}, {"schedules": [DAY]}):
        assert endpoint_warnings(latency={}, **taking) == ()
    assert endpoint_warnings() == ()


@pytest.mark.parametrize(("calls", "count"), [(None, 1), (600, 0)])
def test_an_endpoint_of_the_inference_theme_may_have_lost_its_tracking(calls: int | None, count: int) -> None:
    raw = raw_settings(realtime={"enabled": True, "invocations_per_instance_per_minute": calls})
    given = parse({**raw, "capacity": {"enabled": True, "realtime": {"latency": {}}}}, stack="test")
    assert len(plan_capacity(given, "us-east-1", TODAY).warnings) == count


def test_every_function_that_takes_concurrency_counts_as_it_is_deployed() -> None:
    raw = raw_settings(
        predict={"reserved_concurrency": 40, "max_provisioned_concurrency": 4}, realtime={"enabled": True}
    )
    assert list(takers_of(parse(raw, stack="test"))) == [Taker("inference.predict", 40, 4)]
    assert list(takers_of(parse(raw_settings(predict={"reserved_concurrency": 40}), stack="test"))) == []
    raw["prediction_api"] = {"enabled": True, "access": {"authorization": "iam"}}
    raw["prediction_api"] |= {"asynchronous": {"enabled": True, "reserved_concurrency": 5}}
    takers = {one.name: one.taken for one in takers_of(Settings.model_validate(raw, strict=False))}
    assert takers == {
        "inference.predict": 40,
        "prediction_api.function": 25,
        "prediction_api.asynchronous": 5,
    }


def test_more_concurrency_than_the_account_has_is_refused_with_the_table() -> None:
    raw = raw_settings(predict={"reserved_concurrency": 950}, realtime={"enabled": True})
    raw["capacity"] = {"enabled": True, "lambda_concurrency": {"account_limit": 1000}}
    with pytest.raises(ValueError, match=r"which leaves 50; accepted: 100 or more left\n  inference\.predict"):
        plan_capacity(parse(raw, stack="test"), "us-east-1", TODAY)
    raw["capacity"]["enabled"] = False
    assert plan_capacity(parse(raw, stack="test"), "us-east-1", TODAY).functions.takers == ()


def test_no_function_with_concurrency_of_its_own_is_forgotten() -> None:
    """Found in the settings themselves, so a theme of tomorrow counts too."""
    raw = {
        "inference": {"enabled": True, "realtime": {"enabled": True}, "predict": {"reserved_concurrency": 7}},
        "prediction_api": {"enabled": True, "asynchronous": {"enabled": True}},
        "switching": {"enabled": True},
    }
    known = {path: value for path, value in raw.items() if path in Settings.model_fields}
    found = {taker.name for taker in takers_of(Settings.model_validate(known, strict=False))}
    field = ".reserved_concurrency"
    assert found == {path.removesuffix(field) for path, _ in rows(Settings) if path.endswith(field)}
