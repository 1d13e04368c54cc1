"""Settings of the cost theme that are refused: path, value, what is accepted; all before anything is deployed."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.settings import Settings, parse
from tests.components.support.project import raw_settings

HEAD = "inference-platform:cost."
UNIT = {"business_min": 2, "business_max": 4, "off_hours_min": 1, "off_hours_max": 2}
OVERRIDE = {
    "target": "realtime",
    "since": "2026-11-26T18:00:00+09:00",
    "until": "2026-11-27T20:00:00+09:00",
    "by": "ml-platform",
    "why": "load test",
}
HEARD = {f"{tier}_emails": ["costs@example.com"] for tier in ("warning", "critical", "emergency")}


def raw(environment: str = "staging", **cost: Any) -> dict[str, Any]:
    paths = {
        "realtime": {"enabled": True, "max_instances": 4},
        "serverless": {"enabled": True, "provisioned_concurrency": 1},
        "components": {"enabled": True, "max_copies": 4},
        "predict": {"max_provisioned_concurrency": 4},
    }
    return {**raw_settings(**paths), "environment": environment, "cost": cost}


def told(given: dict[str, Any]) -> list[str]:
    with pytest.raises(pulumi.RunError) as refused:
        parse(given, stack="staging")
    return str(refused.value).splitlines()


def schedules(**changed: Any) -> dict[str, Any]:
    return {"schedules": {"enabled": True, "realtime": UNIT, **changed}}


def billing(**changed: Any) -> dict[str, Any]:
    return {"billing": {"enabled": True, **HEARD, **changed}}


def window(**changed: Any) -> dict[str, Any]:
    return schedules(windows=[{"days": ["mon"], "start": "09:00", "end": "18:00"}, changed])


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("a unit of another name", schedules(realtme=UNIT), "schedules.realtme: unknown key; did you mean 'realtime'?"),
    (
        "a window that begins at 9",
        window(start="9:00"),
        'schedules.windows[1].start = "9:00": not accepted; accepted: text',
    ),
    (
        "a window on no day of the week",
        window(days=["monday"]),
        'schedules.windows[1].days[0] = "monday": not accepted',
    ),
    (
        "a window without a length",
        window(start="10:00", end="10:00"),
        "schedules.windows[1] does not fit: end = '10:00'",
    ),
    ("a day twice", window(days=["tue", "tue"]), "schedules.windows[1] does not fit: days"),
    ("windows that overlap", window(days=["mon"], start="17:00"), "schedules.windows does not fit: windows ="),
    ("no window", schedules(windows=[]), "schedules.windows does not fit: windows = () is not accepted"),
    (
        "all of the week",
        schedules(
            windows=[
                {"days": [d], "start": "00:00", "end": "24:00"}
                for d in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
            ]
        ),
        "schedules.windows does not fit",
    ),
    ("an unknown zone", schedules(timezone="Asia/Tokio"), "schedules.timezone does not fit: timezone = 'Asia/Tokio'"),
    (
        "a holiday that is no day",
        schedules(holidays=["2026-02-30"], valid_from="2026-01-01"),
        "schedules.holidays[0] is '2026-02-30'; accepted: a day that exists",
    ),
    ("a first day that is none", schedules(valid_from="2026-13-01"), "schedules.valid_from is '2026-13-01'"),
    ("holidays from no day on", schedules(holidays=["2026-12-31"]), "schedules.valid_from is missing"),
    ("a schedule of nothing", {"schedules": {"enabled": True}}, "schedules.enabled is true, but no unit follows"),
    (
        "less in business than off hours",
        schedules(realtime={**UNIT, "off_hours_max": 3}),
        "schedules.realtime does not fit: off_hours_max = 3 is not accepted: at most business_min = 2",
    ),
    (
        "a least above its most",
        schedules(realtime={**UNIT, "business_min": 5}),
        "schedules.realtime does not fit: business_max",
    ),
    (
        "half a unit",
        schedules(realtime={name: 1 for name in UNIT if name != "business_max"}),
        "schedules.realtime.business_max: missing",
    ),
    ("a variant at zero", schedules(realtime={**UNIT, "off_hours_min": 0}), "schedules.realtime.off_hours_min is 0"),
    (
        "more than scaling may have",
        schedules(realtime={**UNIT, "business_max": 5}),
        "schedules.realtime.business_max is 5; accepted: at most inference.realtime.max_instances = 4",
    ),
    (
        "more copies than scaling may have",
        schedules(components={**UNIT, "business_max": 5}),
        "schedules.components.business_max is 5; accepted: at most inference.components.max_copies = 4",
    ),
    (
        "more warm functions",
        schedules(predict={**UNIT, "business_max": 5}),
        "schedules.predict.business_max is 5; accepted: at most inference.predict.max_provisioned_concurrency = 4",
    ),
    ("tiers that do not rise", billing(critical=100.0), "billing.critical does not fit: critical = 100"),
    ("a tier of nothing", billing(warning=0.0), "billing.warning = 0.0: not accepted"),
    ("another currency", billing(currency="EUR"), 'billing.currency = "EUR": not accepted; accepted: one of USD'),
    (
        "a tier that nobody hears",
        billing(critical_emails=[]),
        "billing.critical_emails = () is not accepted: at least 1 address",
    ),
    ("an address twice", billing(warning_emails=["a@example.com", "A@example.com"]), "billing.warning_emails = ("),
    (
        "a budget that nobody hears",
        {"billing": {"budget": {"enabled": True}}},
        "billing.budget.emails = () is not accepted",
    ),
    (
        "a budget that too many hear",
        {"billing": {"budget": {"enabled": True, "emails": [f"{n}@example.com" for n in range(11)]}}},
        "billing.budget.emails = (",
    ),
    ("anomalies that nobody hears", {"billing": {"anomalies": {"enabled": True}}}, "billing.anomalies.emails = ()"),
    (
        "an action that does not exist",
        {"auto_stop": {"action": "stop"}},
        'auto_stop.action = "stop": not accepted; accepted: one of scale-down, disable-schedule, delete',
    ),
    (
        "a time that is too short",
        {"auto_stop": {"idle_minutes": 5}},
        "auto_stop.idle_minutes is 5; accepted outside a sandbox",
    ),
    (
        "an override without an offset",
        {"overrides": [{**OVERRIDE, "until": "2026-11-27T20:00:00"}]},
        'overrides[0].until = "2026-11-27T20:00:00": not accepted',
    ),
    (
        "an override that ended before it began",
        {"overrides": [{**OVERRIDE, "until": OVERRIDE["since"]}]},
        "overrides does not fit: overrides[0].until",
    ),
    (
        "an override for months",
        {"overrides": [{**OVERRIDE, "until": "2027-03-01T00:00:00Z"}]},
        "overrides does not fit",
    ),
    ("an override by nobody", {"overrides": [{**OVERRIDE, "by": ""}]}, 'overrides[0].by = "": not accepted'),
    ("overrides that do not fit", {"overrides": [{**OVERRIDE, "why": "w" * 120}] * 12}, "overrides has "),
    (
        "overrides of a schedule without a day",
        {**schedules(), "overrides": [OVERRIDE]},
        "schedules.valid_from is missing",
    ),
]


@pytest.mark.parametrize(("cost", "text"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_is_refused(cost: dict[str, Any], text: str) -> None:
    lines = told(raw(**cost))
    assert lines[0] == "Pulumi.staging.yaml: 1 problem", lines
    assert lines[1].startswith(f"  {HEAD}{text}"), lines
    assert lines[2].startswith("    fix: pulumi config ")


def test_delete_is_refused_in_prod_alone() -> None:
    stop = {"auto_stop": {"enabled": True, "action": "delete"}}
    assert parse(raw(**stop), stack="staging").cost.auto_stop.action == "delete"
    lines = told(raw("prod", **stop))
    assert any(
        f"{HEAD}auto_stop.action is delete; accepted in prod: scale-down, disable-schedule" in one for one in lines
    )


def test_a_sandbox_may_look_after_a_minute_and_tell_nobody() -> None:
    given = parse(raw("sandbox", auto_stop={"idle_minutes": 1}, billing={"enabled": True}), stack="sandbox")
    assert given.cost.enabled


@pytest.mark.parametrize("unit", ["realtime", "serverless", "components", "predict"])
def test_a_unit_that_is_not_deployed_cannot_follow_a_schedule(unit: str) -> None:
    given = {**raw_settings(), "cost": {"schedules": {"enabled": True, unit: UNIT}}}
    (problem,) = [line for line in told(given) if HEAD in line and "fix:" not in line]
    assert f"{HEAD}schedules.{unit} is set, but the stack has nothing of it that scales" in problem


def test_what_is_sound_is_accepted() -> None:
    cost = {
        **schedules(
            timezone="America/New_York",
            windows=[
                {"days": ["mon", "tue"], "start": "22:00", "end": "06:00"},
                {"days": ["sat"], "start": "09:00", "end": "24:00"},
            ],
            holidays=["2026-12-31"],
            valid_from="2026-11-01",
            components={"business_min": 1, "business_max": 4, "off_hours_min": 0, "off_hours_max": 0},
        ),
        **billing(budget={"enabled": True, "emails": ["a@example.com"]}),
        "auto_stop": {"enabled": True, "dry_run": False},
        "overrides": [OVERRIDE],
    }
    given = parse(raw(**cost), stack="staging")
    assert set(given.cost.schedules.units()) == {"realtime", "components"}


@pytest.mark.parametrize("part", ["schedules", "billing", "auto_stop"])
def test_a_part_alone_turns_the_theme_on(part: str) -> None:
    switched = {"schedules": schedules(), "billing": billing(), "auto_stop": {"auto_stop": {"enabled": True}}}[part]
    assert parse(raw(**switched), stack="staging").cost.enabled
    assert not Settings().cost.enabled


def test_the_bill_alone_needs_no_foundation_and_no_files() -> None:
    given = parse({"environment": "staging", "cost": billing()}, stack="staging")
    assert given.any_theme_enabled
    assert not given.needs_foundation
