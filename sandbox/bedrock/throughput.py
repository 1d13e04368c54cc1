"""Provisioned throughput: bought, renamed, given back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from sandbox.bedrock import catalog
from sandbox.bedrock.book import COMMITMENTS, Book, Provisioned, iso, new_identity
from sandbox.bedrock.calls import PROVISIONED_NAME, Call, Fields, absent, invalid, named, page, tags_of
from sandbox.bedrock.quotas import Quotas
from sandbox.context import SandboxContext
from sandbox.errors import AwsError

# https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html: nothing new is made on a Legacy model.
_LEGACY: Final = "{} is Legacy: no new Provisioned Throughput can be made for it. Choose a model that is Active."


class ThroughputCalls:
    """Calls about provisioned models.

    Args:
        context: How long a creation takes.
        book: What was made.
        quotas: How many model units there may be.
        now: The present moment, UTC.
    """

    def __init__(self, context: SandboxContext, book: Book, quotas: Quotas, now: Callable[[], datetime]) -> None:
        self._context, self._book, self._quotas, self._now = context, book, quotas, now

    def create(self, call: Call) -> Fields:
        """Makes one, if it is sold so."""
        body, now = call.body, self._now()
        name = named(body, "provisionedModelName", PROVISIONED_NAME)
        units, commitment = body.get("modelUnits"), body.get("commitmentDuration")
        if isinstance(units, bool) or not isinstance(units, int) or units < 1:
            raise invalid(f"modelUnits is {units!r}; it must be an integer of 1 or more.")
        if commitment is not None and commitment not in COMMITMENTS:
            accepted = f"{', '.join(COMMITMENTS)}, or nothing for no commitment"
            raise invalid(f"commitmentDuration is {commitment!r}; accepted: {accepted}.")
        model_id = str(body.get("modelId", "")).rpartition("/")[2]
        _check_purchase(model_id, call.region, commitment, now.date())
        ready = now + timedelta(seconds=self._context.options.endpoint_create_s)
        made = Provisioned(
            call.region, name, new_identity(), model_id, units, commitment, now, ready, now, tags_of(body.get("tags"))
        )
        self._book.add(made, self._quotas.model_units)
        return {"provisionedModelArn": made.arn}

    def read(self, call: Call) -> Fields:
        """Describes one."""
        return self._found(call).details(self._now())

    def listing(self, call: Call) -> Fields:
        """Those of a region, newest first."""
        now, query = self._now(), call.query
        found = [one.details(now) for one in self._book.all_provisioned(call.region)]
        kept = [
            one
            for one in found
            if query.get("statusEquals") in (None, one["status"])
            and query.get("modelArnEquals") in (None, one["modelArn"])
            and query.get("nameContains", "") in one["provisionedModelName"]
        ]
        if query.get("sortOrder") != "Ascending":
            kept.reverse()
        return page(kept, "provisionedModelSummaries", query)

    def update(self, call: Call) -> Fields:
        """Gives one another name."""
        one, wanted = self._found(call), call.body.get("desiredModelId")
        if wanted is not None and str(wanted).rpartition("/")[2] != one.model_id:
            message = f"The model of {one.name} is a base model and cannot be exchanged for {wanted}."
            raise invalid(f"{message} Only a custom model can be, for its base model or one made of the same.")
        if "desiredProvisionedModelName" in call.body:
            name = named(call.body, "desiredProvisionedModelName", PROVISIONED_NAME)
            self._book.rename(one, name, self._now())
        return {}

    def delete(self, call: Call) -> Fields:
        """Takes one away, unless it is committed."""
        one = self._found(call)
        until = one.committed_until
        if until is not None and self._now() < until:
            # https://docs.aws.amazon.com/bedrock/latest/userguide/prov-thru-delete.html
            message = f"{one.name} cannot be deleted before its commitment term ends, which is {iso(until)}."
            raise AwsError("ConflictException", message)
        self._book.remove(one)
        return {}

    def _found(self, call: Call) -> Provisioned:
        return self._book.provisioned(call.region, call.path["provisionedModelId"])


def _check_purchase(model_id: str, region: str, commitment: str | None, today: date) -> None:
    """Refuses what is not sold.

    Raises:
        AwsError: The model is not known, Legacy, or not sold so.
    """
    facts = catalog.sold_facts(model_id, today)
    if facts is None:
        raise absent(f"The provided model identifier is invalid: {model_id}.")
    if catalog.is_legacy(facts, today):
        raise invalid(_LEGACY.format(model_id))
    sold = facts.sold
    if sold is None or model_id not in sold.ids or region not in sold.regions:
        offered = f"{', '.join(sold.ids)} in {', '.join(sold.regions)}" if sold else "nothing of this model"
        raise invalid(f"Provisioned Throughput is not supported for {model_id} in {region}; sold is {offered}.")
    if commitment is None and not sold.without_commitment:
        raise invalid(f"{model_id} is not sold without a commitment: give commitmentDuration.")
