"""The handler of packages, in the container's own server and over real HTTP."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lambdas.packages.build import build_package
from lambdas.serving.archive import extract_archive
from lambdas.serving.packaging import HANDLERS
from lambdas.serving.server import ModelServer, ServerSettings
from tests.lambdas.packages.package_parts import features, linear, linear_bytes, parts

ROOT = Path(__file__).parents[3]
HANDLER = (HANDLERS / "tabular_inference.py").read_bytes()
Post = Callable[..., tuple[int, Any]]


def unpacked(folder: Path, **changes: Any) -> Path:
    (folder / "model.tar.gz").write_bytes(build_package(parts(handler=HANDLER, **changes)))
    extract_archive(folder / "model.tar.gz", folder / "model")
    return folder / "model"


def post(port: int, body: Any, content_type: str = "application/json", accept: str = "") -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    connection.request("POST", "/invocations", data, {"Content-Type": content_type, "Accept": accept})
    answer = connection.getresponse()
    found = json.loads(answer.read())
    connection.close()
    return answer.status, found


def serving(folder: Path) -> Iterator[Post]:
    server = ModelServer(ServerSettings(folder, port=0), "127.0.0.1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        server.load()
        yield lambda *given: post(server.server_address[1], *given)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    yield from serving(unpacked(tmp_path_factory.mktemp("classifier")))


@pytest.fixture(scope="module")
def regression(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    folder = tmp_path_factory.mktemp("regression")
    yield from serving(unpacked(folder, onnx=linear_bytes(3, 0), features=features(3, ())))


def test_rows_are_predicted_however_they_are_written(classifier: Post) -> None:
    expected = {"model": "digits", "version": "0123456789abcdef", "predictions": ["yes", "no"]}
    rows = [{"x0": 1, "x1": 2.5}, {"x0": -1, "x1": -2}]
    assert classifier({"rows": rows}) == (200, expected)
    assert classifier({"rows": [[1, 2.5], [-1, -2]]}) == (200, expected)
    assert classifier([[1, 2.5], [-1, -2]]) == (200, expected)


def test_probabilities_come_on_request(classifier: Post) -> None:
    status, found = classifier({"rows": [[0, 0]], "probabilities": True})
    assert (status, found["probabilities"]) == (200, [[0.5, 0.5]])


def test_a_regression_gives_numbers_and_has_no_probabilities(regression: Post) -> None:
    status, found = regression({"rows": [[1, 1, 1]]})
    assert (status, found["predictions"]) == (200, [pytest.approx(0.3)])
    status, found = regression({"rows": [[1, 1, 1]], "probabilities": True})
    assert (status, found["error"]["code"]) == (400, "NoProbabilities")


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (b"", "EmptyBody", "0 bytes"),
        (b"{", "NotJson", "not JSON"),
        (b"[" * 100_000, "NotJson", "not JSON"),
        (b'{"rows": [[NaN, 1]]}', "NotJson", "NaN is no JSON number"),
        (b'{"rows": [[Infinity, 1]]}', "NotJson", "Infinity is no JSON number"),
        (b'"text"', "WrongFields", "neither an array"),
        ({"row": [[1, 2]]}, "WrongFields", "neither an array"),
        ({"rows": [[1, 2]], "more": 1}, "WrongFields", "neither an array"),
        ({"rows": [[1, 2]], "probabilities": "yes"}, "WrongFields", "true or false"),
        ({"rows": []}, "NoRows", "one row or more"),
        ({"rows": [[1, 2], [1]]}, "InvalidRow", "rows[1]: has 1 values; accepted: 2"),
        ({"rows": [7]}, "InvalidRow", "rows[0]: is int"),
        ({"rows": [{"x0": 1}]}, "InvalidRow", "rows[0].x1: "),
        ({"rows": [{"x0": 1, "x1": "two"}]}, "InvalidRow", "rows[0].x1: "),
        ({"rows": [[1, 2], [1e39, 1]]}, "InvalidRow", "rows[1].x0: "),
    ],
    ids=range(15),
)
def test_what_a_caller_did_wrong_is_named(classifier: Post, body: Any, code: str, said: str) -> None:
    status, found = classifier(body)
    assert (status, found["error"]["code"]) == (400, code)
    assert said in found["error"]["message"]


def test_other_formats_are_not_spoken(classifier: Post) -> None:
    assert classifier(b"1,2", "text/csv")[0] == 415
    assert classifier({"rows": [[1, 2]]}, "application/json", "text/csv")[0] == 415


def test_a_model_that_gives_no_number_is_at_fault_itself(tmp_path: Path) -> None:
    model = linear(2, 2)
    model.graph.initializer[0].raw_data = b"\x00\x00\xc0\x7f" * 4
    for call in serving(unpacked(tmp_path, onnx=model.SerializeToString())):
        assert call({"rows": [[1, 2]]})[0] == 500


def test_a_member_that_was_changed_after_packing_is_not_served(tmp_path: Path) -> None:
    folder = unpacked(tmp_path)
    (folder / "features.json").write_text((folder / "features.json").read_text() + " ")
    with pytest.raises(ValueError, match=r"features\.json in .* is not the one that was packed"):
        next(serving(folder))


def test_the_image_s_program_serves_a_package(tmp_path: Path) -> None:
    """The process that the image runs, with nothing to import but what its Dockerfile copies."""
    program = tmp_path / "program"
    for source, target in copied():
        destination = program / target / source.name
        destination.parent.mkdir(parents=True, exist_ok=True)
        destination.write_bytes(source.read_bytes())
    environment = {
        **{name: value for name, value in os.environ.items() if name.startswith(("COV", "LD_"))},
        "SM_MODEL_DIR": str(unpacked(tmp_path)),
        "SAGEMAKER_BIND_TO_PORT": "0",
        "PYTHONPATH": str(program),
    }
    command = [sys.executable, "-m", "lambdas.serving.server", "--supervised", "--host", "127.0.0.1"]
    with subprocess.Popen(
        command, cwd=program, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        status, found = 503, None
        while status == 503 and process.poll() is None:
            status, found = post(port, {"rows": [[1, 2]]})
        process.communicate("")
    assert (status, found["predictions"]) == (200, ["yes"])


def copied() -> Iterator[tuple[Path, str]]:
    """What the Dockerfile copies into the program's folder."""
    text = (ROOT / "lambdas" / "serving" / "Dockerfile").read_text()
    for names, target in re.findall(r"^COPY (.+) /opt/program/(\S+)$", text, re.MULTILINE):
        for name in names.split():
            assert list(ROOT.glob(name)), f"the Dockerfile copies {name}, which is not there"
            yield from ((path, target) for path in ROOT.glob(name))
