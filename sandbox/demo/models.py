"""The life of a model in the demonstration: trained on the digits, judged, registered, deployed, called over HTTP.

Then what must not get through: data that is poisoned, a model that is worse, a version that is broken, a package that
somebody changed. The stack's own functions decide on all of it.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from botocore.credentials import Credentials

from sandbox.demo.broken_model import flip_a_bit, write_nan_model
from sandbox.demo.checks import Check
from sandbox.demo.commands import advisor, written_outputs
from sandbox.demo.data import Digits
from sandbox.demo.http_api import Answer, HttpApi
from sandbox.demo.pipeline import Pipeline, TrainingRun, table_of

BROKEN, TAMPERED = "broken", "tampered"
REQUIRED_SHARE = 0.9
"""Least share of right answers for images that no run has seen: what the stack's gate asks of its own test split."""
SHUFFLED_SHARE = 0.4
"""Labels of the worse data that are exchanged: a model of it is right for little more than the others."""
POISONED_LEVEL = 4096
"""A grey level that no sensor gives: the plan says 0 to 16."""
SEED = 6


class ModelScene:
    """Plays the scene, and keeps what was found.

    Args:
        outputs: The stack's outputs.
        client: Makes a boto3 client for a service of the sandbox.
        environment: Address and keys of the caller, as its shell has them.
        digits: The data.
        folder: For the files of the scene.
    """

    def __init__(
        self,
        outputs: Mapping[str, Any],
        client: Callable[[str], Any],
        environment: Mapping[str, str],
        digits: Digits,
        folder: Path,
    ) -> None:
        self._outputs = outputs
        self._s3 = client("s3")
        self._sagemaker = client("sagemaker")
        self._digits = digits
        self._folder = folder
        self._pipeline = Pipeline(outputs, client)
        key = client("apigateway").get_api_key(apiKey=outputs["predictionApiKeyId"], includeValue=True)["value"]
        region = self._sagemaker.meta.region_name
        credentials = Credentials(environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
        self._api = HttpApi(outputs["predictionApiUrl"], region, credentials, key)
        self._environment = environment
        self.runs: list[TrainingRun] = []
        self.checks: list[Check] = []

    @property
    def model(self) -> str:
        """Name of the model that the stack trains."""
        return str(self._outputs["trainedModel"])

    def play(self) -> None:
        """Everything, in the order of a model's life."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._train()
        self._predict()
        self._predict_later()
        self._refuse()
        self._poisoned()
        self._worse()
        self._broken()
        self._tampered()

    def leave(self) -> None:
        """Removes what the pipeline made and the stack therefore does not know: the endpoint and what it serves."""
        name = self._outputs["modelEndpoint"]
        served = self._sagemaker.describe_endpoint(EndpointName=name)["EndpointConfigName"]
        self._sagemaker.delete_endpoint(EndpointName=name)
        config = self._sagemaker.describe_endpoint_config(EndpointConfigName=served)
        self._sagemaker.delete_endpoint_config(EndpointConfigName=served)
        for variant in config["ProductionVariants"]:
            self._sagemaker.delete_model(ModelName=variant["ModelName"])

    def _judge(self, name: str, holds: bool, found: str = "as expected") -> None:
        self.checks.append(Check(name, holds, found))

    def _ran(self, run: TrainingRun) -> TrainingRun:
        self.runs.append(run)
        return run

    def _train(self) -> None:
        seen = range(self._digits.half)
        run = self._ran(self._pipeline.train("the seen half", table_of(self._digits, seen)))
        self._judge("a data file trains, judges, registers and deploys a model", run.status == "SUCCEEDED", run.error)
        again = self._ran(self._pipeline.train("the seen half", table_of(self._digits, seen)))
        self._judge("the same data again trains nothing", "Train" not in again.states, " ".join(again.states[-2:]))
        packages = self._sagemaker.list_model_packages(ModelPackageGroupName=self._outputs["modelPackageGroup"])
        found = [one["ModelApprovalStatus"] for one in packages["ModelPackageSummaryList"]]
        self._judge("the registry has one approved version", found == ["Approved"], ", ".join(found))

    def _ask(self, indices: range, **more: Any) -> Answer:
        rows = [[float(level) for level in self._digits.images[index].ravel()] for index in indices]
        return self._api.call("POST", "/v1/predict", {"rows": rows, **more})

    def _unseen(self) -> range:
        return range(self._digits.half, len(self._digits.labels))

    def _predict(self) -> None:
        answer = self._ask(self._unseen(), probabilities=True)
        right = self._share(answer.body.get("predictions", []) if answer.status == 200 else [])
        text = f"{right:.4f} of {len(self._unseen())} rows in one call"
        self._judge("HTTP predictions of the unseen half are right", right >= REQUIRED_SHARE, text)
        version = answer.body.get("version", answer.body)
        self._judge("the answer says which version it is", answer.headers.get("x-model-version") == version, version)
        self._served_too()

    def _share(self, predictions: list[Any]) -> float:
        expected = [str(self._digits.labels[index]) for index in self._unseen()]
        hits = sum(str(found) == wanted for found, wanted in zip(predictions, expected, strict=False))
        return hits / len(expected)

    def _served_too(self) -> None:
        told = self._advisor("invoke", "--endpoint", self._outputs["modelEndpoint"], "--rows", self._one())
        self._judge("the SageMaker endpoint of the same package answers", told.returncode == 0, _last(told))

    def _one(self) -> str:
        return json.dumps([[float(level) for level in self._digits.images[self._digits.half].ravel()]])

    def _predict_later(self) -> None:
        rows = [[float(level) for level in self._digits.images[index].ravel()] for index in self._unseen()]
        accepted = self._api.call("POST", "/v1/predictions", {"rows": rows})
        job = accepted.body.get("id", "") if accepted.status == 202 else ""
        answer = accepted
        for _ in range(60):
            answer = self._api.call("GET", f"/v1/predictions/{job}")
            if answer.body.get("status") in ("succeeded", "failed"):
                break
            time.sleep(0.25)
        right = self._share(answer.body.get("predictions", []))
        self._judge("202 first, and the same answers later", right >= REQUIRED_SHARE, f"{right:.4f} are right")

    def _refuse(self) -> None:
        one = {"rows": [[0.0] * 64]}
        absent = {"model": self.model, "version": "none"}
        for name, status, answer in (
            ("no signature", 403, self._api.call("POST", "/v1/predict", one, signed=False)),
            ("no key", 403, self._api.call("POST", "/v1/predict", one, keyed=False)),
            ("a row that is too short", 400, self._api.call("POST", "/v1/predict", {"rows": [[0.0] * 63]})),
            ("a text for a number", 400, self._api.call("POST", "/v1/predict", {"rows": [["x"] * 64]})),
            ("a version that is not there", 404, self._api.call("POST", "/v1/predict", {**one, **absent})),
            ("a model outside its prefix", 400, self._api.call("POST", "/v1/predict", {**one, "model": "../runs"})),
        ):
            told = answer.body.get("error", {}) if isinstance(answer.body, dict) else {}
            text = f"{answer.status} {told.get('code')}: {told.get('message')}"
            self._judge(f"HTTP, {name}: {status}", answer.status == status and "code" in told, text)

    def _poisoned(self) -> None:
        images = self._digits.images.copy()
        images[::7, 3, 3] = POISONED_LEVEL
        run = self._ran(self._pipeline.train("poisoned", table_of(Digits(images, self._digits.labels), self._unseen())))
        stopped = run.status == "FAILED" and "Train" not in run.states and "pixel_27" in run.error
        self._judge("poisoned data is stopped before it trains anything", stopped, run.error)

    def _worse(self) -> None:
        seen = np.arange(self._digits.half)
        labels = self._digits.labels[: self._digits.half].copy()
        generator = np.random.default_rng(SEED)
        moved = generator.choice(seen, int(SHUFFLED_SHARE * len(seen)), replace=False)
        labels[moved] = labels[generator.permutation(moved)]
        run = self._ran(self._pipeline.train("worse", table_of(self._digits, list(seen), list(labels))))
        stopped = run.status == "FAILED" and run.error.startswith("BelowGate")
        self._judge("a worse model is stopped at the gate", stopped, run.error)

    def _broken(self) -> None:
        """A hand-made version is uploaded, registered and approved; callers go on while it gets its share."""
        before = self._ask(range(1)).body.get("version")
        file = self._package(BROKEN)
        told = self._advisor("upload", str(file), "--register")
        self._judge("a package is uploaded, signed and registered", told.returncode == 0, _last(told))
        stop = threading.Event()
        statuses: list[int] = []
        callers = threading.Thread(target=self._call_until, args=(stop, statuses), daemon=True)
        callers.start()
        run = self._ran(self._pipeline.after(BROKEN, lambda: self._advisor("approve", self.model, BROKEN)))
        stop.set()
        callers.join()
        rolled_back = run.status == "FAILED" and run.error.startswith("DeploymentRolledBack")
        self._judge("a broken version is rolled back by its alarm", rolled_back, run.error)
        served = self._ask(range(1)).body.get("version")
        self._judge("the version before it serves", served == before, f"{served}")
        failed = [status for status in statuses if status != 200]
        text = f"{len(statuses)} calls meanwhile, {len(failed)} not answered"
        self._judge("no caller noticed", bool(statuses) and not failed, text)

    def _package(self, version: str) -> Path:
        onnx = write_nan_model(self._folder / f"{version}.onnx", features=64, classes=10)
        header = self._folder / "header.csv"
        header.write_text(",".join(f"pixel_{place}" for place in range(64)) + "\n")
        out = self._folder / f"{version}.tar.gz"
        command = ["package", str(onnx), "--name", self.model, "--version", version, "--header", str(header)]
        classes = ",".join(str(label) for label in range(10))
        told = self._advisor(*command, "--classes", classes, "--target", "label", "--out", str(out), stack=False)
        self._judge("a package is made of an ONNX file", told.returncode == 0, _last(told))
        return out

    def _call_until(self, stop: threading.Event, statuses: list[int]) -> None:
        index = 0
        while not stop.wait(0.1):
            index += 1
            statuses.append(self._ask(range(index % 100, index % 100 + 1)).status)

    def _tampered(self) -> None:
        """Somebody with write access to the bucket changes one bit of a package that was signed."""
        live = self._ask(range(1)).body.get("version")
        bucket = self._outputs["runBucket"]
        for name in ("model.tar.gz", "model.tar.gz.sig.json"):
            source = f"models/{self.model}/{live}/{name}"
            content = self._s3.get_object(Bucket=bucket, Key=source)["Body"].read()
            changed = flip_a_bit(content) if name == "model.tar.gz" else content
            self._s3.put_object(Bucket=bucket, Key=f"models/{self.model}/{TAMPERED}/{name}", Body=changed)
        answer = self._ask(range(1), model=self.model, version=TAMPERED)
        error = answer.body.get("error", {})
        told = f"{answer.status} {error.get('code')}: {error.get('message')}"
        quiet = not any(word in told for word in ("sha256", "SHA-256", "signature", "kms", "Traceback"))
        self._judge(
            "a tampered package is refused, and its caller learns nothing", answer.status >= 500 and quiet, told
        )
        self._judge("the version in service still serves", self._ask(range(1)).status == 200)

    def _advisor(self, *arguments: str, stack: bool = True) -> subprocess.CompletedProcess[str]:
        where = ["--outputs", str(written_outputs(self._folder, self._outputs))] if stack else []
        return advisor(self._environment, "model", *arguments, *where)


def _last(told: subprocess.CompletedProcess[str]) -> str:
    lines = (told.stdout if told.returncode == 0 else told.stderr or told.stdout).split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "nothing was said")
