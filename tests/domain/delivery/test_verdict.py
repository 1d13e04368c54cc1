"""Properties 10 and 11: one stage that did not pass fails all; production needs staging, smoke and a person."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.delivery import may_deploy_production, pipeline_verdict, promotion, stage_words

WORDS = st.sampled_from(["pass", "fail", "skipped", "cancelled", "not run", "success", "PASS", ""]) | st.text()
STAGES = st.dictionaries(st.text(min_size=1), WORDS, max_size=6)
RESULT = st.sampled_from(["success", "failure", "skipped", "cancelled"])


@given(STAGES)
def test_only_passes_pass(stages: dict[str, str]) -> None:
    assert (pipeline_verdict(stages) == "success") == (bool(stages) and set(stages.values()) == {"pass"})


@given(STAGES, st.text(min_size=1), st.text().filter(lambda word: word != "pass"))
def test_one_stage_that_did_not_pass_fails_any_pipeline(stages: dict[str, str], name: str, word: str) -> None:
    assert pipeline_verdict(stages | {name: word}) == "failure"


def test_no_stage_is_no_success() -> None:
    assert pipeline_verdict({}) == "failure"


@given(RESULT | st.text(), RESULT | st.text(), st.sampled_from([True, False, 1, "true", None]))
def test_production_needs_staging_and_smoke_and_a_person(staging: str, smoke: str, approved: Any) -> None:
    wanted = (staging, smoke) == ("success", "success") and approved is True
    assert may_deploy_production(staging, smoke, approved) is wanted


@given(st.dictionaries(st.sampled_from(["lint", "test", "policy", "security"]), RESULT))
def test_a_required_stage_that_did_not_succeed_fails_the_verdict(results: dict[str, str]) -> None:
    required = ("lint", "test", "policy", "security")
    verdict = pipeline_verdict(stage_words(results, required))
    assert (verdict == "success") == all(results.get(name) == "success" for name in required)


def test_a_stage_of_which_nothing_is_known_says_so() -> None:
    assert stage_words({"lint": "success"}, ("lint", "test")) == {"lint": "pass", "test": "not run"}


@pytest.mark.parametrize(
    ("result", "verdict"), [("skipped", "success"), ("failure", "failure"), ("success", "success")]
)
def test_a_stage_that_is_not_required_counts_once_it_ran(result: str, verdict: str) -> None:
    assert pipeline_verdict(stage_words({"lint": "success", "preview": result}, ("lint",))) == verdict


@given(st.dictionaries(st.sampled_from(["staging-deploy", "staging-smoke", "staging-canary"]), RESULT), st.booleans())
def test_a_promotion_is_refused_for_each_reason_by_name(results: dict[str, str], approved: bool) -> None:
    answer = promotion(results, approved)
    lacking = [name for name in ("staging-deploy", "staging-smoke", "staging-canary") if results.get(name) != "success"]
    assert answer.ok is (not lacking and approved)
    assert all(f"{name}: {results.get(name, 'not run')}" in answer.reason for name in lacking)
    assert ("nobody approved" in answer.reason) is not approved
