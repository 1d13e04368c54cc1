"""The HTTP function as it is deployed: real handler, real models, S3 in this process."""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from moto.moto_api._internal.models import MotoAPIBackend
from moto.server import ThreadedMotoServer

from domain.models.names import package_key, release_key, signature_key
from domain.prediction.limits import MAX_BODY_BYTES
from lambdas import sdk
from lambdas.clients.package_signer import PackageSigner
from lambdas.models.session import OnnxModel
from lambdas.models.sources import ModelSource
from lambdas.predict_http import handler as entry
from tests.lambdas.conftest import BUCKET
from tests.lambdas.models.support import Patient, classifier, event, features, put_model, put_release, regressor

ENVIRONMENT = {
    "PLATFORM_ENVIRONMENT": "test",
    "POWERTOOLS_SERVICE_NAME": "predict-http",
    "MODEL_BUCKET": BUCKET,
    "DEFAULT_MODEL": "animals",
    "CACHE_MB": "64",
    "MAX_ROWS": "100",
    "REVALIDATE_SECONDS": "0",
    "SIGNING_KEY_ARN": "",
    "ASYNC_PREFIX": "predictions/",
    "ASYNC_RETENTION_HOURS": "24",
    "MAX_ASYNC_MB": "6",
    "WORKER_FUNCTION": "",
    "PRELOAD": "false",
}
ROWS = [[1.0, 2.0], {"width": -3, "height": 0.5}]


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """S3 over HTTP: the function signs its own reads, which nothing inside of boto3 can stand in for."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.get_host_and_port()[1]}",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    sdk.forget_clients()
    client = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    yield client
    MotoAPIBackend("global", "global").reset()
    server.stop()
    sdk.forget_clients()


@pytest.fixture
def environment(s3: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets the function's environment; a test may change a variable before its first request."""

    def change(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        entry._make.cache_clear()

    change(**ENVIRONMENT)
    yield change
    entry._make.cache_clear()


@pytest.fixture
def ask(
    environment: Any, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, dict[str, Any], dict[str, str]]]:
    """Sends one request to the handler."""

    def send(*args: Any, context: Any = None, **kwargs: Any) -> tuple[int, dict[str, Any], dict[str, str]]:
        found = entry.handler(event(*args, **kwargs), context or Patient())
        json.dumps(found)
        return found["statusCode"], json.loads(found["body"]), found["headers"]

    return send


@pytest.fixture
def served(s3: Any) -> Any:
    put_model(s3, BUCKET)
    put_release(s3, BUCKET)
    return s3


def metrics(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]


def test_rows_of_either_form_are_predicted_in_one_call(ask: Any, served: Any) -> None:
    status, body, headers = ask(body={"rows": ROWS})
    assert status == 200, body
    assert body["model"] == "animals"
    assert body["version"] == headers["X-Model-Version"] == "1"
    assert len(body["predictions"]) == 2
    assert set(body["predictions"]) <= {"cat", "dog", "owl"}
    assert body["inference_time_ms"] >= 0
    assert "probabilities" not in body


def test_probabilities_are_given_when_asked_for(ask: Any, served: Any) -> None:
    _, body, _ = ask(body={"rows": ROWS, "probabilities": True})
    for row, label in zip(body["probabilities"], body["predictions"], strict=True):
        assert sum(row) == pytest.approx(1, abs=1e-5)
        assert ("cat", "dog", "owl")[row.index(max(row))] == label


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ("", 400, "invalid_json", None),
        ("{", 400, "invalid_json", None),
        ('{"rows": [[1, NaN]]}', 400, "invalid_json", None),
        ('{"rows": [[1, -Infinity]]}', 400, "invalid_json", None),
        ('{"rows": [[1, 1e999]]}', 400, "invalid_row", "rows[0].height"),
        ('{"rows": [[1, ' + "9" * 5000 + "]]}", 400, "invalid_json", None),
        ('{"rows": [[1, ' + "9" * 400 + "]]}", 400, "invalid_row", "rows[0].height"),
        ("[" * 100_000, 400, "invalid_json", None),
        ("[]", 400, "invalid_request", None),
        ("{}", 400, "invalid_request", "rows"),
        ({"rows": []}, 400, "invalid_request", "rows"),
        ({"rows": {"width": 1}}, 400, "invalid_request", "rows"),
        ({"rows": [[1, 2]] * 101}, 400, "invalid_request", "rows"),
        ({"rows": [[1, 2]], "row": 1}, 400, "invalid_request", "row"),
        ({"rows": [[1, 2]], "probabilities": "yes"}, 400, "invalid_request", "probabilities"),
        ({"rows": [[1, 2]], "model": 3}, 400, "invalid_request", "model"),
        ({"rows": [[1, 2]], "model": "../../etc"}, 400, "invalid_request", "model"),
        ({"rows": [[1, 2]], "model": "animals", "version": "../1"}, 400, "invalid_request", "version"),
        ({"rows": [[1, 2]], "version": "1"}, 400, "invalid_request", "version"),
        ({"rows": [[1, 2]], "model": "plants"}, 404, "model_not_found", "model"),
        ({"rows": [[1, 2]], "model": "animals", "version": "9"}, 404, "model_not_found", "version"),
        ({"rows": [[1, 2], [1]]}, 400, "invalid_row", "rows[1]"),
        ({"rows": [[1, 2, 3]]}, 400, "invalid_row", "rows[0]"),
        ({"rows": [3]}, 400, "invalid_row", "rows[0]"),
        ({"rows": [[1, "2"]]}, 400, "invalid_row", "rows[0].height"),
        ({"rows": [[1, True]]}, 400, "invalid_row", "rows[0].height"),
        ({"rows": [[1, None]]}, 400, "invalid_row", "rows[0].height"),
        ({"rows": [[[1], 2]]}, 400, "invalid_row", "rows[0].width"),
        ({"rows": [{"width": 1}]}, 400, "invalid_row", "rows[0].height"),
        ({"rows": [[1, 1e39]]}, 400, "invalid_row", "rows[0].height"),
    ],
)
def test_a_bad_request_is_refused_by_name(
    ask: Any, served: Any, body: Any, status: int, code: str, field: str | None
) -> None:
    found, document, _ = ask(body=body)
    assert found == status, document
    assert document["error"]["code"] == code
    assert document["error"].get("field") == field
    assert BUCKET not in json.dumps(document)


@pytest.mark.parametrize("kind", ["text/csv", "", "application/json; charset=latin-1"])
def test_only_json_is_accepted(ask: Any, served: Any, kind: str) -> None:
    headers = {"content-type": kind} if kind else {}
    status, document, _ = ask(body={"rows": ROWS}, headers=headers)
    assert (status, document["error"]["field"]) == (415, "Content-Type")


def test_header_names_are_compared_without_case(ask: Any, served: Any) -> None:
    assert ask(body={"rows": ROWS}, headers={"CONTENT-TYPE": "Application/JSON; charset=UTF-8"})[0] == 200


def padded(size: int) -> str:
    head = '{"rows": [[1, 2]], "model": "animals"'
    return head + " " * (size - len(head) - 1) + "}"


def test_six_megabytes_are_accepted_and_one_byte_more_is_not(ask: Any, served: Any) -> None:
    assert ask(body=padded(MAX_BODY_BYTES))[0] == 200
    status, document, _ = ask(body=padded(MAX_BODY_BYTES + 1))
    assert (status, document["error"]["code"]) == (413, "body_too_large")


def test_bytes_are_counted_and_not_characters(ask: Any, served: Any) -> None:
    status, _, _ = ask(body='{"rows": "' + "é" * (MAX_BODY_BYTES // 2) + '"}')
    assert status == 413


def test_a_base64_body_is_decoded(environment: Any, served: Any) -> None:
    sent = event(body={"rows": ROWS})
    encoded = {**sent, "body": base64.b64encode(sent["body"].encode()).decode(), "isBase64Encoded": True}
    assert entry.handler(encoded, Patient())["statusCode"] == 200
    for bad in ("%%%", base64.b64encode(b"\xff\xfe").decode()):
        assert entry.handler({**encoded, "body": bad}, Patient())["statusCode"] == 400


def test_an_unknown_operation_is_404(ask: Any, served: Any) -> None:
    assert ask("DELETE", "/v1/predict")[0] == 404


def test_a_regression_gives_numbers_and_no_probabilities(ask: Any, s3: Any) -> None:
    put_model(s3, BUCKET, onnx=regressor(), fitted=features(classes=()))
    put_release(s3, BUCKET)
    _, body, _ = ask(body={"rows": ROWS})
    assert all(isinstance(value, float) for value in body["predictions"])
    status, document, _ = ask(body={"rows": ROWS, "probabilities": True})
    assert (status, document["error"]["field"]) == (400, "probabilities")


@pytest.mark.parametrize("poison", [float("nan"), float("inf")])
@pytest.mark.parametrize("classes", [("cat", "dog", "owl"), ()])
def test_a_model_that_answers_nan_or_infinity_is_a_fault_of_ours(
    ask: Any, s3: Any, capsys: pytest.CaptureFixture[str], poison: float, classes: tuple[str, ...]
) -> None:
    onnx = classifier(poison=poison) if classes else regressor(poison=poison)
    put_model(s3, BUCKET, onnx=onnx, fitted=features(classes=classes))
    put_release(s3, BUCKET)
    status, document, _ = ask(body={"rows": ROWS})
    assert (status, document["error"]["code"]) == (500, "internal")
    assert document["error"]["request_id"] == "r-1"
    counted = metrics(capsys)[-1]
    assert (counted["PredictionErrors"], counted["PredictionRequests"], counted["Release"]) == (1, 1, "live")


def test_the_share_of_a_candidate_is_kept_and_a_key_keeps_its_version(ask: Any, served: Any) -> None:
    put_model(served, BUCKET, version="2", onnx=classifier(seed=1))
    put_release(served, BUCKET, candidate="2", weight=0.25)
    found = [ask(body={"rows": ROWS}, request_id=f"r{n}")[2]["X-Model-Version"] for n in range(400)]
    assert 60 <= found.count("2") <= 140
    again = [ask(body={"rows": ROWS}, request_id=f"r{n}")[2]["X-Model-Version"] for n in range(50)]
    assert again == found[:50]
    one = {
        ask(
            body={"rows": ROWS}, request_id=f"x{n}", headers={"Content-Type": "application/json", "x-routing-key": "me"}
        )[2]["X-Model-Version"]
        for n in range(20)
    }
    assert len(one) == 1


def test_a_routing_key_has_a_bound(ask: Any, served: Any) -> None:
    headers = {"Content-Type": "application/json", "X-Routing-Key": "k" * 257}
    assert ask(body={"rows": ROWS}, headers=headers)[1]["error"]["field"] == "X-Routing-Key"


def break_candidate(s3: Any, how: str) -> None:
    if how == "nan":
        put_model(s3, BUCKET, version="2", onnx=classifier(poison=float("nan")))
    elif how == "tampered":
        put_model(s3, BUCKET, version="2")
        key = package_key("animals", "2")
        data = bytearray(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())
        data[len(data) // 2] ^= 1
        s3.put_object(Bucket=BUCKET, Key=key, Body=bytes(data))
    elif how == "another schema":
        put_model(s3, BUCKET, version="2", onnx=classifier(3), fitted=features(("width", "height", "depth")))


@pytest.mark.parametrize("how", ["nan", "tampered", "another schema", "absent"])
def test_a_broken_candidate_costs_no_caller_an_answer_and_is_counted(
    ask: Any, served: Any, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    break_candidate(served, how)
    put_release(served, BUCKET, candidate="2", weight=1.0)
    status, body, headers = ask(body={"rows": ROWS})
    assert (status, headers["X-Model-Version"]) == (200, "1"), body
    counted = {line["Release"]: line["PredictionErrors"] for line in metrics(capsys) if "Release" in line}
    assert counted == {"candidate": 1, "live": 0}


def test_a_candidate_that_fails_as_nobody_foresaw_costs_no_answer_either(
    ask: Any, served: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_model(served, BUCKET, version="2", onnx=classifier(seed=1), fitted=features(classes=("a", "b", "c")))
    put_release(served, BUCKET, candidate="2", weight=1.0)
    run = OnnxModel.run

    def fails(model: OnnxModel, matrix: Any) -> Any:
        if model.features.classes[0] == "a":
            raise MemoryError
        return run(model, matrix)

    monkeypatch.setattr(OnnxModel, "run", fails)
    status, _, headers = ask(body={"rows": ROWS})
    assert (status, headers["X-Model-Version"]) == (200, "1")
    counted = {line["Release"]: line["PredictionErrors"] for line in metrics(capsys) if "Release" in line}
    assert counted == {"candidate": 1, "live": 0}


def test_the_load_of_a_candidate_is_no_slow_prediction_of_it(
    ask: Any, served: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each environment loads it once; counted as latency, every large model would be taken back."""
    put_model(served, BUCKET, version="2", onnx=classifier(seed=1))
    put_release(served, BUCKET, candidate="2", weight=1.0)
    fetch = ModelSource.fetch

    def slow(source: ModelSource, key: Any, etag: Any) -> Any:
        time.sleep(0.3)
        return fetch(source, key, etag)

    monkeypatch.setattr(ModelSource, "fetch", slow)
    assert ask(body={"rows": ROWS})[2]["X-Model-Version"] == "2"
    [latency] = [line["PredictionLatency"] for line in metrics(capsys) if line.get("Release") == "candidate"]
    assert latency < 300


def test_a_bad_row_is_no_failure_of_the_candidate(ask: Any, served: Any, capsys: pytest.CaptureFixture[str]) -> None:
    put_model(served, BUCKET, version="2", onnx=classifier(seed=1))
    put_release(served, BUCKET, candidate="2", weight=1.0)
    assert ask(body={"rows": [[1]]})[0] == 400
    assert [line["PredictionErrors"] for line in metrics(capsys) if "Release" in line] == [0]


def test_a_tampered_package_is_never_served_and_nothing_of_it_is_told(
    ask: Any, served: Any, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    break_candidate(served, "tampered")
    put_release(served, BUCKET, live="2")
    status, document, headers = ask(body={"rows": ROWS})
    assert (status, document["error"]["code"], headers["Retry-After"]) == (503, "model_unavailable", "30")
    assert "PackageRefused" not in json.dumps(document)
    assert any("PackageRefused" in str(getattr(record, "error", "")) for record in caplog.records)
    lines = metrics(capsys)
    assert [line["ModelLoadFailures"] for line in lines if "ModelLoads" in line] == [1]
    assert lines[-1]["PredictionErrors"] == 1


def test_while_a_model_loads_the_caller_is_told_to_come_again(
    environment: Any, ask: Any, served: Any, monkeypatch: pytest.MonkeyPatch, wait_until: Any
) -> None:
    import threading

    gate = threading.Event()
    read = entry.app()._models.packages.read
    monkeypatch.setattr(
        entry.app()._models.packages,
        "read",
        lambda key, etag=None: (gate.wait(10) if key.endswith("gz") else None, read(key, etag))[1],
    )
    status, document, headers = ask(body={"rows": ROWS}, context=Patient(600))
    assert (status, document["error"]["code"], headers["Retry-After"]) == (503, "model_loading", "2")
    gate.set()
    wait_until(lambda: ask(body={"rows": ROWS})[0] == 200)


def test_a_new_release_is_served_after_revalidation(ask: Any, served: Any) -> None:
    assert ask(body={"rows": ROWS})[2]["X-Model-Version"] == "1"
    put_model(served, BUCKET, version="2", onnx=classifier(seed=1))
    put_release(served, BUCKET, live="2")
    assert ask(body={"rows": ROWS})[2]["X-Model-Version"] == "2"
    assert ask(body={"rows": ROWS, "model": "animals", "version": "1"})[2]["X-Model-Version"] == "1"


def test_health_follows_the_default_model(ask: Any, s3: Any, environment: Any) -> None:
    status, document, headers = ask("GET", "/v1/health")
    assert (status, headers["Retry-After"]) == (503, "30"), document
    put_model(s3, BUCKET)
    put_release(s3, BUCKET, candidate="7", weight=1.0)
    environment()
    assert ask("GET", "/v1/health")[:2] == (200, {"status": "ok", "model": "animals", "version": "1"})


def test_models_are_listed_in_pages_and_described(ask: Any, served: Any) -> None:
    for number in range(60):
        served.put_object(Bucket=BUCKET, Key=package_key(f"m-{number:02d}", "1"), Body=b"")
    put_release(served, BUCKET, candidate="2", weight=0.1)
    _, first, _ = ask("GET", "/v1/models")
    _, second, _ = ask("GET", "/v1/models", query={"next": first["next"]})
    names = [one["model"] for one in first["models"] + second["models"]]
    assert names == ["animals", *(f"m-{number:02d}" for number in range(60))]
    assert "next" not in second
    assert first["models"][0] == {"model": "animals", "version": "1", "candidate": {"version": "2", "weight": 0.1}}
    _, one, _ = ask("GET", "/v1/models/{model}", path={"model": "animals"})
    assert [column["name"] for column in one["columns"]] == ["width", "height"]
    assert one["classes"] == ["cat", "dog", "owl"]
    assert one["metrics"] == {"accuracy": 0.9}
    assert ask("GET", "/v1/models/{model}", path={"model": "m-01"})[0] == 404
    assert ask("GET", "/v1/models/{model}", path={"model": "../x"})[0] == 400
    assert ask("GET", "/v1/models", query={"next": "../x"})[0] == 400


def test_a_release_that_is_not_one_is_unavailable_and_nothing_of_it_is_told(ask: Any, served: Any) -> None:
    served.put_object(Bucket=BUCKET, Key=release_key("animals"), Body=b'{"secret": 1}')
    status, document, _ = ask(body={"rows": ROWS})
    assert (status, document["error"]["code"]) == (503, "model_unavailable")
    assert "secret" not in json.dumps(document)


def test_what_nobody_foresaw_is_a_generic_500(ask: Any, served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry.app()._models.predictor, "answer", lambda *_: 1 / 0)
    status, document, _ = ask(body={"rows": ROWS})
    assert (status, document["error"]["code"]) == (500, "internal")
    assert "division" not in json.dumps(document)


def test_a_reply_that_lambda_could_not_send_is_413(
    ask: Any, served: Any, environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.prediction.limits.MAX_REPLY_BYTES", 2000)
    status, document, _ = ask(body={"rows": [[1, 2]] * 100, "probabilities": True})
    assert (status, document["error"]["code"]) == (413, "reply_too_large")


def test_preload_has_the_model_before_the_first_request(environment: Any, served: Any) -> None:
    environment(PRELOAD="true", REVALIDATE_SECONDS="60")
    models = entry.app()._models
    assert models.loaded.counts.loads == 1
    assert entry.handler(event(body={"rows": ROWS}), Patient())["statusCode"] == 200
    assert models.loaded.counts.loads == 1


def test_preload_without_a_model_leaves_a_function_that_says_so(environment: Any, s3: Any) -> None:
    environment(PRELOAD="true")
    assert entry.handler(event(body={"rows": ROWS}), Patient())["statusCode"] == 404


def test_where_a_key_is_configured_only_what_it_signed_is_served(environment: Any, served: Any, ask: Any) -> None:
    keys = boto3.client("kms")
    own, other = (
        keys.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["Arn"] for _ in range(2)
    )
    package = served.get_object(Bucket=BUCKET, Key=package_key("animals", "1"))["Body"].read()
    digest = hashlib.sha256(package).hexdigest()
    for signer, status in ((None, 503), (other, 503), (own, 200)):
        if signer is not None:
            document = PackageSigner(keys, signer).sign(digest).to_json()
            served.put_object(Bucket=BUCKET, Key=signature_key("animals", "1"), Body=document.encode())
        environment(SIGNING_KEY_ARN=own)
        assert ask(body={"rows": ROWS})[0] == status, signer


def test_a_call_writes_one_line_and_no_powertools_are_imported(environment: Any, served: Any, ask: Any) -> None:
    import subprocess

    code = "import lambdas.predict_http.handler, sys; sys.exit('aws_lambda_powertools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_metric_line_is_what_cloudwatch_reads(ask: Any, served: Any, capsys: pytest.CaptureFixture[str]) -> None:
    ask(body={"rows": ROWS})
    lines = metrics(capsys)
    assert [("ModelLoads" in line, "PredictionRequests" in line) for line in lines] == [(True, False), (False, True)]
    directive = lines[1]["_aws"]["CloudWatchMetrics"][0]
    assert directive["Namespace"] == "InferencePlatform"
    assert directive["Dimensions"] == [["service", "Environment", "Release"]]
    for metric in directive["Metrics"]:
        assert isinstance(lines[1][metric["Name"]], int | float)
    assert lines[1]["service"] == "predict-http"
    assert lines[1]["PredictionLatency"] > 0
