"""Scores the new model and the one in service on the same raw rows, each by its own features: the way of a request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.models.names import package_key, release_key, signature_key
from domain.models.release import parse_release
from domain.prediction.errors import PredictionError
from domain.training.features import FittedFeatures, parse_features
from domain.training.layout import RunPlaces
from domain.training.plan import Task, TrainingPlan
from domain.training.scores import Scores, classification_scores, regression_scores
from lambdas import events
from lambdas.clients.model_packages import ModelPackages
from lambdas.clients.run_store import RunStore
from lambdas.errors import PlatformError
from lambdas.evaluate_model.rows import Row, read_test_rows
from lambdas.models.rows import RowReader
from lambdas.models.session import ModelFaultError, OnnxModel
from lambdas.models.training_output import MAX_OUTPUT_BYTES, TrainingOutputRefused, check_model, read_training_output
from lambdas.packages.open import PackageRefused
from lambdas.packages.signature import Verifier, load_package

BATCH: Final = 1000


class BaselineUnavailable(PlatformError):  # noqa: N818 - the name is what people read as the cause of a failed run
    """The model in service cannot be read, so nobody can say that the new one is not worse."""


@dataclass(frozen=True)
class EvaluationRequest:
    """Which run, and where in the run bucket its training job left the model."""

    run_id: str
    output_key: str


def parse_request(event: object, bucket: str) -> EvaluationRequest:
    """Read the event of the pipeline.

    Raises:
        InvalidEventError: A field is missing, or the model lies outside of the run.
    """
    fields = events.fields_of(event)
    run = events.required(fields, "run", events.fields_of)
    run_id = events.required(run, "run_id", events.text)
    prefix = f"s3://{bucket}/{RunPlaces(run_id).output}"

    def own_output(value: Any) -> str:
        uri = events.text(value)
        if not uri.startswith(prefix) or "/../" in uri:
            raise ValueError(f"{uri[:200]!r} is not accepted: below {prefix}")
        return uri.removeprefix(f"s3://{bucket}/")

    training = events.required(fields, "training", events.fields_of)
    return EvaluationRequest(run_id, events.required(training, "model_data", own_output))


@dataclass(frozen=True)
class Evaluation:
    """Evaluates runs of one plan; `verifier` is None when packages are not signed."""

    store: RunStore
    packages: ModelPackages
    verifier: Verifier | None
    plan: TrainingPlan

    def __call__(self, request: EvaluationRequest) -> dict[str, Any]:
        """Score both models and store the evaluation.

        Returns:
            `{"rows", "metrics", "baseline": {"version", "metrics"} | None, "note"}`.

        Raises:
            TrainingOutputRefused: The new model cannot be used.
            BaselineUnavailable: The one in service cannot be read.
        """
        places = RunPlaces(request.run_id)
        rows, truth = read_test_rows(self.store.need(places.raw_test), self.plan, places.raw_test)
        features = parse_features(self.store.need(places.features))
        scores = self._new_model(request.output_key, features, rows, truth)
        version, served, note = self._in_service(rows, truth)
        baseline = {"version": version, **served.to_document()} if served else None
        document = {
            "model": {"name": self.plan.model, **scores.to_document()},
            "baseline": baseline,
            "note": note,
        }
        text = json.dumps(document, indent=1, allow_nan=False)
        self.store.write(places.evaluation, text.encode(), content_type="application/json")
        return {
            "rows": scores.rows,
            "metrics": dict(scores.metrics),
            "baseline": {"version": version, "metrics": dict(served.metrics)} if served else None,
            "note": note,
        }

    def _new_model(self, key: str, features: FittedFeatures, rows: list[Row], truth: list[Any]) -> Scores:
        output = read_training_output(self.store.need(key), name=key)
        check_model(output.model, features, name=key)
        try:
            return _scored(OnnxModel(output.model, features), rows, truth)
        except (ModelFaultError, PredictionError) as error:
            raise TrainingOutputRefused(f"the model of {key} does not answer the test rows: {error}") from error

    def _in_service(self, rows: list[Row], truth: list[Any]) -> tuple[str | None, Scores | None, str]:
        """Version and scores of the live model; without scores, why there are none."""
        name = self.plan.model
        stored = self.packages.read(release_key(name))
        try:
            version = None if stored is None else parse_release(stored.data.decode()).live
            if version is None:
                return None, None, "no version is in service: nothing to compare with"
            model = self._live_model(version)
        except (ValueError, ModelFaultError) as error:
            remedy = "roll it back (`advisor model rollback`) and start again"
            raise BaselineUnavailable(f"the model in service cannot be loaded: {error}; {remedy}") from error
        if model.features.task != self.plan.task:
            return version, None, f"version {version} in service is a {model.features.task}: nothing compares"
        try:
            return version, _scored(model, rows, truth), ""
        except (
            PredictionError
        ) as error:  # the plan's columns changed, so the version in service could not serve this data
            return version, None, f"version {version} in service does not accept these rows ({error}): nothing compares"
        except ModelFaultError as error:
            return version, None, f"version {version} in service fails on these rows ({error}): nothing compares"

    def _live_model(self, version: str) -> OnnxModel:
        name = self.plan.model
        found = self.packages.read(package_key(name, version))
        if found is None:
            raise PackageRefused(f"{name} {version}", ["it is not there, and the release names it"])
        signature = self.packages.read(signature_key(name, version)) if self.verifier else None
        package = load_package(
            found.data,
            model=name,
            version=version,
            signature=signature.data if signature else None,
            verifier=self.verifier,
            max_bytes=MAX_OUTPUT_BYTES,
        )
        return OnnxModel(package.model, package.features)


def _scored(model: OnnxModel, rows: list[Row], truth: list[Any]) -> Scores:
    reader, predicted, likelihoods = RowReader(model.features), [], []
    places: Mapping[str, int] = {name: index for index, name in enumerate(model.features.classes)}
    for start in range(0, len(rows), BATCH):
        output = model.run(reader.read(list(rows[start : start + BATCH])))
        predicted += output.predictions
        if output.probabilities is not None:
            table = output.probabilities.tolist()
            likelihoods += [
                row[places[one]] if one in places else 0.0
                for row, one in zip(table, truth[start : start + BATCH], strict=True)
            ]
    if model.features.task is Task.CLASSIFICATION:
        return classification_scores(truth, predicted, likelihoods)
    return regression_scores(truth, predicted)
