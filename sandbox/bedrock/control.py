"""The control plane: models, provisioned throughput, inference profiles, tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from domain.bedrock.models import MODELS
from sandbox.bedrock import catalog
from sandbox.bedrock.book import Book
from sandbox.bedrock.calls import Call, Fields, absent, tags_of
from sandbox.bedrock.profiles import ProfileCalls
from sandbox.bedrock.quotas import Quotas
from sandbox.bedrock.throughput import ThroughputCalls
from sandbox.context import SandboxContext
from sandbox.request import AwsRequest, AwsResponse


class ControlPlane:
    """Answers `bedrock`.

    Args:
        context: How long a creation takes.
        book: What was made.
        quotas: How many model units there may be.
        now: The present moment, UTC.
    """

    def __init__(
        self,
        context: SandboxContext,
        book: Book,
        quotas: Quotas,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._book, self._now = book, now
        throughput, profiles = ThroughputCalls(context, book, quotas, now), ProfileCalls(book, now)
        self._operations: dict[str, Callable[[Call], Fields | None]] = {
            "ListFoundationModels": self._models,
            "GetFoundationModel": self._model,
            "CreateProvisionedModelThroughput": throughput.create,
            "GetProvisionedModelThroughput": throughput.read,
            "ListProvisionedModelThroughputs": throughput.listing,
            "UpdateProvisionedModelThroughput": throughput.update,
            "DeleteProvisionedModelThroughput": throughput.delete,
            "CreateInferenceProfile": profiles.create,
            "GetInferenceProfile": profiles.read,
            "ListInferenceProfiles": profiles.listing,
            "DeleteInferenceProfile": profiles.delete,
            "TagResource": self._tag,
            "UntagResource": self._untag,
            "ListTagsForResource": self._tags,
        }

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """The answer; None for what is left to moto.

        Raises:
            AwsError: It is refused.
        """
        operation = self._operations.get(request.operation)
        if operation is None:
            return None
        answer = operation(Call(request.region, request.json(), request.path_params, request.query))
        status = 201 if request.operation.startswith("Create") else 200
        return None if answer is None else AwsResponse.of_json(answer, status=status, content_type="application/json")

    def _models(self, call: Call) -> Fields:
        today = self._now().date()
        found = [
            catalog.details(facts, call.region, today)
            for facts in MODELS.values()
            if not catalog.ended(facts, today) and not any(part in facts.model_id for part in catalog.NO_TEXT)
        ]
        provider, kind = call.query.get("byProvider"), call.query.get("byInferenceType")
        output = call.query.get("byOutputModality")
        return {
            "modelSummaries": [
                one
                for one in found
                if (not provider or one["providerName"].lower() == provider.lower())
                and (not kind or kind in one["inferenceTypesSupported"])
                and (not output or output in one["outputModalities"])
            ]
        }

    def _model(self, call: Call) -> Fields:
        today = self._now().date()
        model_id = call.path["modelIdentifier"].rpartition("/")[2]
        facts = catalog.facts_of(model_id, today)
        if facts is None:
            raise absent(f"The provided model identifier is invalid: {model_id}.")
        return {"modelDetails": catalog.details(facts, call.region, today)}

    def _tag(self, call: Call) -> Fields | None:
        return self._retagged(call, tags_of(call.body.get("tags")), ())

    def _untag(self, call: Call) -> Fields | None:
        return self._retagged(call, {}, call.body.get("tagKeys") or ())

    def _retagged(self, call: Call, add: Mapping[str, str], remove: Sequence[str]) -> Fields | None:
        arn = str(call.body.get("resourceARN"))
        if self._book.tags(arn) is None:
            return None  # moto's own resources have tags too
        self._book.retag(arn, add, remove)
        return {}

    def _tags(self, call: Call) -> Fields | None:
        found = self._book.tags(str(call.body.get("resourceARN")))
        return None if found is None else {"tags": [{"key": key, "value": value} for key, value in found.items()]}
