"""The container contract over real HTTP, with a real ONNX model."""

from __future__ import annotations

import ctypes
import http.client
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from lambdas.serving.server import ModelServer, ServerSettings, main

ROOT = Path(__file__).parents[3]
HANDLER = ROOT / "lambdas" / "serving" / "handlers" / "digits_inference.py"
Call = Callable[..., tuple[int, dict]]


def model_folder(tmp_path: Path, onnx: Path, handler: str) -> Path:
    folder = tmp_path / "model"
    (folder / "code").mkdir(parents=True)
    shutil.copy(onnx, folder / "model.onnx")
    (folder / "code" / "inference.py").write_text(handler)
    return folder


def caller(server: ModelServer) -> Call:
    port = server.server_address[1]

    def call(
        body: bytes,
        content_type: str = "image/png",
        accept: str = "application/json",
        path: str = "/invocations",
        method: str = "POST",
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path, body, {"Content-Type": content_type, "Accept": accept})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, json.loads(data) if data else {}

    return call


def serving(folder: Path, *, load: bool = True) -> Iterator[ModelServer]:
    server = ModelServer(ServerSettings(folder, port=0, max_body_bytes=100_000), "127.0.0.1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        if load:
            server.load()
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory, digits_onnx: Path) -> Iterator[ModelServer]:
    yield from serving(model_folder(tmp_path_factory.mktemp("digits"), digits_onnx, HANDLER.read_text()))


@pytest.fixture
def call(digits: ModelServer) -> Call:
    return caller(digits)


def test_digits_are_recognised(call: Call, digit_png: Callable[[int], tuple[bytes, int]]) -> None:
    right = 0
    for index in range(50):
        png, label = digit_png(index)
        status, answer = call(png)
        assert status == 200
        assert len(answer["scores"]) == 10
        assert answer["label"] == max(range(10), key=answer["scores"].__getitem__)
        right += answer["label"] == label
    assert right >= 48


def test_json_rows_are_taken_too(call: Call) -> None:
    status, answer = call(json.dumps([[0] * 64, [8] * 64]).encode(), "application/json; charset=utf-8", "*/*")
    assert status == 200
    assert [len(one["scores"]) for one in answer] == [10, 10]


def white(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height), 255).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"", "image/png", 400, "EmptyBody"),
        (b"this is no image", "image/png", 400, "NotAnImage"),
        (white(8, 8)[:45], "image/png", 400, "DamagedImage"),
        (white(9, 8), "image/png", 400, "WrongImageSize"),
        (white(3000, 3000), "image/png", 400, "ImageTooLarge"),
        (b"x" * 100_001, "image/png", 413, "PayloadTooLarge"),
        (b"1,2", "text/csv", 415, "UnsupportedContentType"),
        (b"1,2", "", 415, "UnsupportedContentType"),
        (b"", "application/json", 400, "EmptyBody"),
        (b"{nope", "application/json", 400, "NotAnArray"),
        (b'{"a": 1}', "application/json", 400, "NotAnArray"),
        (b"[[1], [1, 2]]", "application/json", 400, "NotAnArray"),
        (b"[1, 2]", "application/json", 400, "WrongLength"),
        (b"[NaN]", "application/json", 400, "NotANumber"),
    ],
)
def test_bad_input_is_named(call: Call, body: bytes, content_type: str, status: int, code: str) -> None:
    found, answer = call(body, content_type)
    assert (found, answer["error"]["code"]) == (status, code)
    assert len(answer["error"]["message"]) > 10


def test_an_answer_in_another_format_is_refused(call: Call) -> None:
    assert call(white(8, 8), accept="text/csv")[0] == 415


def test_ping_parameters_and_unknown_paths(call: Call) -> None:
    assert call(b"", method="GET", path="/ping")[0] == 200
    status, parameters = call(b"", method="GET", path="/execution-parameters")
    assert (status, parameters["BatchStrategy"]) == (200, "SINGLE_RECORD")
    assert call(b"", method="GET", path="/other")[0] == 404
    assert call(b"abc", path="/other")[0] == 404


def test_a_connection_is_kept_after_a_client_error(digits: ModelServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", digits.server_address[1], timeout=10)
    for _ in range(3):
        connection.request("POST", "/invocations", b"bad", {"Content-Type": "image/png"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 400
    assert connection.sock is not None
    connection.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Transfer-Encoding": "chunked"}, 411), ({"Content-Length": "-1"}, 411), ({"Content-Length": "x"}, 411)],
)
def test_a_body_without_a_length_is_refused(digits: ModelServer, headers: dict[str, str], status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", digits.server_address[1], timeout=10)
    connection.putrequest("POST", "/invocations")
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Connection")) == (status, "close")
    connection.close()


def test_before_the_model_is_loaded_nothing_is_served(tmp_path: Path, digits_onnx: Path) -> None:
    for server in serving(model_folder(tmp_path, digits_onnx, ""), load=False):
        call = caller(server)
        assert call(b"", method="GET", path="/ping")[0] == 503
        assert call(b"x")[0] == 503


def test_the_default_handler_serves_what_the_archive_leaves_out(tmp_path: Path, digits_onnx: Path) -> None:
    for server in serving(model_folder(tmp_path, digits_onnx, "")):
        call = caller(server)
        assert call(white(8, 8), "image/png", "")[0] == 200
        assert call(json.dumps([1.0] * 64).encode(), "application/json")[1].keys() == {"label", "scores"}
        assert call(white(4, 4))[1]["error"]["code"] == "WrongLength"


def test_a_fault_of_the_model_is_a_500(tmp_path: Path, digits_onnx: Path) -> None:
    broken = "def predict_fn(data, model):\n    return 1 / 0\n"
    for server in serving(model_folder(tmp_path, digits_onnx, broken)):
        status, answer = caller(server)(white(8, 8))
        assert (status, answer["error"]["code"]) == (500, "ModelFault")
        assert "ZeroDivisionError" in answer["error"]["message"]


def test_output_may_be_text_and_nothing_else_odd(tmp_path: Path, digits_onnx: Path) -> None:
    odd = "def output_fn(prediction, accept):\n    return '{\"ok\": 1}' if accept == 'a/b' else 7\n"
    for server in serving(model_folder(tmp_path, digits_onnx, odd)):
        call = caller(server)
        assert call(white(8, 8), accept="a/b") == (200, {"ok": 1})
        assert "output_fn returned int" in call(white(8, 8))[1]["error"]["message"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("weights.pkl", "x", "pickled code"),
        ("code/inference.py", None, "has no code/inference.py"),
        ("code/inference.py", "model_fn = 3", "model_fn is int"),
        ("code/inference.py", "raise RuntimeError('at import')", "at import"),
        ("model.onnx", None, "exactly one *.onnx"),
        ("second.onnx", "x", "exactly one *.onnx"),
    ],
)
def test_a_model_that_cannot_be_loaded_ends_the_process(
    tmp_path: Path,
    digits_onnx: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    content: str | None,
    said: str,
) -> None:
    folder = model_folder(tmp_path, digits_onnx, "")
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content)
    monkeypatch.setenv("SM_MODEL_DIR", str(folder))
    monkeypatch.setenv("SAGEMAKER_BIND_TO_PORT", "0")
    monkeypatch.setattr("signal.signal", lambda *_: None)
    assert main(["serve", "--host", "127.0.0.1"]) == 1
    assert said in caplog.text


def test_settings_come_from_the_variables_of_sagemaker() -> None:
    settings = ServerSettings.from_env(
        {"SM_MODEL_DIR": "/m", "SAGEMAKER_BIND_TO_PORT": "9000", "SAGEMAKER_MAX_PAYLOAD_IN_MB": "20"}
    )
    assert settings == ServerSettings(Path("/m"), 9000, 20 * 1024 * 1024)
    assert ServerSettings.from_env({}) == ServerSettings(Path("/opt/ml/model"), 8080, 6_291_456)


@contextmanager
def started(tmp_path: Path, digits_onnx: Path) -> Iterator[subprocess.Popen[str]]:
    """The server as a process of its own that has loaded its model."""
    environ = {
        **os.environ,
        "SM_MODEL_DIR": str(model_folder(tmp_path, digits_onnx, "")),
        "SAGEMAKER_BIND_TO_PORT": "0",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "lambdas.serving.server", "serve", "--host", "127.0.0.1", "--supervised"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environ, cwd=tmp_path
    ) as process:
        try:
            assert process.stderr is not None
            assert process.stdout is not None
            assert int(process.stdout.readline()) > 0
            assert any("serving" in line for line in process.stderr)
            yield process
        finally:
            process.kill()


def test_the_process_ends_with_its_parent(tmp_path: Path, digits_onnx: Path) -> None:
    with started(tmp_path, digits_onnx) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=20) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="sends a signal to one thread by Linux's own call")
def test_a_signal_that_another_thread_gets_ends_the_process_too(tmp_path: Path, digits_onnx: Path) -> None:
    with started(tmp_path, digits_onnx) as process:
        other = max(int(name) for name in os.listdir(f"/proc/{process.pid}/task"))
        assert other != process.pid
        assert ctypes.CDLL(None).tgkill(process.pid, other, signal.SIGTERM) == 0
        assert process.wait(timeout=20) == 0
