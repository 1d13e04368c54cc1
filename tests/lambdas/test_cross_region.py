"""Two Regions over real HTTP: who is asked, how often, with what, and what a silent Region costs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from domain.resilience import FailureReason
from lambdas.clients.cross_region import FunctionFailedError, RegionalCalls, client_for
from lambdas.cross_region.budget import SharedRetryBudget
from lambdas.cross_region.circuits import CircuitRules, RegionCircuits
from lambdas.cross_region.composition import Limits, cross_region
from lambdas.cross_region.meter import FailoverMeter

HERE, THERE = "us-east-1", "us-east-2"


def arn(region: str) -> str:
    return f"arn:aws:lambda:{region}:123456789012:function:accept-{region}:live"


RESOURCES = {region: {"accept_work": arn(region), "endpoint": f"e-{region}"} for region in (HERE, THERE)}
WORK = {"key": "a", "input": {"content_type": "a/b", "body": "x"}}


class Region:
    """Lambda and SageMaker of one Region: plays its replies in order, then accepts everything."""

    def __init__(self) -> None:
        self.replies: list[tuple[int, dict[str, str], Any]] = []
        self.asked: list[tuple[str, Any]] = []
        self.silent = threading.Event()
        self.released = threading.Event()
        self._one_at_a_time = threading.Lock()
        region = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with region._one_at_a_time:
                    region.asked.append((self.path, body))
                    reply = region.replies.pop(0) if region.replies else (200, {}, {"works": "accepted"})
                if region.silent.is_set():
                    region.released.wait(10)
                    return
                status, headers, document = reply
                data = json.dumps(document).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(data))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128  # fifty callers come at once

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def fails(self, status: int, code: str, times: int = 1) -> None:
        self.replies += [(status, {"x-amzn-ErrorType": code}, {"Message": code})] * times

    def function_fails(self, kind: str) -> None:
        self.replies.append((200, {"X-Amz-Function-Error": "Unhandled"}, {"errorType": kind, "errorMessage": "why"}))

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def regions() -> Iterator[dict[str, Region]]:
    found = {region: Region() for region in (HERE, THERE)}
    yield found
    for region in found.values():
        region.close()


@pytest.fixture
def clients(regions: dict[str, Region]) -> Callable[[str, str, float], Any]:
    made: dict[tuple[str, str, float], Any] = {}
    making = threading.Lock()

    def make(service: str, region: str, timeout_s: float) -> Any:
        with making:
            if (service, region, timeout_s) not in made:
                made[service, region, timeout_s] = boto3.session.Session("a", "b", region_name=region).client(
                    service,
                    endpoint_url=regions[region].url,
                    config=Config(
                        read_timeout=timeout_s,
                        connect_timeout=timeout_s,
                        retries={"total_max_attempts": 1},
                        max_pool_connections=50,
                    ),
                )
            return made[service, region, timeout_s]

    return make


@pytest.fixture
def reasons() -> list[FailureReason]:
    return []


def limits(**fields: Any) -> Limits:
    return Limits(**{"attempt_s": 2.0, "deadline_s": 6.0, **fields})


@pytest.fixture
def client(clients: Any, reasons: list[FailureReason]) -> Any:
    return cross_region(HERE, THERE, RESOURCES, limits=limits(), clients=clients, on_failover=reasons.append)


def test_the_primary_is_asked_by_its_own_name_and_the_secondary_not_at_all(
    client: Any, regions: dict[str, Region], reasons: list[FailureReason]
) -> None:
    assert client.access_with_failover("accept", works=[WORK]) == {"works": "accepted"}
    ((path, body),) = regions[HERE].asked
    assert HERE in path
    assert json.loads(body) == {"works": [WORK]}
    assert not regions[THERE].asked
    assert not reasons


def test_a_write_that_got_no_answer_is_repeated_elsewhere_under_its_own_key(
    clients: Any, regions: dict[str, Region], reasons: list[FailureReason]
) -> None:
    quick = limits(attempt_s=0.25, deadline_s=5.0)
    client = cross_region(HERE, THERE, RESOURCES, limits=quick, clients=clients, on_failover=reasons.append)
    regions[HERE].silent.set()
    client.access_with_failover("accept", works=[WORK])
    ((path, there),) = regions[THERE].asked
    assert THERE in path
    assert there == regions[HERE].asked[0][1]
    assert reasons == [FailureReason.TIMEOUT]


@pytest.mark.parametrize(("status", "code"), [(500, "ServiceException"), (503, "ServiceUnavailableException")])
def test_a_5xx_goes_to_the_other_region_at_once(
    client: Any, regions: dict[str, Region], reasons: list[FailureReason], status: int, code: str
) -> None:
    regions[HERE].fails(status, code)
    client.access_with_failover("accept", works=[WORK])
    assert (len(regions[HERE].asked), len(regions[THERE].asked)) == (1, 1)
    assert reasons == [FailureReason.SERVER_ERROR]


def test_a_function_that_cannot_know_goes_to_the_other_region(
    client: Any, regions: dict[str, Region], reasons: list[FailureReason]
) -> None:
    regions[HERE].function_fails("LedgerUnknownError")
    client.access_with_failover("accept", works=[WORK])
    assert reasons == [FailureReason.SERVER_ERROR]


@pytest.mark.parametrize("kind", ["KeyReusedError", "InvalidEventError"])
def test_what_the_caller_did_wrong_is_told_and_asked_nobody_else(
    client: Any, regions: dict[str, Region], kind: str
) -> None:
    regions[HERE].function_fails(kind)
    with pytest.raises(FunctionFailedError, match=f"{HERE}.* failed: {kind}: why"):
        client.access_with_failover("accept", works=[WORK])
    assert not regions[THERE].asked


def test_throttling_waits_and_stays_in_its_region(
    client: Any, regions: dict[str, Region], reasons: list[FailureReason]
) -> None:
    regions[HERE].fails(429, "TooManyRequestsException", times=2)
    client.access_with_failover("accept", works=[WORK])
    assert len(regions[HERE].asked) == 3
    assert not regions[THERE].asked
    assert not reasons


def test_a_refused_connection_goes_to_the_other_region(
    clients: Any, regions: dict[str, Region], reasons: list[FailureReason]
) -> None:
    regions[HERE].close()
    client = cross_region(HERE, THERE, RESOURCES, limits=limits(), clients=clients, on_failover=reasons.append)
    client.access_with_failover("look_up", keys=["a"])
    assert json.loads(regions[THERE].asked[0][1]) == {"works": [{"key": "a"}]}
    assert reasons == [FailureReason.CONNECTION]


def test_a_prediction_is_asked_of_each_region_s_own_endpoint(client: Any, regions: dict[str, Region]) -> None:
    regions[HERE].replies.append(
        (424, {"x-amzn-ErrorType": "ModelError"}, {"OriginalStatusCode": 500, "Message": "the model fell over"})
    )
    answer = client.access_with_failover("predict", body=b"x", content_type="a/b")
    assert json.loads(answer) == {"works": "accepted"}
    assert f"/endpoints/e-{HERE}/" in regions[HERE].asked[0][0]
    assert f"/endpoints/e-{THERE}/" in regions[THERE].asked[0][0]


def test_an_input_that_the_model_refuses_is_not_asked_of_the_other_region(
    client: Any, regions: dict[str, Region]
) -> None:
    regions[HERE].replies.append(
        (424, {"x-amzn-ErrorType": "ModelError"}, {"OriginalStatusCode": 415, "Message": "no such type"})
    )
    with pytest.raises(ClientError):
        client.access_with_failover("predict", body=b"x", content_type="a/b")
    assert not regions[THERE].asked


@pytest.mark.parametrize("work", [{"input": {}}, {"key": ""}, {"key": "a#b"}])
def test_a_write_without_an_idempotency_key_asks_nobody(
    client: Any, regions: dict[str, Region], work: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"^key = .* is not accepted"):
        client.access_with_failover("accept", works=[work])
    assert not regions[HERE].asked
    assert not regions[THERE].asked


def test_an_operation_that_nobody_knows_is_refused(client: Any) -> None:
    with pytest.raises(ValueError, match=r"^operation = 'delete' is not accepted: one of accept, look_up, predict"):
        client.access_with_failover("delete", key="a")


@pytest.mark.parametrize(
    ("resources", "said"),
    [
        ({HERE: {"accept_work": arn(HERE)}}, r"resources = .*those of us-east-1 and of us-east-2"),
        ({region: {"accept_work": arn(HERE)} for region in (HERE, THERE)}, "us-east-2"),
        ({HERE: {"accept_work": arn(HERE)}, THERE: {}}, "the same resources"),
    ],
)
def test_resources_that_are_not_each_region_s_own_are_refused(resources: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        cross_region(HERE, THERE, resources)


def test_the_same_region_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=HERE):
        cross_region(HERE, HERE, {HERE: RESOURCES[HERE]})


def test_a_call_without_its_region_s_name_is_refused(clients: Any) -> None:
    calls = RegionalCalls({region: {"accept_work": arn(region)} for region in (HERE, THERE)}, clients)
    with pytest.raises(ValueError, match="a name for 'endpoint' in each Region"):
        calls(HERE, "predict", timeout_s=1, body=b"", content_type="a/b")
    with pytest.raises(ValueError, match=r"^region = 'eu-west-1'"):
        calls("eu-west-1", "look_up", timeout_s=1, keys=["a"])


def test_the_sdk_makes_one_attempt_within_the_time_given(aws: None) -> None:
    found = client_for("lambda", THERE, 4.0, 7)
    assert found.meta.region_name == THERE
    config = found.meta.config
    assert config.connect_timeout + config.read_timeout == 4.0
    assert config.retries["total_max_attempts"] == 1
    assert config.max_pool_connections == 7


def test_of_many_callers_at_once_a_handful_waits_for_a_silent_region(
    clients: Any, regions: dict[str, Region], reasons: list[FailureReason]
) -> None:
    """Fifty begin before the first of them can know anything."""
    rules = CircuitRules(failures=3, unanswered=4, patience_s=0.05, recovery_s=60)
    found = limits(attempt_s=1.0, deadline_s=8.0, circuit=rules)
    client = cross_region(HERE, THERE, RESOURCES, limits=found, clients=clients, on_failover=reasons.append)
    regions[HERE].silent.set()

    def ask(number: int) -> Any:
        return client.access_with_failover("accept", works=[{**WORK, "key": str(number)}])

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(ask, range(200)))
    assert answers == [{"works": "accepted"}] * 200
    assert len(regions[HERE].asked) <= 5
    assert len(regions[THERE].asked) == 200
    assert reasons.count(FailureReason.TIMEOUT) == len(regions[HERE].asked)


# The circuits themselves, with a clock that stands.


@pytest.fixture
def circuits(fake_time: Any) -> RegionCircuits:
    return RegionCircuits(CircuitRules(failures=3, unanswered=4, patience_s=0, recovery_s=10), fake_time.clock)


def test_a_region_is_left_after_failures_in_a_row_and_probed_by_one(circuits: RegionCircuits, fake_time: Any) -> None:
    for _ in range(3):
        assert circuits.allows(HERE)
        circuits.failed(HERE, FailureReason.TIMEOUT)
    assert circuits.is_open(HERE)
    assert circuits.allows(THERE)
    fake_time.now = 9.9
    assert not circuits.allows(HERE)
    fake_time.now = 10.0
    assert [circuits.allows(HERE) for _ in range(3)] == [True, False, False]
    circuits.failed(HERE, FailureReason.TIMEOUT)
    fake_time.now = 19.9
    assert not circuits.allows(HERE)
    fake_time.now = 20.0
    assert circuits.allows(HERE)
    circuits.succeeded(HERE)
    assert not circuits.is_open(HERE)
    assert [circuits.allows(HERE) for _ in range(4)] == [True] * 4


def test_a_probe_of_which_nobody_told_is_replaced(circuits: RegionCircuits, fake_time: Any) -> None:
    for _ in range(3):
        circuits.failed(HERE, FailureReason.CONNECTION)
    fake_time.now = 10.0
    assert circuits.allows(HERE)
    fake_time.now = 19.9
    assert not circuits.allows(HERE)
    fake_time.now = 20.0
    assert circuits.allows(HERE)


def test_an_answer_between_failures_keeps_the_circuit_closed(circuits: RegionCircuits) -> None:
    for _ in range(10):
        circuits.failed(HERE, FailureReason.TIMEOUT)
        circuits.failed(HERE, FailureReason.TIMEOUT)
        circuits.succeeded(HERE)
    assert not circuits.is_open(HERE)


def test_a_silent_region_gets_a_handful_of_calls_and_more_with_each_answer(circuits: RegionCircuits) -> None:
    assert [circuits.allows(HERE) for _ in range(5)] == [True] * 4 + [False]
    circuits.succeeded(HERE)
    assert [circuits.allows(HERE) for _ in range(5)] == [True] * 4 + [False]
    circuits.failed(HERE, FailureReason.SERVER_ERROR)  # ill, but not silent
    assert circuits.allows(HERE)


def test_calls_of_which_nobody_told_do_not_close_a_region_for_good(circuits: RegionCircuits, fake_time: Any) -> None:
    assert [circuits.allows(HERE) for _ in range(5)] == [True] * 4 + [False]
    fake_time.now = 10.0
    assert [circuits.allows(HERE) for _ in range(2)] == [True, False]


def test_who_waits_for_a_first_answer_goes_on_when_it_comes(wait_until: Any) -> None:
    circuits = RegionCircuits(CircuitRules(failures=1, unanswered=1, patience_s=30, recovery_s=60), lambda: 0.0)
    assert circuits.allows(HERE)
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(circuits.allows, HERE)
        circuits.succeeded(HERE)
        assert waiting.result(5)
        left = pool.submit(circuits.allows, HERE)
        circuits.failed(HERE, FailureReason.TIMEOUT)
        assert not left.result(5)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"failures": 0}, "failures"),
        ({"failures": 5, "unanswered": 4}, "unanswered = 4 is not accepted: at least failures"),
        ({"patience_s": -1}, "patience_s"),
        ({"recovery_s": 0}, "recovery_s"),
        ({"recovery_s": float("nan")}, "recovery_s"),
    ],
)
def test_rules_that_make_no_circuit_are_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        CircuitRules(**fields)


def test_failovers_are_counted_by_reason() -> None:
    lines: list[str] = []
    meter = FailoverMeter({"service": "s", "Environment": "test"}, lines.append, lambda: 1.5)
    meter.failed_over(FailureReason.TIMEOUT)
    (line,) = map(json.loads, lines)
    assert (line["CrossRegionFailoverCount"], line["Reason"], line["_aws"]["Timestamp"]) == (1, "timeout", 1500)
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service", "Environment", "Reason"]]


def test_threads_take_no_more_of_the_budget_than_there_is() -> None:
    budget = SharedRetryBudget(0.0, 0.0)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: budget.take(0.0), range(400)))
    assert sum(taken) == 10
    budget.give_back()
    budget.deposit(0.0)
    assert budget.take(0.0)
