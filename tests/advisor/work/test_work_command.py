"""The commands of durable work: a file is a work, the same file the same one; either Region will do."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from typer.testing import CliRunner, Result

from advisor.__main__ import COMMANDS
from advisor.errors import InputError
from advisor.work import asking, command
from advisor.work.asking import Functions, Works, functions_of
from lambdas.work_body import MAX_INPUT_BYTES

HERE, THERE = "us-east-1", "us-east-2"
ARNS = {region: f"arn:aws:lambda:{region}:123456789012:function:accept-{region}:live" for region in (HERE, THERE)}
DONE = {"status": "done", "outcome": "succeeded", "result": {"content_type": "application/json", "body": '{\n "a": 7}'}}


class Region:
    """Lambda of one Region: `accept_work` over a dict."""

    def __init__(self, works: dict[str, dict[str, Any]]) -> None:
        self.works = works
        self.asked: list[Any] = []
        self.raises: Exception | None = None
        self.error: dict[str, str] | None = None

    def invoke(self, **arguments: Any) -> dict[str, Any]:
        event = json.loads(arguments["Payload"])
        self.asked.append((arguments["FunctionName"], event))
        if self.raises is not None:
            raise self.raises
        if self.error is not None:
            return {"Payload": io.BytesIO(json.dumps(self.error).encode()), "FunctionError": "Unhandled"}
        lines = []
        for work in event["works"]:
            if "input" in work:
                self.works.setdefault(work["key"], {"status": "running"})
            lines.append({"key": work["key"], **self.works.get(work["key"], {"status": "unknown"})})
        return {"Payload": io.BytesIO(json.dumps({"works": lines}).encode())}


class FakeTime:
    """A clock that only moves when somebody sleeps."""

    now = 0.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def works() -> dict[str, dict[str, Any]]:
    return {}


@pytest.fixture
def regions(works: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> dict[str, Region]:
    found = {region: Region(works) for region in (HERE, THERE)}
    monkeypatch.setattr(asking, "client_for", lambda _service, region, _timeout_s, connections: found[region])
    return found


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({"primaryRegion": HERE, "acceptWorkFunctions": ARNS}))
    return file


@pytest.fixture
def image(tmp_path: Path) -> Path:
    file = tmp_path / "seven.png"
    file.write_bytes(b"\x89PNG")
    return file


@pytest.fixture
def run(outputs: Path) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(command.app, [*map(str, words), "--outputs", str(outputs)])


def test_a_file_is_accepted_and_its_key_printed(regions: dict[str, Region], image: Path, run: Any) -> None:
    done = run("submit", image)
    assert done.exit_code == 0, done.output
    ((function, event),) = regions[HERE].asked
    assert function == ARNS[HERE]
    (work,) = event["works"]
    assert work["input"] == {"content_type": "image/png", "body_base64": "iVBORw=="}
    assert done.stdout == f"{work['key']}  running\n"
    assert done.stderr == "1 running\n"
    assert not regions[THERE].asked


def test_the_same_file_is_the_same_work_and_another_type_is_another(
    regions: dict[str, Region], image: Path, run: Any
) -> None:
    for options in ((), (), ("--content-type", "application/octet-stream"), (image,)):
        run("submit", image, *options)
    keys = [[work["key"] for work in event["works"]] for _, event in regions[HERE].asked]
    assert keys[0] == keys[1] == keys[3]
    assert keys[2] != keys[0]


def test_a_region_that_does_not_answer_is_said_and_the_other_one_asked(
    regions: dict[str, Region], image: Path, run: Any
) -> None:
    regions[HERE].raises = EndpointConnectionError(endpoint_url="https://lambda")
    done = run("submit", image)
    assert done.exit_code == 0
    assert f"work: {HERE} failed (connection); {THERE} is asked" in done.stderr
    assert regions[THERE].asked[0][0] == ARNS[THERE]
    assert regions[THERE].asked[0][1] == regions[HERE].asked[0][1]


def test_results_are_printed(regions: dict[str, Region], works: dict[str, Any], run: Any) -> None:
    works["a"] = DONE
    works["b"] = {"status": "done", "outcome": "failed", "result": {"error": {"code": "X", "message": "no such type"}}}
    works["c"] = {**DONE, "result": {"content_type": "a/b", "body_base64": "AA=="}}
    done = run("status", "a", "b", "c", "d")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        'a  succeeded  { "a": 7}',
        "b  failed  no such type",
        "c  succeeded  (binary; --json has it)",
        "d  unknown",
    ]
    assert run("status", "a").exit_code == 0
    assert json.loads(run("status", "a", "--json").stdout) == {"works": [{"key": "a", **DONE}]}


def test_who_waits_gets_the_result_or_is_told_that_there_is_none_yet(fake_time: Any) -> None:
    states = {"a": ["running", "running", "done"], "b": ["running"] * 9}

    def ask(_operation: str, **arguments: Any) -> Any:
        keys = arguments.get("keys") or [work["key"] for work in arguments["works"]]
        return {"works": [{"key": key, "status": states[key].pop(0)} for key in keys]}

    asked = Works(ask, fake_time.clock, fake_time.sleep)
    lines = asked.followed(asked.submit([{"key": "a"}, {"key": "b"}]), 5.0)
    assert {line["key"]: line["status"] for line in lines} == {"a": "done", "b": "running"}
    assert fake_time.now == 5.0


def test_many_works_go_in_parts(fake_time: Any) -> None:
    sizes: list[int] = []

    def ask(_operation: str, **arguments: Any) -> Any:
        sizes.append(len(arguments["keys"]))
        return {"works": [{"key": key, "status": "done"} for key in arguments["keys"]]}

    assert len(Works(ask, fake_time.clock, fake_time.sleep).look_up([str(at) for at in range(60)])) == 60
    assert sizes == [25, 25, 10]


def test_one_region_alone_is_asked_alone(
    regions: dict[str, Region], works: dict[str, Any], outputs: Path, run: Any
) -> None:
    outputs.write_text(json.dumps({"primaryRegion": HERE, "acceptWorkFunctions": {HERE: ARNS[HERE]}}))
    works["a"] = DONE
    assert run("status", "a").exit_code == 0
    regions[HERE].raises = EndpointConnectionError(endpoint_url="https://lambda")
    done = run("status", "a")
    assert (done.exit_code, len(regions[THERE].asked)) == (2, 0)


def test_what_a_region_refuses_is_told(regions: dict[str, Region], image: Path, run: Any) -> None:
    regions[HERE].error = {"errorType": "KeyReusedError", "errorMessage": "key a: given before with another input"}
    done = run("submit", image, "--key", "a")
    assert done.exit_code == 2
    assert "KeyReusedError: key a: given before with another input" in done.stderr
    regions[HERE].error, regions[HERE].raises = None, ClientError({"Error": {"Code": "AccessDenied"}}, "Invoke")
    assert "AWS refused Invoke: AccessDenied" in run("submit", image).stderr
    assert not regions[THERE].asked


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("a.bin_", b"x", (), "give --content-type"),
        ("a.json", b"", (), "1 to 100000 bytes"),
        ("a.json", b"x" * (MAX_INPUT_BYTES + 1), (), "100001 bytes"),
        ("a.json", b"x", ("--key", "a b"), "key = 'a b' is not accepted"),
        ("a.json", b"x", ("--content-type", "json"), "a type such as"),
        ("a.json", None, (), "could not be read"),
    ],
)
def test_a_file_that_is_no_work_is_refused_before_anybody_is_asked(
    regions: dict[str, Region], tmp_path: Path, run: Any, name: str, content: bytes | None, options: Any, said: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    done = run("submit", file, *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not regions[HERE].asked


def test_one_key_is_for_one_file(image: Path, run: Any) -> None:
    done = run("submit", image, image, "--key", "a")
    assert done.exit_code == 2
    assert "--key is for one file; 2 are given" in done.stderr


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, "has no output primaryRegion"),
        ({"primaryRegion": HERE}, "acceptWorkFunctions = None"),
        ({"primaryRegion": HERE, "acceptWorkFunctions": {THERE: ARNS[THERE]}}, "a function for us-east-1"),
        ({"primaryRegion": HERE, "acceptWorkFunctions": {HERE: ""}}, "accepted: a function"),
        ({"primaryRegion": HERE, "acceptWorkFunctions": {**ARNS, "eu-west-1": "x"}}, "at most one other Region"),
    ],
)
def test_a_stack_without_the_theme_says_what_to_do(outputs: Path, found: Any, said: str) -> None:
    outputs.write_text(json.dumps(found))
    with pytest.raises(InputError) as refused:
        functions_of(None, outputs)
    assert said in str(refused.value)
    assert "resilience.enabled" in str(refused.value)


def test_one_function_for_both_regions_is_refused(regions: dict[str, Region]) -> None:
    with pytest.raises(ValueError, match="us-east-2"):
        asking.asking(Functions(HERE, dict.fromkeys(ARNS, ARNS[HERE])), print)


def test_the_advisor_lists_the_command() -> None:
    assert COMMANDS["work"].module == "advisor.work.command"
