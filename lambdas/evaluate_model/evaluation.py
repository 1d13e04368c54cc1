"""Scores the new model and the one in service on the same raw rows, each by its own features: the way of a request."""

import json
from dataclasses import dataclass
from typing import Any

from domain.models.model_interface import interface_problems
from domain.models.onnx_file import OnnxError, read_onnx
from domain.prediction.errors import PredictionError
from domain.training.features import FittedFeatures, parse_features
from domain.training.layout import RunPlaces
from domain.training.plan import Task, TrainingPlan
from domain.training.scores import Scores, classification_scores, regression_scores
from lambdas.clients.run_store import RunStore
from lambdas.clients.training_files import TrainingFiles
from lambdas.errors import PlatformError
from lambdas.evaluate_model.in_service import InService
from lambdas.evaluate_model.request import EvaluationRequest
from lambdas.evaluate_model.rows import TestRows, Truth
from lambdas.models.rows import RowReader
from lambdas.models.session import ModelFaultError, OnnxModel
from lambdas.packages.open import onnx_problems
from lambdas.packages.training_output import TrainingOutputError, read_output


class TrainingOutputRefused(PlatformError):  # noqa: N818 - the name is what people read as the cause of a failed run
    """The training job left no model that can be used."""


@dataclass(frozen=True)
class Evaluation:
    """Evaluates runs of one plan.

    Attributes:
        store: Where the run's documents lie.
        files: Where its rows lie.
        in_service: What a new model is compared with.
        plan: The plan.
        max_bytes: Most bytes that the training job's output may unpack to.
    """

    store: RunStore
    files: TrainingFiles
    in_service: InService
    plan: TrainingPlan
    max_bytes: int

    def __call__(self, request: EvaluationRequest) -> dict[str, Any]:
        """Score both models and store the evaluation.

        Returns:
            `{"rows", "metrics", "baseline": {"version", "metrics"} | None, "note"}`.

        Raises:
            TrainingOutputRefused: The new model cannot be used.
            BaselineUnavailable: The one in service cannot be read.
        """
        places = RunPlaces(request.run_id)
        rows = TestRows(self.files, places.raw_test, self.plan)
        features = parse_features(self.store.need(places.features))
        scores = self._new_model(request.output_key, features, rows)
        version, served, note = self._baseline(rows)
        document = {
            "model": {"name": self.plan.model, **scores.to_document()},
            "baseline": {"version": version, **served.to_document()} if served else None,
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

    def _new_model(self, key: str, features: FittedFeatures, rows: TestRows) -> Scores:
        name = f"s3://{self.store.bucket}/{key}"
        try:
            model = read_output(self.store.need(key), name=name, max_bytes=self.max_bytes).model
        except TrainingOutputError as error:
            raise TrainingOutputRefused(str(error)) from error
        problems = _problems(model, features)
        if problems:
            raise TrainingOutputRefused(f"the model of {name} is refused: {'; '.join(problems)}")
        try:
            return _scored(OnnxModel(model, features), rows)
        except (ModelFaultError, PredictionError) as error:
            raise TrainingOutputRefused(f"the model of {name} does not answer the test rows: {error}") from error

    def _baseline(self, rows: TestRows) -> tuple[str | None, Scores | None, str]:
        """Version and scores of the model in service; without scores, why there are none."""
        found = self.in_service.find(self.plan.model)
        if found is None:
            return None, None, "no version is in service: nothing to compare with"
        version, model = found
        if model.features.task != self.plan.task:
            return version, None, f"version {version} in service is a {model.features.task}: nothing compares"
        try:
            return version, _scored(model, rows), ""
        except PredictionError as error:  # the plan's columns changed: the one in service could not serve this data
            return version, None, f"version {version} in service does not accept these rows ({error}): nothing compares"
        except ModelFaultError as error:
            return version, None, f"version {version} in service fails on these rows ({error}): nothing compares"


def _problems(model: bytes, features: FittedFeatures) -> list[str]:
    """Why the runtime would not load a model, or why it does not fit its features."""
    try:
        facts = read_onnx(model)
    except OnnxError as error:
        return [str(error)]
    interface = interface_problems(facts, features.task, len(features.names), len(features.classes))
    return [*onnx_problems(facts), *interface]


def _scored(model: OnnxModel, rows: TestRows) -> Scores:
    reader = RowReader(model.features)
    truths: list[Any] = []
    predicted: list[Any] = []
    likelihoods: list[float] = []
    places: dict[Truth, int] = {name: index for index, name in enumerate(model.features.classes)}
    for batch, truth in rows.batches():
        output = model.run(reader.read(batch))
        truths += truth
        predicted += output.predictions
        if output.probabilities is not None:
            table = zip(output.probabilities.tolist(), truth, strict=True)
            likelihoods += [row[places[one]] if one in places else 0.0 for row, one in table]
    if model.features.task is Task.CLASSIFICATION:
        return classification_scores(truths, predicted, likelihoods)
    return regression_scores(truths, predicted)
