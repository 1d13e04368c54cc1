"""Circuits over one table: what opens one, who probes, and what happens when the table is not there."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from aws_lambda_powertools.utilities.circuit_breaker import base
from aws_lambda_powertools.utilities.circuit_breaker.persistence import base as layer
from aws_lambda_powertools.utilities.circuit_breaker.persistence import dynamodb
from botocore.exceptions import ClientError, ConnectTimeoutError

from lambdas.clients.circuits import ALONE_S, CircuitStore
from lambdas.patterns.outcomes import UNHEALTHY, Outcome, PatternError, failure
from lambdas.route_request.circuits import STATE_AGE_S, Circuits

TABLE, PATTERN = "switch", "sagemaker_realtime"
FAILURES, RECOVERY_S = 3, 30


class Clock:
    """Powertools' clock, which is `datetime.now`, and the store's own."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    moment = SimpleNamespace(now=lambda: SimpleNamespace(timestamp=lambda: found.now))
    for module in (base, layer, dynamodb):
        monkeypatch.setattr(module, "dt", SimpleNamespace(datetime=moment))
    return found


class Flaky:
    """A client whose calls fail while it is down, with the error of a table that cannot be reached or refuses."""

    def __init__(self, client: Any, error: Exception | None = None) -> None:
        self._client = client
        self.error = error or ConnectTimeoutError(endpoint_url="table")
        self.down = False
        self.calls: list[str] = []
        self.meta = client.meta

    def __getattr__(self, name: str) -> Any:
        def call(**request: Any) -> Any:
            self.calls.append(name)
            if self.down:
                raise self.error
            return getattr(self._client, name)(**request)

        return call


class Environment:
    """One execution environment: Powertools keeps a process's counts and its owner's id in globals of its module."""

    def __init__(self, client: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[str] = []
        self.circuits = Circuits(
            CircuitStore(client, TABLE, RECOVERY_S, clock), FAILURES, RECOVERY_S, self.opened.append
        )
        self.calls = 0
        self._patch = monkeypatch
        self._globals = {
            "_LOCAL_FAILURES": {},
            "_LOCAL_SUCCESSES": {},
            "_LAST_OBSERVED_STATE": {},
            "_PROBE_OWNER": SimpleNamespace(),
        }

    def ask(self, outcome: Outcome = Outcome.ANSWERED, while_it_works: Callable[[], object] = lambda: None) -> Outcome:
        return self._through(self.circuits.call, outcome, while_it_works)

    def insist(self, outcome: Outcome = Outcome.ANSWERED) -> Outcome:
        return self._through(self.circuits.insist, outcome, lambda: None)

    def _through(self, call: Callable[..., Outcome], outcome: Outcome, while_it_works: Callable[[], object]) -> Outcome:
        self._step_in()

        def work() -> Outcome:
            self.calls += 1
            while_it_works()
            self._step_in()
            if outcome is not Outcome.ANSWERED:
                raise failure(outcome, "X", "words")
            return outcome

        try:
            return call(PATTERN, work)
        except PatternError as error:
            return error.outcome

    def _step_in(self) -> None:
        for name, value in self._globals.items():
            self._patch.setattr(base, name, value)


Environments = Callable[..., Environment]


@pytest.fixture
def environments(switch_table: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Environments:
    return lambda client=switch_table: Environment(client, clock, monkeypatch)


def opened(environment: Environment) -> Environment:
    for _ in range(FAILURES):
        environment.ask(Outcome.TIMEOUT)
    return environment


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.ANSWERED])
def test_only_an_ill_pattern_opens_its_circuit(environments: Environments, outcome: Outcome) -> None:
    one = environments()
    for _ in range(FAILURES + 2):
        one.ask(outcome)
    ill = outcome in UNHEALTHY
    assert one.calls == (FAILURES if ill else FAILURES + 2)
    assert one.opened == ([PATTERN] if ill else [])


def test_an_answer_in_between_starts_the_count_again(environments: Environments) -> None:
    one = environments()
    for outcome in (*[Outcome.TIMEOUT] * (FAILURES - 1), Outcome.ANSWERED, *[Outcome.TIMEOUT] * (FAILURES - 1)):
        assert one.ask(outcome) is outcome


def test_what_one_environment_found_out_the_others_know(environments: Environments, clock: Clock) -> None:
    other = environments()
    other.ask()
    opened(environments())
    clock.now += STATE_AGE_S
    assert other.ask() is Outcome.CIRCUIT_OPEN
    assert environments().ask() is Outcome.CIRCUIT_OPEN, "an environment that starts asks the table first"


def test_an_open_circuit_is_not_read_again_before_somebody_may_probe(
    environments: Environments, switch_table: Any, clock: Clock
) -> None:
    opened(environments())
    client = Flaky(switch_table)
    one = environments(client)
    for _ in range(RECOVERY_S // STATE_AGE_S):
        assert one.ask() is Outcome.CIRCUIT_OPEN
        clock.now += STATE_AGE_S
    assert client.calls == ["get_item"]
    assert one.ask() is Outcome.ANSWERED
    assert client.calls == ["get_item", "get_item", "put_item", "update_item"]


def test_one_of_fifty_probes_and_its_answer_is_everybodys(environments: Environments, clock: Clock) -> None:
    opened(environments())
    fleet = [environments() for _ in range(50)]
    assert {each.ask() for each in fleet} == {Outcome.CIRCUIT_OPEN}
    clock.now += RECOVERY_S
    assert sorted(each.ask(Outcome.TIMEOUT) for each in fleet) == [Outcome.CIRCUIT_OPEN] * 49 + [Outcome.TIMEOUT]
    clock.now += RECOVERY_S
    meanwhile: list[Outcome] = []
    fleet[0].ask(while_it_works=lambda: meanwhile.extend(each.ask() for each in fleet[1:]))
    assert meanwhile == [Outcome.CIRCUIT_OPEN] * 49, "nobody else while the probe is out"
    clock.now += STATE_AGE_S
    assert {each.ask() for each in fleet} == {Outcome.ANSWERED}
    assert not any(each.opened for each in fleet), "a probe that failed opened nothing that was closed"


def test_a_prober_that_vanished_is_followed_by_another(environments: Environments, clock: Clock) -> None:
    opened(environments())
    clock.now += RECOVERY_S
    lost = environments()
    lost.ask(Outcome.REFUSED)  # elected, and neither well nor ill
    clock.now += STATE_AGE_S
    assert environments().ask() is Outcome.CIRCUIT_OPEN
    clock.now += RECOVERY_S
    assert environments().ask() is Outcome.ANSWERED


def test_the_item_is_the_tables(environments: Environments, switch_table: Any, clock: Clock) -> None:
    opened(environments())
    (item,) = switch_table.scan(TableName=TABLE)["Items"]
    assert item["id"] == {"S": f"circuit#{PATTERN}"}
    assert int(item["expires_at"]["N"]) > clock.now + RECOVERY_S


DENIED = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "PutItem")


@pytest.mark.parametrize("error", [ConnectTimeoutError(endpoint_url="table"), DENIED])
def test_without_the_table_an_environment_goes_on_alone(
    environments: Environments, switch_table: Any, clock: Clock, error: Exception
) -> None:
    client = Flaky(switch_table, error)
    client.down = True
    one = environments(client)
    for _ in range(10):
        one.ask(Outcome.TIMEOUT)
    assert one.calls == FAILURES, "its circuit opened, though nobody else knows"
    assert len(client.calls) == 1, "a table that failed is left alone"
    clock.now += RECOVERY_S
    assert one.ask() is Outcome.ANSWERED
    assert one.ask() is Outcome.ANSWERED


def test_a_table_that_comes_back_is_used_again(environments: Environments, switch_table: Any, clock: Clock) -> None:
    client = Flaky(switch_table)
    client.down = True
    one = environments(client)
    assert one.ask() is Outcome.ANSWERED
    client.down = False
    opened(environments())
    clock.now += ALONE_S - 1
    assert one.ask() is Outcome.ANSWERED
    clock.now += STATE_AGE_S
    assert one.ask() is Outcome.CIRCUIT_OPEN, "it knows again what the others know"


def test_what_was_known_of_a_circuit_stays_known(environments: Environments, switch_table: Any, clock: Clock) -> None:
    opened(environments())
    client = Flaky(switch_table)
    one = environments(client)
    assert one.ask() is Outcome.CIRCUIT_OPEN
    client.down = True
    clock.now += STATE_AGE_S
    assert one.ask() is Outcome.CIRCUIT_OPEN
    assert one.calls == 0


def test_a_table_that_fails_while_a_probe_is_out(environments: Environments, switch_table: Any, clock: Clock) -> None:
    opened(environments())
    client = Flaky(switch_table)
    one = environments(client)
    clock.now += RECOVERY_S

    def lose_the_table() -> None:
        client.down = True

    assert one.ask(while_it_works=lose_the_table) is Outcome.ANSWERED
    assert one.ask() is Outcome.ANSWERED, "what it found out holds for itself"


def test_an_answer_to_whoever_insisted_closes_the_circuit_for_all(
    environments: Environments, switch_table: Any, clock: Clock
) -> None:
    opened(environments())
    one = environments()
    assert one.ask() is Outcome.CIRCUIT_OPEN
    assert one.insist(Outcome.TIMEOUT) is Outcome.TIMEOUT
    assert one.ask() is Outcome.CIRCUIT_OPEN, "a failure changes nothing"
    assert one.insist() is Outcome.ANSWERED
    for _ in range(3):
        assert one.ask() is Outcome.ANSWERED
        clock.now += STATE_AGE_S
    assert environments().ask() is Outcome.ANSWERED
    assert opened(one).ask() is Outcome.CIRCUIT_OPEN, "and it opens again"


def test_who_was_alone_knows_again_what_the_others_find_out(
    environments: Environments, switch_table: Any, clock: Clock
) -> None:
    opened(environments())
    client = Flaky(switch_table)
    one = environments(client)
    clock.now += RECOVERY_S
    one.ask(while_it_works=lambda: setattr(client, "down", True))  # closed, and nobody could be told
    client.down = False
    clock.now += RECOVERY_S + ALONE_S
    assert environments().ask() is Outcome.ANSWERED
    opened(environments())
    clock.now += STATE_AGE_S
    assert one.ask() is Outcome.CIRCUIT_OPEN
