"""The graph: what starts after what, and every way in which a run can end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.delivery.graph import RESULTS, Facts, Job, all_needs, every_walk, in_order, walk
from domain.delivery.jobs import jobs_of, triggers_of
from domain.delivery.order import DELIVERY, GATE, ancestors, environment_of

CHAIN = (Job("a"), Job("b", ("a",)), Job("c", ("b",)))


def test_a_failure_skips_all_that_follows() -> None:
    ended = walk(CHAIN, Facts(), {"a": "failure"})
    assert ended.results == {"a": "failure", "b": "skipped", "c": "skipped"}
    assert ended.started == ("a",)


def test_a_skip_far_above_skips_as_well() -> None:
    """`b` runs whatever happens and succeeds; `c` is skipped for `a`, which it does not name."""
    jobs = (Job("a"), Job("b", ("a",), "always()"), Job("c", ("b",)))
    assert walk(jobs, Facts(), {"a": "skipped"}).results == {"a": "skipped", "b": "success", "c": "skipped"}


def test_a_refused_environment_fails_the_job_which_never_started() -> None:
    jobs = (Job("deploy", environment="production"), Job("after", ("deploy",)))
    ended = walk(jobs, Facts(approved={"production": False}), {})
    assert ended.results == {"deploy": "failure", "after": "skipped"}
    assert ended.started == ()
    assert walk(jobs, Facts(approved={"production": True}), {}).started == ("deploy", "after")


def test_a_cancelled_run_starts_only_what_asks_for_it() -> None:
    jobs = (Job("a"), Job("tell", ("a",), "cancelled()"), Job("verdict", ("a",), "always()"), Job("b", ("a",)))
    assert walk(jobs, Facts(cancelled=True), {}).started == ("tell", "verdict")


def test_a_judge_decides_and_cannot_be_overruled() -> None:
    facts = Facts(judges={"verdict": lambda needs, _: "success" if needs["a"] == "success" else "failure"})
    jobs = (Job("a"), Job("verdict", ("a",), "always()"))
    assert {(one.results["a"], one.results["verdict"]) for one in every_walk(jobs, facts)} >= {("failure", "failure")}
    assert not [one for one in every_walk(jobs, facts) if one.results == {"a": "skipped", "verdict": "success"}]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Job, ...]:
    names = "abcd"[: draw(st.integers(1, 4))]
    condition = st.sampled_from([None, "always()", "!cancelled()", "failure()", "success() || failure()"])
    return tuple(
        Job(name, tuple(sorted(draw(st.sets(st.sampled_from(names[:at]))) if at else ())), draw(condition))
        for at, name in enumerate(names)
    )


@given(graphs(), st.booleans(), st.data())
def test_every_walk_holds_each_outcome_that_can_be_given(
    jobs: tuple[Job, ...], cancelled: bool, data: st.DataObject
) -> None:
    facts = Facts(cancelled=cancelled)
    outcomes = {job.name: data.draw(st.sampled_from(RESULTS)) for job in jobs}
    assert walk(jobs, facts, outcomes) in list(every_walk(jobs, facts))


@given(graphs(), st.booleans())
def test_no_job_starts_before_those_it_needs_are_decided(jobs: tuple[Job, ...], cancelled: bool) -> None:
    for ended in every_walk(jobs, Facts(cancelled=cancelled)):
        order = list(ended.results)
        assert all(order.index(need) < order.index(job.name) for job in jobs for need in job.needs)


@given(graphs())
def test_a_job_without_an_if_starts_only_after_success_all_the_way_up(jobs: tuple[Job, ...]) -> None:
    for ended in every_walk(jobs, Facts()):
        for job in jobs:
            if job.condition is None and job.name in ended.started:
                assert {ended.results[one] for one in all_needs(jobs, job.name)} <= {"success"}


@pytest.mark.parametrize(
    ("jobs", "message"),
    [
        ((Job("a"), Job("a")), r"jobs = \['a'\].*each job once"),
        ((Job("a", ("b",)),), r"needs of a = \['b'\].*jobs of this workflow: a"),
        ((Job("a", ("b",)), Job("b", ("a",))), r"needs = \['a', 'b'\].*without a circle"),
        ((Job("a", ("a",)),), "without a circle"),
    ],
)
def test_a_graph_without_an_order_is_refused(jobs: tuple[Job, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        in_order(jobs)


def test_outcomes_of_what_is_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match=r"outcomes = 'z'.*a, b, c"):
        walk(CHAIN, Facts(), {"z": "success"})
    with pytest.raises(ValueError, match=r"outcome of a = 'pass'.*success, failure, skipped, cancelled"):
        walk(CHAIN, Facts(), {"a": "pass"})


def test_jobs_are_read_from_a_document() -> None:
    document = {
        True: ["push"],
        "jobs": {
            "a": {"runs-on": "x"},
            "b": {"needs": "a", "if": "always()", "environment": "staging"},
            "c": {"needs": ["a", "b"], "environment": {"name": "production"}, "uses": "./x.yml"},
        },
    }
    assert jobs_of(document) == (
        Job("a"),
        Job("b", ("a",), "always()", "staging"),
        Job("c", ("a", "b"), None, "production", "./x.yml"),
    )
    assert triggers_of(document) == {"push": None}
    assert triggers_of({"on": {"schedule": [1]}}) == {"schedule": [1]}
    assert triggers_of({"on": "push"}) == {"push": None}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "jobs = None"),
        ({"jobs": {"a": 1}}, "job a = 1"),
        ({"jobs": {"a": {"needs": 3}}}, "needs of a = 3"),
        ({"jobs": {"a": {"if": 3}}}, "if of a = 3"),
        ({"jobs": {"a": {"if": "always("}}}, "expression = 'always\\('"),
        ({"jobs": {"a": {"needs": "gone"}}}, r"needs of a = \['gone'\].*jobs of this workflow: a"),
        ({"jobs": {"a": {"environment": {"url": "x"}}}}, "environment of a"),
        ({"jobs": {"a": {"environment": ""}}}, "environment of a"),
    ],
)
def test_a_document_that_cannot_be_understood_is_refused(document: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        jobs_of(document)
    with pytest.raises(ValueError, match="on = None"):
        triggers_of(document)


def test_the_order_is_one_in_which_production_comes_after_all_that_proves_staging() -> None:
    assert {"gate", "staging-deploy", "staging-smoke", "staging-canary", "production-plan"} <= ancestors(
        DELIVERY, "production-deploy"
    )
    assert {stage.name for stage in GATE} == {"lint", "test", "policy", "security"}
    with pytest.raises(ValueError, match="stage = 'deploy'"):
        ancestors(DELIVERY, "deploy")


def test_a_stack_has_its_environment() -> None:
    assert environment_of("prod") == "production"
    with pytest.raises(ValueError, match=r"stack = 'sandbox'.*staging, prod"):
        environment_of("sandbox")
