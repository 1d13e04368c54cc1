"""Every type from its creation to its end, through boto3, against a real sandbox server.

What this proves: requests that AWS's models accept, states that give no second diff, and clean ends. The sandbox is
not AWS: it checks less than AWS does.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from sandbox.provider import registry
from sandbox.provider.check import NameRequest
from sandbox.provider.compare import same
from sandbox.provider.lifecycle import Lifecycle, Subject
from sandbox.provider.values import UNKNOWN, Props
from tests.sandbox.provider.provider_cases import CASES, Case

_COUNTER = itertools.count()


class Stack:
    """Resources of one test, made as the engine makes them, and removed in the opposite order."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self.lifecycle = lifecycle
        self.made: list[tuple[Subject, str, Props]] = []

    def check(self, subject: Subject, olds: Props, news: Props) -> Props:
        inputs, failures = self.lifecycle.check(subject, olds, news, NameRequest(subject.name))
        assert failures == []
        return inputs

    def make(self, kind: str, inputs: Props) -> tuple[str, Props]:
        subject = Subject(kind, f"res{next(_COUNTER)}")
        resource_id, state = self.lifecycle.create(subject, self.check(subject, {}, inputs), 0)
        self.made.append((subject, resource_id, state))
        return resource_id, state

    def remove(self) -> None:
        for subject, resource_id, state in reversed(self.made):
            self.lifecycle.delete(subject, resource_id, state, 0)


@pytest.fixture
def stack(lifecycle: Lifecycle) -> Iterator[Stack]:
    made = Stack(lifecycle)
    yield made
    made.remove()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind.removeprefix("aws:"))
def test_a_resource_lives(case: Case, stack: Stack) -> None:
    provider = stack.lifecycle
    subject = Subject(case.kind, f"It{next(_COUNTER)}")
    given = {**(case.needs(stack.make) if case.needs else {}), **case.inputs}
    inputs = stack.check(subject, {}, given)

    planned = provider.preview_create(subject, inputs)
    resource_id, state = provider.create(subject, inputs, 0)
    stack.made.append((subject, resource_id, state))
    assert all(state.get(name) not in (None, "") for name in case.outputs), state
    known = {name: value for name, value in planned.items() if value is not UNKNOWN}
    assert all(same(value, state.get(name)) for name, value in known.items())
    assert provider.diff(subject, state, inputs, inputs).changes == ()

    refreshed = provider.read(subject, resource_id, state, inputs)
    assert refreshed is not None
    state, read_inputs, read_id = refreshed
    assert read_id == resource_id
    assert provider.diff(subject, state, read_inputs, inputs).changes == ()
    _assert_imports(case, provider, subject, resource_id, state, inputs)

    if case.change:
        news = stack.check(subject, inputs, {**given, **case.change})
        diff = provider.diff(subject, state, inputs, news)
        assert diff.changes
        assert bool(diff.replaces) is case.replaces
        if not case.replaces:
            provider.preview_update(subject, state, inputs, news)
            state = provider.update(subject, resource_id, state, inputs, news, 0)
            assert provider.diff(subject, state, news, news).changes == ()
            inputs = news

    provider.delete(subject, resource_id, state, 0)
    assert case.stays or provider.read(subject, resource_id, state, inputs) is None
    provider.delete(subject, resource_id, state, 0)


def _assert_imports(
    case: Case, provider: Lifecycle, subject: Subject, own_id: str, state: Props, inputs: Props
) -> None:
    import_id = case.import_id(own_id, state) if case.import_id else own_id
    imported = provider.read(subject, import_id, {}, {})
    assert imported is not None
    new_state, new_inputs, found_id = imported
    assert found_id == own_id
    diff = provider.diff(subject, new_state, new_inputs, inputs)
    assert diff.names <= case.not_imported, diff.changes


def test_every_supported_type_has_a_life_here() -> None:
    elsewhere = {
        "aws:cloudcontrol/resource:Resource",  # test_cloud_control.py
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",  # moto lacks it: test_stubbed.py
    }
    assert {case.kind for case in CASES} == set(registry.tokens()) - elsewhere
