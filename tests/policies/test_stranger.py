"""The pack's aims on a corpus that was written without a look at it: found for the right reason, no false alarm."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest
from guardrails.catalog import load
from guardrails.config.pack_config import PackConfig
from guardrails.judge import Judge

from tests.policies.stranger import AREAS, CASES
from tests.policies.stranger.build import Case
from tests.policies.stranger.measure import Outcome, Result, measure
from tests.policies.stranger.schema import faults

JUDGE = Judge.of(load(), PackConfig(), "prod", "shop")
"""Of a stack of production, without any configuration."""

FOUND, ALARMS = 0.97, 0.02
"""The aims: the least share of mistakes to find, the most sound stacks to warn of."""

both_times = pytest.mark.parametrize("preview", [False, True], ids=["update", "preview"])
every_area = pytest.mark.parametrize("area", AREAS)


@cache
def results(area: str, preview: bool) -> tuple[Result, ...]:
    return tuple(measure(case, JUDGE, preview=preview) for case in CASES if case.area == area)


def listed(results: list[Result]) -> str:
    return "\n".join(f"{each.case.id} ({', '.join(each.case.blame)}): {' / '.join(each.said)}" for each in results)


@both_times
@every_area
def test_mistakes_are_found_for_the_right_reason(area: str, preview: bool) -> None:
    """A mistake whose value is unknown in a preview may wait for the update, where it is found."""
    wrong = [each for each in results(area, preview) if each.case.wrong and each.outcome is not Outcome.DEFERRED]
    missed = [each for each in wrong if each.outcome is Outcome.MISSED]
    assert len(missed) <= (1 - FOUND) * len(wrong), listed(missed)


@both_times
@every_area
def test_sound_stacks_raise_no_alarm(area: str, preview: bool) -> None:
    sound = [each for each in results(area, preview) if not each.case.wrong]
    alarms = [each for each in sound if each.outcome is Outcome.ALARM]
    assert len(alarms) <= ALARMS * len(sound), listed(alarms)


@both_times
@every_area
def test_no_rule_fails(area: str, preview: bool) -> None:
    assert [text for each in results(area, preview) for text in each.crashed] == []


def test_few_mistakes_wait_for_the_update() -> None:
    waiting = [each for area in AREAS for each in results(area, True) if each.outcome is Outcome.DEFERRED]
    assert len(waiting) <= 12, listed(waiting)


def test_advice_is_rare_on_stacks_that_are_hardened() -> None:
    """What a reader calls noise: advice on a sound stack about something else than what the case is about."""
    noisy = [each for area in AREAS for each in results(area, False) if each.noise and not each.case.wrong]
    said: defaultdict[str, int] = defaultdict(int)
    for each in noisy:
        for text in each.noise:
            said[text.rpartition("[")[2]] += 1
    sound = [case for case in CASES if not case.wrong]
    assert len(noisy) <= 0.1 * len(sound), dict(said)


def test_the_corpus_is_of_the_size_that_it_says() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    for area in AREAS:
        mistakes = [case.id for case in CASES if case.area == area and case.wrong]
        assert len(mistakes) >= 35, area
        assert {case.twin for case in CASES if case.area == area and case.twin} == set(mistakes)


def test_a_twin_differs_from_its_mistake() -> None:
    by_id = {case.id: case for case in CASES}
    for case in CASES:
        if case.twin:
            assert by_id[case.twin].stack != case.stack, case.id


@pytest.mark.xdist_group("pulumi_aws")
@every_area
def test_types_and_properties_are_those_of_pulumi_aws(area: str) -> None:
    unknown = [fault for case in _of(area) for one in case.stack for fault in faults(one.type, one.raw)]
    assert unknown == []


def _of(area: str) -> list[Case]:
    return [case for case in CASES if case.area == area]
