"""Steps of one resource become one plan; what is no preview is refused with what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from advisor.errors import InputError
from advisor.report.model import Operation
from advisor.report.preview import read_preview
from tests.advisor.report.steps import ALARM, BUCKET, TABLE, document_of, plans_of, same, state_of, step, urn_of


def test_a_replacement_is_one_plan_with_both_states_and_what_forces_it() -> None:
    old, new = {"hashKey": "id"}, {"hashKey": "key"}
    why: dict[str, Any] = {
        "replaceReasons": ["hashKey"],
        "detailedDiff": {"hashKey": {"kind": "update-replace", "inputDiff": True}},
    }
    (plan,) = plans_of(
        step("create-replacement", TABLE, "records", old, new, **why),
        step("replace", TABLE, "records", old, new, **why),
        step("delete-replaced", TABLE, "records", old, None),
    )
    assert (plan.operation, plan.forced_by, plan.deleted_first) == (Operation.REPLACE, ("hashKey",), False)
    assert (plan.old, plan.new) == (old, new)
    assert plan.differs == {"hashKey": "update-replace"}


def test_a_replacement_may_delete_first() -> None:
    (plan,) = plans_of(
        step("delete-replaced", TABLE, "records", {"name": "a"}),
        step("replace", TABLE, "records", {"name": "a"}, {"name": "a"}),
        step("create-replacement", TABLE, "records", {"name": "a"}, {"name": "a"}),
    )
    assert plan.deleted_first


def test_what_goes_and_comes_again_is_replaced_and_leftovers_of_an_earlier_update_are_not_counted() -> None:
    gone = step("delete", BUCKET, "runs", {"bucket": "runs"})
    (plan,) = plans_of(gone, step("create", BUCKET, "runs", None, {"bucket": "runs"}))
    assert plan.operation is Operation.REPLACE
    leftover = step("delete", BUCKET, "runs", {"bucket": "old"}, state={"delete": True})
    (plan,) = plans_of(leftover, same(BUCKET, "runs", {"bucket": "new"}))
    assert plan.operation is Operation.SAME


def test_steps_that_only_look_are_no_plans() -> None:
    assert [one.name for one in plans_of(step("refresh", ALARM, "a", {}, {}), same(BUCKET, "b", {}))] == ["b"]


def test_without_a_detailed_difference_the_reasons_tell_what_differs() -> None:
    (plan,) = plans_of(step("update", ALARM, "a", {"period": 60}, {"period": 300}, diffReasons=["period"]))
    assert plan.differs == {"period": "update"}


def test_a_new_stack_is_known_by_its_lack_of_states() -> None:
    made = step("create", BUCKET, "runs", None, {})
    assert read_preview(document_of(made), "f").is_new
    assert not read_preview(document_of(made, same(ALARM, "a", {})), "f").is_new
    hidden = json.loads(document_of(made))
    hidden["changeSummary"]["same"] = 7
    found = read_preview(json.dumps(hidden), "f")
    assert (found.is_new, found.hidden) == (False, 7)


def test_a_failed_preview_is_read_and_says_what_failed() -> None:
    told = [
        {"urn": urn_of(TABLE, "records"), "message": "error: key\n  is missing", "severity": "error"},
        {"message": "warning: old", "severity": "warning"},
        {"message": "all fine", "severity": "info"},
    ]
    found = read_preview(json.dumps({"diagnostics": told}), "f")
    assert found.errors == ("records: error: key is missing",)
    assert found.warnings == ("warning: old",)
    assert found.plans == ()


def test_a_preview_that_was_cut_off_is_a_failed_one() -> None:
    made = json.loads(document_of(step("create", BUCKET, "runs", None, {})))
    del made["changeSummary"]
    assert "cut off" in read_preview(json.dumps(made), "f").errors[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "f is empty: the preview wrote nothing"),
        ("  \n", "f is empty"),
        ("{", "f is not JSON"),
        ("[" * 100_000, "f is not JSON"),
        ("[]", "f is no preview"),
        ('{"a": 1}', "f is no preview"),
        ('{"deployment": {"resources": []}}', "f is an export"),
        ('{"steps": []}', "plans nothing, not even the stack itself"),
        ('{"steps": {"a": 1}}', "its steps are"),
        ('{"steps": [1]}', "a step without a URN"),
        ('{"steps": [{"op": "create", "urn": "x"}]}', "a step without a URN"),
        ('{"steps": [{"op": "explode", "urn": "urn:pulumi:a::b::c::d"}]}', "the step 'explode' of"),
        ('{"steps": [{"op": "same", "urn": "urn:pulumi:a::b::c::d", "newState": 3}]}', "newState of"),
        ('{"diagnostics": 3}', "its diagnostics are"),
    ],
)
def test_what_is_no_preview_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        read_preview(text, "f")
    assert said in str(raised.value)
    assert "pulumi preview --json" in str(raised.value)


def test_unknown_and_secret_inputs_are_never_taken_for_absent() -> None:
    state = state_of(TABLE, "t", {"name": "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "key": "[secret]"})
    (plan,) = plans_of({"op": "create", "urn": state["urn"], "newState": state})
    assert all(plan.new[key] is not None for key in ("name", "key"))
