"""A preview becomes a whole report: verdict, graph, cost of both sides, tier, weeks; what fails is said and fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from advisor.cost.command import Assumptions
from advisor.errors import InputError
from advisor.places import PROJECT
from advisor.prices.book import load_prices
from advisor.report import document
from advisor.report.build import Circumstances, report_of
from advisor.report.model import Audit, Finding, Operation, ReviewReport, Status
from advisor.stack.settings import read_stack_settings
from advisor.usage.profile import Usage
from tests.advisor.report.steps import (
    ALARM,
    BUCKET,
    LOGS,
    ROLE_POLICY,
    STACK,
    TABLE,
    UNKNOWN,
    allow,
    document_of,
    policy,
    same,
    step,
    urn_of,
)

pytestmark = pytest.mark.xdist_group("pulumi_aws")

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
CLEAN = Audit(ran=True)


def run(*steps: Any, audit: Audit = CLEAN, stack: str = "", **further: Any) -> ReviewReport:
    """The report of a preview with these steps."""
    assumed = Assumptions(load_prices(), Usage(), "usage", NOW.date())
    made = Circumstances(assumed, NOW, PROJECT, "abc", lambda _text: audit)
    return report_of(document_of(*steps, **further), "preview.json", made, stack)


def config_of(stack: str) -> dict[str, str]:
    """The configuration of one of our stacks, as a preview holds it."""
    settings = read_stack_settings(stack).settings.model_dump(mode="json", exclude_unset=True)
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in settings.items()}
    return {"aws:region": "ap-northeast-1", **{f"inference-platform:{key}": text for key, text in texts.items()}}


def test_nothing_changes_is_a_success() -> None:
    found = run(same(LOGS, "logs", {"retentionInDays": 30}))
    assert (found.verdict.status, found.verdict.reasons) == (Status.SUCCESS, ("no change",))
    assert not found.new_stack
    assert found.changes == ()


def test_a_harmless_change_is_a_success_and_data_loss_is_for_a_person() -> None:
    harmless = run(step("update", ALARM, "a", {"period": 60}, {"period": 300}))
    assert harmless.verdict.status is Status.SUCCESS
    lost = run(step("delete", TABLE, "records", {}), same(LOGS, "l", {}))
    assert lost.verdict.status is Status.REVIEW
    assert "data can be lost: The DynamoDB table records is deleted" in lost.verdict.reasons[0]


def test_new_permissions_and_unknown_ones_are_for_a_person() -> None:
    known = run(step("create", ROLE_POLICY, "p", None, {"role": "r", "policy": policy(allow("s3:*"))}))
    assert known.verdict.status is Status.REVIEW
    hidden = run(step("create", ROLE_POLICY, "p", None, {"role": "r", "policy": UNKNOWN}))
    assert hidden.verdict.reasons == ("1 policy is not known before the deployment",)


def test_a_violation_fails_and_advice_does_not() -> None:
    advice = Finding("r", "advisory", "low", "x", "u", "is so", "do this")
    refused = Finding("hard-rule", "mandatory", "low", "x", "u", "is so", "do this")
    assert run(same(LOGS, "l", {}), audit=Audit(True, (advice,))).verdict.status is Status.SUCCESS
    found = run(same(LOGS, "l", {}), audit=Audit(True, (refused, advice)))
    assert found.verdict.status is Status.FAILURE
    assert found.verdict.reasons[0] == "1 violation of the policy pack: hard-rule"
    exempt = Finding("hard-rule", "mandatory", "low", "x", "u", "is so", "do this", exemption="by x")
    assert run(same(LOGS, "l", {}), audit=Audit(True, (exempt,))).verdict.status is Status.SUCCESS


def test_a_pack_that_did_not_look_fails() -> None:
    found = run(same(LOGS, "l", {}), audit=Audit(False, notes=("it is not there",)))
    assert (found.verdict.status, found.verdict.reasons) == (Status.FAILURE, ("it is not there",))


def test_a_failed_preview_fails_and_says_what_failed() -> None:
    told = [{"message": "error: table\n is missing", "severity": "error"}]
    found = run(step("create", BUCKET, "runs", None, {}), diagnostics=told)
    assert found.verdict.status is Status.FAILURE
    assert found.verdict.reasons[0] == "the preview failed: error: table is missing"
    assert (found.cost, found.audit.ran) == (None, False)
    assert [one.name for one in found.resources] == ["runs"]
    assert any("stopped early" in note for note in found.notes)
    assert not found.new_stack


def test_a_preview_that_failed_before_it_listed_anything_has_the_name_that_was_asked_for() -> None:
    text = json.dumps({"diagnostics": [{"message": "no stack", "severity": "error"}]})
    assumed = Assumptions(load_prices(), Usage(), "usage", NOW.date())
    found = report_of(text, "f", Circumstances(assumed, NOW, PROJECT), "staging")
    assert (found.stack, found.verdict.status) == ("staging", Status.FAILURE)


def test_a_stack_without_a_state_is_all_new_and_says_so() -> None:
    found = run(step("create", BUCKET, "runs", None, {}))
    assert found.new_stack
    assert "everything is new" in found.notes[0]


def test_what_the_preview_leaves_out_is_said() -> None:
    text = json.loads(document_of(step("create", BUCKET, "runs", None, {})))
    text["changeSummary"]["same"] = 12
    assumed = Assumptions(load_prices(), Usage(), "usage", NOW.date())
    found = report_of(json.dumps(text), "f", Circumstances(assumed, NOW, PROJECT, audit=lambda _text: CLEAN))
    assert any("12 unchanged resources" in note and "--show-sames" in note for note in found.notes)
    assert not found.new_stack


def test_a_preview_of_another_stack_is_refused() -> None:
    with pytest.raises(InputError, match="a preview of stack prod, not of staging"):
        run(same(LOGS, "l", {}), stack="staging")


def test_a_value_that_is_nested_without_end_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(900):
        deep = [deep]
    with pytest.raises(InputError, match="nested deeper"):
        run(same(LOGS, "l", {"deep": deep}))


def test_both_sides_are_priced_and_the_difference_is_theirs() -> None:
    period = {"period": 300, "comparisonOperator": "x", "evaluationPeriods": 1}
    config = {"aws:region": "us-east-1"}
    found = run(same(ALARM, "kept", period), step("create", ALARM, "more", None, period), config=config)
    assert found.cost is not None
    assert found.cost.before.expected > 0
    assert found.cost.after.expected == pytest.approx(2 * found.cost.before.expected)
    assert found.cost.difference.expected == pytest.approx(found.cost.before.expected)
    assert [row.name for row in found.cost.resources] == ["more"]
    gone = run(same(ALARM, "kept", period), step("delete", ALARM, "less", period), config=config)
    assert gone.cost is not None
    assert gone.cost.difference.expected < 0


def test_the_graph_has_theme_parent_dependencies_region_and_what_happens() -> None:
    state = {"dependencies": [urn_of(LOGS, "logs"), "urn:pulumi:x::y::z::elsewhere"], "parent": urn_of(BUCKET, "runs")}
    found = run(
        same(LOGS, "logs", {"region": "eu-west-1"}),
        same(BUCKET, "runs", {}),
        step("create", TABLE, "records", None, {}, state=state),
        step("delete", ALARM, "old", {}),
        config={"aws:region": "us-east-1"},
    )
    nodes = {one.name: one for one in found.resources}
    assert nodes["records"].dependencies == (urn_of(LOGS, "logs"),)
    assert (nodes["records"].parent, nodes["records"].theme) == (urn_of(BUCKET, "runs"), "inference")
    assert [nodes[name].region for name in ("logs", "runs", "old")] == ["eu-west-1", "us-east-1", "us-east-1"]
    assert nodes["old"].operation is Operation.DELETE


@pytest.mark.parametrize("stack", ["sandbox", "staging", "prod"])
def test_our_stacks_settings_give_their_tier_and_their_weeks(stack: str) -> None:
    settings = read_stack_settings(stack).settings
    found = run(same(LOGS, "l", {}), config=config_of(stack))
    assert found.problems == ()
    assert (found.recovery is not None) == settings.resilience.enabled
    assert {week.unit for week in found.schedules} == set(settings.cost.schedules.units())
    for week in found.schedules:
        assert [len(day) for day in (*week.least, *week.most)] == [24] * 14
        assert all(
            low <= high for days in zip(week.least, week.most, strict=True) for low, high in zip(*days, strict=True)
        )


def test_settings_that_are_refused_fail_the_report() -> None:
    found = run(same(LOGS, "l", {}), config={**config_of("prod"), "inference-platform:foundation": '{"nonsense": 1}'})
    assert found.verdict.status is Status.FAILURE
    assert found.problems[0].startswith("the settings could not be computed")


def test_a_stack_of_another_program_has_neither_tier_nor_weeks_and_says_so() -> None:
    found = run(same(LOGS, "l", {}))
    assert (found.recovery, found.schedules) == (None, ())
    assert any("none of this project's settings" in note for note in found.notes)


def test_a_secret_in_an_error_is_not_in_the_report() -> None:
    told = [{"message": "error: postgres://me:correct-horse@db", "severity": "error"}]
    assert "correct-horse" not in document.render(run(same(LOGS, "l", {}), diagnostics=told))


def test_a_report_survives_json_and_what_is_none_is_refused() -> None:
    found = run(same(LOGS, "l", {}), step("delete", TABLE, "records", {}), config=config_of("prod"))
    assert document.parse(document.render(found), "f") == found
    assert found.stack == STACK
    with pytest.raises(InputError, match="f is no report"):
        document.parse('{"stack": 1}', "f")
