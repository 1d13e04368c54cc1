"""Deployments that others meet half-way: two at a time, a person at the endpoint, parts that something still uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.models.release import Candidate, Release
from domain.rollouts.current import Current
from domain.rollouts.record import Phase
from domain.rollouts.targets import Targets
from lambdas.clients.alarm_states import AlarmStates
from lambdas.start_deployment.beginning import Beginning
from tests.lambdas.deployment_cloud import (
    BOTH,
    ENDPOINT,
    HTTP,
    Cloud,
    begin,
    cloud_of,
    finish,
    look,
    refusal,
)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    with cloud_of(monkeypatch) as made:
        yield made


def test_two_calls_at_the_same_step_shift_the_endpoint_once(cloud: Cloud) -> None:
    """An event that came twice: the other call updates the endpoint between this one's look and its update."""
    finish(cloud, begin(cloud, 1, ENDPOINT))
    twice: list[str] = []

    def fault(call: str) -> None:
        if call == "update_endpoint" and not twice:
            twice.append(call)
            config = next(name for name in cloud.sagemaker.configs if name.startswith("digits-v2-"))
            cloud.sagemaker.update_endpoint(EndpointName="digits", EndpointConfigName=config)

    cloud.sagemaker.fault = fault
    held = begin(cloud, 2, ENDPOINT)
    assert (held.deployment.phase, held.deployment.stage) == ("forward", "shifting")
    assert finish(cloud, held).deployment.phase is Phase.DONE


def test_an_endpoint_that_became_busy_meanwhile_is_waited_for(cloud: Cloud) -> None:
    """Its scaling, or AWS's own maintenance, began between the look and the update."""
    finish(cloud, begin(cloud, 1, ENDPOINT))

    def fault(call: str) -> None:
        if call == "update_endpoint":
            cloud.sagemaker.endpoints["digits"]["EndpointStatus"] = "SystemUpdating"

    cloud.sagemaker.fault = fault
    held = begin(cloud, 2, ENDPOINT)
    assert (held.deployment.phase, held.deployment.stage) == ("forward", "made")
    assert "SystemUpdating" in held.deployment.reason
    cloud.sagemaker.fault = lambda _call: None
    cloud.sagemaker.endpoints["digits"]["EndpointStatus"] = "InService"
    assert finish(cloud, held).deployment.phase is Phase.DONE


def test_a_deployment_never_begins_on_what_is_not_so_any_more(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one began and ended between this one's look at what serves and its claim."""
    first = finish(cloud, begin(cloud, 1)).deployment
    noted = Beginning._new
    others: list[str] = []

    def slow(self: Beginning, *args: object) -> object:
        made = noted(self, *args)  # type: ignore[arg-type]
        if not others:
            others.append("v2")
            finish(cloud, begin(cloud, 2))
        return made

    monkeypatch.setattr(Beginning, "_new", slow)
    held = begin(cloud, 3)
    assert held.deployment.before.live == "v2"
    assert held.deployment.before.config not in ("", first.resource_name)
    records = [cloud.document(key) for key in cloud.keys("deployments/digits/") if "current" not in key]
    lost = [one for one in records if one["reason"] == "another deployment began first"]
    assert [one["phase"] for one in lost] == ["rolled-back"]


def test_the_error_says_how_to_start_a_refused_deployment_again(cloud: Cloud) -> None:
    begin(cloud, 1)
    with pytest.raises(Exception, match=r'"model_package_arn": "arn:package/2"'):
        begin(cloud, 2)


def test_parts_of_an_endpoint_that_the_stack_has_no_more_are_left_alone(cloud: Cloud) -> None:
    """The stack turned its endpoint off: it lives on, and the role may not touch it."""
    first = finish(cloud, begin(cloud, 1, BOTH)).deployment
    for number in (2, 3, 4):
        assert finish(cloud, begin(cloud, number, HTTP)).deployment.phase is Phase.DONE
    assert first.resource_name in cloud.sagemaker.configs
    assert first.resource_name in cloud.sagemaker.models
    assert cloud.store.current("digits").retired == (first.served,)


def test_what_an_endpoint_serves_with_is_never_removed(cloud: Cloud) -> None:
    """Somebody put the endpoint back to an old configuration by hand, while it was being retired."""
    first = finish(cloud, begin(cloud, 1, ENDPOINT)).deployment
    finish(cloud, begin(cloud, 2, ENDPOINT))
    held = begin(cloud, 3, ENDPOINT)
    cloud.sagemaker.settle("digits")
    store = cloud.store

    def retire(there: Current) -> Current:
        return replace(there, retired=(first.served,))

    store.change_current("digits", retire)
    cloud.sagemaker.endpoints["digits"]["PendingDeploymentSummary"] = {"EndpointConfigName": first.resource_name}
    look(cloud, held)
    assert first.resource_name in cloud.sagemaker.configs


def test_an_old_configuration_that_cannot_be_removed_does_not_fail_the_new_version(cloud: Cloud) -> None:
    first, second = (finish(cloud, begin(cloud, number, ENDPOINT)).deployment for number in (1, 2))

    def fault(call: str) -> None:
        if call == "delete_endpoint_config":
            raise refusal("ValidationException", "Cannot delete endpoint configuration: it is in use")

    cloud.sagemaker.fault = fault
    assert finish(cloud, begin(cloud, 3, ENDPOINT)).deployment.phase is Phase.DONE
    assert cloud.store.current("digits").retired == (first.served,)
    cloud.sagemaker.fault = lambda _call: None
    finish(cloud, begin(cloud, 4, ENDPOINT))
    assert not {first.resource_name, second.resource_name} & set(cloud.sagemaker.configs)
    assert cloud.store.current("digits").retired == ()


def test_what_a_person_replaced_on_the_endpoint_is_removed_too(cloud: Cloud) -> None:
    """`model deploy` on the pipeline's endpoint: what the pipeline had put there serves no more, and is not kept."""
    first = finish(cloud, begin(cloud, 1, ENDPOINT)).deployment
    cloud.sagemaker.configs["by-hand"] = {}
    cloud.sagemaker.endpoints["digits"]["EndpointConfigName"] = "by-hand"
    second = finish(cloud, begin(cloud, 2, ENDPOINT)).deployment
    assert set(cloud.sagemaker.configs) == {"by-hand", second.resource_name}
    assert first.resource_name not in cloud.sagemaker.models


def test_what_could_not_be_taken_back_is_removed_by_the_next_deployment(cloud: Cloud) -> None:
    """The endpoint hangs until nobody waits for it any more; its parts are in use then."""
    finish(cloud, begin(cloud, 1, ENDPOINT))
    stuck = begin(cloud, 2, ENDPOINT)
    cloud.pass_minutes(241)
    stuck = look(cloud, stuck)
    assert stuck.deployment.phase is Phase.ROLLED_BACK
    assert "could not be taken back" in stuck.deployment.reason
    assert stuck.deployment.resource_name in cloud.sagemaker.configs
    cloud.sagemaker.settle("digits", healthy=False)
    finish(cloud, begin(cloud, 3, ENDPOINT))
    assert stuck.deployment.resource_name not in cloud.sagemaker.configs


def test_a_candidate_that_a_person_took_back_in_this_very_moment_is_not_promoted(cloud: Cloud) -> None:
    targets = Targets(None, HTTP.http)
    finish(cloud, begin(cloud, 1, targets))
    held = begin(cloud, 2, targets)
    cloud.pass_minutes(6)
    held = look(cloud, held)
    cloud.pass_minutes(6)
    real = AlarmStates.of
    looked: list[str] = []

    def of(self: AlarmStates, names: object) -> object:
        if not looked:  # after the release was read, before it is changed
            looked.append("")
            cloud.store.change_release("digits", lambda there: there.without_candidate())
        return real(self, names)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AlarmStates, "of", of)
        held = look(cloud, held)
    assert (held.deployment.phase, cloud.release()) == (Phase.ROLLED_BACK, Release("v1"))
    assert "taken back by hand" in held.deployment.reason


def test_the_way_back_is_open_when_alarms_cannot_be_asked(cloud: Cloud) -> None:
    finish(cloud, begin(cloud, 1, HTTP))
    held = begin(cloud, 2, HTTP)
    assert cloud.release().candidate == Candidate("v2", 0.2, held.deployment.deployment_id)

    def denied(**_wanted: object) -> None:
        raise refusal("AccessDenied", "not authorized to perform cloudwatch:DescribeAlarms")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cloud.cloudwatch, "describe_alarms", denied)
        held = cloud.work.forward(cloud.work.condemned(held, "step Watch failed"))
    assert held.deployment.phase is Phase.ROLLED_BACK
    assert cloud.release() == Release("v1")
