"""``model package``: from an ONNX file to a package, and what is refused on the way; ``model invoke`` over HTTP."""

from __future__ import annotations

import http.server
import json
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import boto3
import pytest
from click.testing import Result
from moto import mock_aws
from typer.testing import CliRunner

from advisor.__main__ import app
from advisor.model.app import COMMANDS
from advisor.places import PROJECT
from lambdas.packages.open import Package, open_package
from tests.lambdas.packages.package_parts import features, linear, linear_bytes

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.onnx").write_bytes(linear_bytes(2, 2))
    (tmp_path / "regression.onnx").write_bytes(linear_bytes(3, 0))

    def call(*given: Any, code: int = 0) -> Result:
        result = CliRunner().invoke(app, ["model", *map(str, given)])
        assert result.exit_code == code, result.output
        return result

    return call


def opened(path: str = "model.tar.gz") -> Package:
    return open_package(Path(path).read_bytes(), name=path)


def test_every_command_has_a_help(run: Run) -> None:
    for name in COMMANDS:
        assert "--help" in run(name, "--help").output
    assert all(name in run("--help").output for name in COMMANDS)


def test_a_help_names_no_folder_of_this_machine(run: Run) -> None:
    for name in COMMANDS:
        assert str(PROJECT)[:12] not in run(name, "--help").output


def test_a_model_alone_is_packed_with_numbered_columns_and_classes(run: Run) -> None:
    told = run("package", "model.onnx", "--name", "flowers").output
    package = opened()
    assert [column.name for column in package.features.input_columns] == ["x0", "x1"]
    assert package.features.classes == ("0", "1")
    assert len(package.manifest.version) == 16
    assert f"flowers {package.manifest.version}" in told
    assert "function of 1769 MB, cache 512 MB: fits" in told


def test_columns_classes_and_metrics_are_taken_from_files_and_options(run: Run) -> None:
    Path("data.csv").write_text("height,kind,width\n1,a,2\n")
    Path("metrics.json").write_text('{"accuracy": 0.97}')
    given = ("--header", "data.csv", "--target", "kind", "--classes", "rose, lily", "--metrics", "metrics.json")
    run("package", "model.onnx", "--name", "flowers", "--version", "v1", *given)
    package = opened()
    assert [column.name for column in package.features.input_columns] == ["height", "width"]
    assert (package.features.classes, package.features.target) == (("rose", "lily"), "kind")
    assert package.manifest.metrics == {"accuracy": 0.97}


def test_features_of_a_training_run_are_kept(run: Run) -> None:
    Path("features.json").write_text(features().to_json())
    run("package", "model.onnx", "--name", "flowers", "--features", "features.json")
    assert opened().features == features()


def test_a_regression_is_packed(run: Run) -> None:
    run("package", "regression.onnx", "--name", "prices", "--out", "p.tar.gz")
    assert opened("p.tar.gz").manifest.task == "regression"


def test_the_same_file_is_the_same_package_and_a_dry_run_writes_none(run: Run) -> None:
    os.utime("model.onnx", (1_700_000_000, 1_700_000_000))
    run("package", "model.onnx", "--name", "flowers")
    run("package", "model.onnx", "--name", "flowers", "--out", "again.tar.gz")
    assert Path("again.tar.gz").read_bytes() == Path("model.tar.gz").read_bytes()
    told = run("package", "model.onnx", "--name", "flowers", "--out", "never.tar.gz", "--dry-run").output
    assert "never.tar.gz would be written" in told
    assert not Path("never.tar.gz").exists()


def test_a_model_that_does_not_fit_says_so(run: Run) -> None:
    told = run("package", "model.onnx", "--name", "flowers", "--memory-mb", "128").output
    assert "the function has 128 MB: raise it to" in told


def test_a_pickle_is_refused_with_how_to_convert_it(run: Run) -> None:
    Path("model.bin").write_bytes(pickle.dumps({"a": 1}))
    Path("model.joblib").write_bytes(b"anything")
    for name in ("model.bin", "model.joblib"):
        told = run("package", name, "--name", "flowers", code=2).output
        assert "is a pickle, or holds one; it is never loaded here" in told
        assert "to_onnx(model, initial_types=[('features'" in told


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("none.onnx", "--name", "flowers"), "none.onnx could not be read"),
        (("model.onnx", "--name", "Flowers!"), "model is 'Flowers!'"),
        (("model.onnx", "--name", "flowers", "--version", "../v"), "version is '../v'"),
        (("text.csv", "--name", "flowers"), "is no ONNX model"),
        (("model.onnx", "--name", "flowers", "--header", "text.csv"), "names 3 columns beside 'target'"),
        (("model.onnx", "--name", "flowers", "--classes", "a,b,c"), "accepted: [N, 3]"),
        (("model.onnx", "--name", "flowers", "--features", "text.csv"), "text.csv holds no features"),
        (("model.onnx", "--name", "flowers", "--metrics", "text.csv"), "text.csv holds no metrics"),
        (("model.onnx", "--name", "flowers", "--metrics", "list.json"), "list.json is list"),
        (("regression.onnx", "--name", "prices", "--classes", "a,b"), "it is a regression"),
        (("old.onnx", "--name", "flowers"), "the model uses opset 7"),
        (("model.onnx", "--name", "flowers", "--handler", "none.py"), "none.py"),
    ],
    ids=range(12),
)
def test_what_makes_no_package(run: Run, given: tuple[str, ...], said: str) -> None:
    Path("text.csv").write_text("a,b,c\n")
    Path("list.json").write_text("[]")
    Path("old.onnx").write_bytes(linear(2, 2, opset=7).SerializeToString())
    told = run("package", *given, code=2).output
    assert said in told
    assert "Traceback" not in told


class _Api(http.server.BaseHTTPRequestHandler):
    seen: ClassVar[list[tuple[str, dict[str, str], Any]]] = []
    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append((self.path, dict(self.headers), body))
        data = b'{"predictions": ["yes"]}'
        self.send_response(type(self).status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(_Api, "seen", [])
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Api) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/stage/"
        server.shutdown()


def test_the_http_api_is_called_signed(run: Run, api: str) -> None:
    assert json.loads(run("invoke", "--url", api, "--rows", "[[1, 2]]", "--model", "flowers").stdout) == {
        "predictions": ["yes"]
    }
    ((path, headers, body),) = _Api.seen
    assert path == "/stage/v1/predict"
    assert body == {"rows": [[1, 2]], "model": "flowers"}
    assert headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    assert "/us-east-1/execute-api/aws4_request" in headers["Authorization"]


def test_the_http_api_is_called_with_a_key_that_no_log_has(run: Run, api: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed beside the key: a stack may ask for both."""
    monkeypatch.setenv("PREDICTION_API_KEY", "k-123")
    Path("rows.csv").write_text("height,kind\n1.5,rose\n2,\n")
    told = run("invoke", "--url", api, "--file", "rows.csv", "--version", "v1")
    ((_, headers, body),) = _Api.seen
    assert headers["x-api-key"] == "k-123"
    assert headers["Authorization"].startswith("AWS4-HMAC-SHA256")
    assert body == {"rows": [{"height": 1.5, "kind": "rose"}, {"height": 2, "kind": None}], "version": "v1"}
    assert "k-123" not in told.output


def test_a_key_is_enough_for_a_shell_without_credentials(run: Run, api: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "none")
    monkeypatch.setenv("AWS_CONFIG_FILE", "none")
    run("invoke", "--url", api, "--rows", "[[1, 2]]", "--api-key", "k-123")
    ((_, headers, _body),) = _Api.seen
    assert (headers["x-api-key"], "Authorization" in headers) == ("k-123", False)
    told = run("invoke", "--url", api, "--rows", "[[1, 2]]", code=2).output
    assert "there are no credentials or no Region to sign with" in told


def test_a_token_is_sent_in_place_of_a_signature(run: Run, api: str) -> None:
    run("invoke", "--url", api, "--rows", "[[1, 2]]", "--token", "eyJ.x.y")
    ((_, headers, _body),) = _Api.seen
    assert (headers["Authorization"], "x-api-key" in headers) == ("eyJ.x.y", False)


def test_the_key_of_the_stack_is_read_where_none_is_given(run: Run, api: str) -> None:
    with mock_aws():
        made = boto3.client("apigateway").create_api_key(name="callers", enabled=True)
        stack = {"predictionApiUrl": api, "predictionApiKeyId": made["id"]}
        Path("outputs.json").write_text(json.dumps(stack))
        run("invoke", "--outputs", "outputs.json", "--rows", "[[1, 2]]")
        Path("outputs.json").write_text(json.dumps({**stack, "predictionApiKeyId": "gone"}))
        told = run("invoke", "--outputs", "outputs.json", "--rows", "[[1, 2]]", code=2).output
    ((_, headers, _body),) = _Api.seen
    assert headers["x-api-key"] == made["value"]
    assert "the key gone of the HTTP API could not be read (NotFoundException); give --api-key KEY" in told


@pytest.mark.parametrize(("status", "code"), [(400, 1), (503, 1), (403, 2)])
def test_what_the_api_refuses_ends_with_another_code(
    run: Run, api: str, monkeypatch: pytest.MonkeyPatch, status: int, code: int
) -> None:
    monkeypatch.setattr(_Api, "status", status)
    told = run("invoke", "--url", api, "--rows", "[[1, 2]]", code=code).output
    assert ("refused the call (403), which carried a signature of the shell's credentials" in told) == (status == 403)
