from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cost.difference import Fate, difference
from advisor.costing.items import unit_of
from advisor.estimate import Estimate, estimate
from advisor.prices.book import load_prices
from advisor.spread import Spread, total
from advisor.usage.profile import Sections, Usage
from domain.pricing import Price, PriceBook
from tests.advisor.stack_files import (
    CONCURRENCY,
    COPIES,
    DAY,
    INSTANCES,
    UNKNOWN_TEXT,
    FlatPrices,
    action,
    bucket,
    realtime,
    resources,
    state,
    target,
)
from tests.advisor.test_costing import components, function, serverless

REST = [
    ("aws:dynamodb/table:Table", {"billingMode": "PAY_PER_REQUEST", "pointInTimeRecovery": {"enabled": True}}),
    ("aws:kms/key:Key", {"enableKeyRotation": True}),
    ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 30}),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", {"period": 60}),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", {"vpcEndpointType": "Interface", "subnetIds": UNKNOWN_TEXT}),
    ("aws:sns/topic:Topic", {}),
    ("aws:sqs/queue:Queue", {}),
    ("aws:scheduler/schedule:Schedule", {"scheduleExpression": "cron(0 9 * * ? *)"}),
    ("aws:sfn/stateMachine:StateMachine", {"tracingConfiguration": {"enabled": True}}),
    ("aws:budgets/budget:Budget", {}),
    ("aws:cloudwatch/eventBus:EventBus", {}),
    ("aws:iam/role:Role", {}),
    ("aws:ec2/natGateway:NatGateway", {}),
]
"""One of each type that a piece below does not make; the last one is priced by nobody."""


def pieces() -> list[list[dict[str, Any]]]:
    """Parts of stacks: in every combination a stack."""
    rest = [[state(token, f"r{number}", inputs, theme="foundation")] for number, (token, inputs) in enumerate(REST)]
    endpoint = "endpoint/realtime-e1/variant/primary"
    scaled = [
        *realtime(2),
        target(endpoint, 1, 4, INSTANCES),
        action("up", endpoint, INSTANCES, "cron(0 9 ? * MON-FRI *)", (2, 4)),
        action("down", endpoint, INSTANCES, "cron(0 18 ? * MON-FRI *)", (1, 1)),
    ]
    warm = [*serverless(2), target("endpoint/e1/variant/primary", 1, 8, CONCURRENCY)]
    return [scaled, warm, [function(tracingConfig={"mode": "Active"})], [bucket(theme="cost-control")], *rest]


STACKS = st.lists(st.sampled_from(range(len(pieces()))), unique=True).map(
    lambda chosen: resources(*(one for number in sorted(chosen) for one in pieces()[number]))
)
SHARE_KEYS = {"scaling_share", "awake_share", "traced_share", "stored_share"}
AMOUNTS = st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(lambda found: Spread(*sorted(found)))


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    """Usages in which every key is drawn."""
    sections = {}
    for key, field in Sections.model_fields.items():
        section = type(field.default)
        drawn = {}
        for name in section.model_fields:
            amount = draw(AMOUNTS)
            drawn[name] = amount * 1e-6 if name in SHARE_KEYS else amount
        sections[key] = section(**drawn)
    return Usage(**sections)


def more_of(usage: Usage, draw: st.DataObject) -> Usage:
    """The usage with one key raised in one, two or all three months."""
    key = draw.draw(st.sampled_from(sorted(Sections.model_fields)))
    section = getattr(usage, key)
    name = draw.draw(st.sampled_from(sorted(type(section).model_fields)))
    old = getattr(section, name)
    raised = draw.draw(AMOUNTS)
    new = old + raised
    if name in SHARE_KEYS:
        new = Spread(*(min(1.0, figure) for figure in (new.low, new.expected, new.high)))
    return usage.model_copy(update={key: section.model_copy(update={name: new})})


def run(found: Any, usage: Usage | None = None, usd: float = 1.0) -> Estimate:
    return estimate(found, FlatPrices(usd=usd), usage, on=DAY)


@given(STACKS, usages(), st.data())
def test_more_usage_never_costs_less(found: Any, usage: Usage, data: st.DataObject) -> None:
    before, after = run(found, usage).total, run(found, more_of(usage, data)).total
    slack = 1e-9 * (1 + before.high)
    assert after.low >= before.low - slack
    assert after.expected >= before.expected - slack
    assert after.high >= before.high - slack


@given(STACKS, usages())
def test_resources_themes_and_services_all_add_up_to_the_total(found: Any, usage: Usage) -> None:
    one = run(found, usage)
    for parts in (one.by_theme().values(), one.by_service().values(), [cost.cost for cost in one.costs]):
        summed = total(parts)
        for name in ("low", "expected", "high"):
            assert getattr(summed, name) == pytest.approx(getattr(one.total, name), rel=1e-12)


@given(STACKS, usages(), st.floats(0.001, 1000))
def test_a_price_times_so_much_is_a_cost_times_so_much(found: Any, usage: Usage, factor: float) -> None:
    one, other = run(found, usage, 1.0).total, run(found, usage, factor).total
    assert other.expected == pytest.approx(one.expected * factor, rel=1e-9)
    assert other.high == pytest.approx(one.high * factor, rel=1e-9)


@given(STACKS, STACKS, usages())
def test_a_change_taken_back_costs_the_opposite(old: Any, new: Any, usage: Usage) -> None:
    one, other = run(old, usage), run(new, usage)
    there, back = difference(one, other), difference(other, one)
    assert there.total == -back.total
    assert {theme: -delta for theme, delta in there.by_theme().items()} == back.by_theme()
    assert there.is_complete == back.is_complete
    assert there.total.expected == pytest.approx(other.total.expected - one.total.expected, rel=1e-9, abs=1e-6)


@given(STACKS, usages())
def test_nothing_changes_when_nothing_changes(found: Any, usage: Usage) -> None:
    one = run(found, usage)
    same = difference(one, one)
    assert same.visible == ()
    assert same.total.size == 0
    assert same.is_complete


def test_the_order_of_resources_makes_no_difference() -> None:
    states = [one for piece in pieces() for one in piece]
    assert run(resources(*states)).total == run(resources(*reversed(states))).total


def test_a_missing_price_is_a_gap_and_never_nothing() -> None:
    found = estimate(resources(*realtime()), FlatPrices(missing=frozenset({"sagemaker.hosting/ml.m5.large"})), on=DAY)
    (gap,) = found.gaps
    assert not found.is_complete
    assert (gap.name, gap.quantity) == ("realtime", Spread.exactly(1460))
    assert gap.reason == "sagemaker.hosting/ml.m5.large in us-east-1: no price is known"


def test_a_price_that_is_too_old_on_the_day_is_a_gap() -> None:
    price = Price("kms/key", "us-east-1", "month", 1.0, "a test", date(2025, 11, 26))
    request = Price("kms/request", "*", "request", 0.0, "a test", DAY)
    book = PriceBook((price, request))
    key = resources(state("aws:kms/key:Key", "key"))
    assert estimate(key, book, on=date(2026, 11, 26)).is_complete
    late = estimate(key, book, on=date(2026, 11, 27))
    assert "366 days old" in late.gaps[0].reason
    assert late.total.high == 0


def test_of_nothing_a_missing_price_makes_no_difference() -> None:
    usage = Usage(
        bucket=Sections().bucket.model_copy(update=dict.fromkeys(("storage_gb", "puts", "gets"), Spread(0, 0, 0)))
    )
    found = estimate(resources(bucket()), PriceBook(()), usage, on=DAY)
    assert found.is_complete
    assert found.total.high == 0


def test_a_region_that_is_not_known_is_a_gap_that_says_what_to_give() -> None:
    found = estimate(resources(bucket(), region=None), FlatPrices(), on=DAY)
    assert all("give --region" in gap.reason for gap in found.gaps)
    assert len(found.gaps) == 3


def test_a_type_or_a_value_that_is_not_known_is_a_gap_and_what_is_known_beside_it_counts() -> None:
    found = run(resources(function(memorySize=UNKNOWN_TEXT), state("aws:ec2/natGateway:NatGateway", "nat")))
    assert [(gap.name, gap.quantity) for gap in found.gaps] == [("predict", None), ("nat", None)]
    assert "memorySize is not known before the deployment" in found.gaps[0].reason
    assert found.total.expected > 0


def test_a_file_that_leaves_something_out_is_incomplete() -> None:
    found = run(resources(bucket()))
    assert found.is_complete
    assert not found.leaving_out(["3 unchanged resources"]).is_complete


def test_what_is_free_says_why() -> None:
    (cost,) = run(resources(state("aws:iam/role:Role", "role"))).costs
    assert cost.free == "permissions are not billed"
    assert cost.cost.high == 0
    assert not cost.gaps


def test_the_traces_of_a_function_are_on_the_bill_of_x_ray() -> None:
    services = run(resources(function(tracingConfig={"mode": "Active"}))).by_service()
    assert services.keys() == {"AWS Lambda", "AWS X-Ray", "AmazonCloudWatch"}


@pytest.mark.parametrize("price", load_prices().prices, ids=lambda price: f"{price.item} {price.region}")
def test_the_shipped_prices_are_of_the_units_that_are_counted(price: Price) -> None:
    assert price.item.startswith("sagemaker.training/") or price.unit == unit_of(price.item)


def test_a_price_of_another_unit_is_no_price() -> None:
    wrong = (
        Price("kms/key", "*", "hour", 1.0, "a test", DAY),
        Price("kms/request", "*", "request", 1.0, "a test", DAY),
    )
    found = estimate(resources(state("aws:kms/key:Key", "key")), PriceBook(wrong), on=DAY)
    assert [gap.reason for gap in found.gaps] == [
        "kms/key in us-east-1: the price is of one hour; accepted: of one month"
    ]


def test_resources_are_the_same_in_stacks_of_other_names() -> None:
    staging = run(resources(bucket(stack="staging"), *realtime(1, stack="staging")))
    prod = run(resources(bucket(), *realtime(3), state("aws:kms/key:Key", "key")))
    found = difference(staging, prod)
    assert {one.subject.resource.name: one.fate for one in found.visible} == {
        "realtime": Fate.CHANGED,
        "key": Fate.ADDED,
    }
    assert difference(prod, staging).total == -found.total


def test_more_of_what_has_no_price_is_a_change_that_cannot_be_priced() -> None:
    missing = FlatPrices(missing=frozenset({"sagemaker.hosting/ml.m5.large"}))
    one, other = (estimate(resources(*realtime(count)), missing, on=DAY) for count in (1, 4))
    found = difference(one, other)
    assert not found.is_complete
    assert [change.fate for change in found.visible] == [Fate.CHANGED]
    assert difference(one, one).is_complete


def test_what_nobody_can_price_is_a_change_when_its_properties_are() -> None:
    def nat(**inputs: Any) -> Estimate:
        return run(resources(state("aws:ec2/natGateway:NatGateway", "nat", inputs)))

    assert difference(nat(a=1), nat(a=1)).is_complete
    assert not difference(nat(a=1), nat(a=2)).is_complete
    assert not difference(run(()), nat()).is_complete


def test_a_scaled_to_zero_endpoint_costs_nothing_in_a_quiet_month_but_its_data() -> None:
    found = run(resources(*components(), target("inference-component/ic", 0, 4, COPIES)))
    lines = {line.price.item: line.cost.low for line in found.costs[1].lines}
    assert lines["sagemaker.hosting/ml.m5.large"] == 0
    assert found.total.high > 4 * 730 - 1
