"""Whether a model is active, Legacy or gone on a day, and whether provisioned throughput can be bought for it.

AWS sells none for a Legacy model, and a model is Legacy for 6 months at least (some launched since 2026-09-07: 45 days)
before its end: https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html. When one becomes Legacy is
announced on that day and not before, so a fact that nobody has looked at for long proves nothing any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.bedrock.commitments import Commitment, end_of
from domain.bedrock.models import facts_of
from domain.checks import text

VALID_DAYS: Final = 180
"""The shortest notice of models launched before 2026-09-07: a model seen active is not gone within it."""


class State(StrEnum):
    """Where a model is in its life."""

    ACTIVE = "active"
    LEGACY = "legacy"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Looked:
    """Somebody looked a model up and saw that it was active.

    Attributes:
        on: The day.
        source: Where, such as the address of the model's card.

    Raises:
        ValueError: No source.
    """

    on: date
    source: str

    def __post_init__(self) -> None:
        text("source", self.source)


@dataclass(frozen=True)
class Verdict:
    """The state of a model on a day, and why that is so: with source and day of the fact."""

    model_id: str
    state: State
    reason: str
    eol_on: date | None = None


def verdict(model_id: str, on: date, looked: Looked | None = None) -> Verdict:
    """The state of a model.

    Args:
        model_id: Id or ARN of a foundation model, with a context length or not, or id of a profile of AWS.
        on: The day. A model that was seen active on a later one was not Legacy on it.
        looked: What somebody saw who looked it up; it makes up for a fact that is missing or old, and never for a date
            that is known.
    """
    facts = facts_of(text("model_id", model_id))
    if facts is not None and facts.eol_on is not None:
        where = f"{facts.source}, seen {facts.seen}"
        if on >= facts.eol_on:
            return Verdict(model_id, State.ENDED, f"ended on {facts.eol_on} ({where})", facts.eol_on)
        if facts.legacy_on is None or on >= facts.legacy_on:
            since = "" if facts.legacy_on is None else f"since {facts.legacy_on} "
            return Verdict(
                model_id, State.LEGACY, f"is Legacy {since}and ends on {facts.eol_on} ({where})", facts.eol_on
            )
    eol_on = None if facts is None else facts.eol_on
    seen = [(looked.on, looked.source)] if looked is not None else []
    seen += [(facts.seen, facts.source)] if facts is not None else []
    if not seen:
        return Verdict(model_id, State.UNKNOWN, "is not known, neither as active nor as anything else", eol_on)
    day, source = max(seen)
    if (on - day).days > VALID_DAYS:
        reason = f"was seen active on {day} ({source}); on {on} that proves nothing: accepted are {VALID_DAYS} days"
        return Verdict(model_id, State.UNKNOWN, reason, eol_on)
    return Verdict(model_id, State.ACTIVE, f"was active on {day} ({source})", eol_on)


@dataclass(frozen=True)
class Purchase:
    """Model units that somebody wants.

    Attributes:
        model_id: What is named in the purchase: a foundation model in one of its context lengths, or the ARN of a
            custom model.
        region: Where.
        commitment: For how long it cannot be cancelled.
        base_model_id: The foundation model under a custom one.
    """

    model_id: str
    region: str
    commitment: Commitment
    base_model_id: str | None = None


def problems(wanted: Purchase, on: date, looked: Looked | None = None) -> Iterator[str]:
    """Yield why AWS would not sell these units on a day, or why nobody knows whether it would."""
    judged = verdict(wanted.base_model_id or wanted.model_id, on, looked)
    if judged.state is not State.ACTIVE:
        yield f"{judged.model_id} {judged.reason}; provisioned throughput is sold for active models"
        return
    end = end_of(on, wanted.commitment)
    if judged.eol_on is not None and end > judged.eol_on:
        yield f"{judged.model_id} ends on {judged.eol_on}, before the commitment does, on {end}"
    if wanted.base_model_id is None and looked is None:
        yield from _not_sold(wanted)


def _not_sold(wanted: Purchase) -> Iterator[str]:
    facts = facts_of(wanted.model_id)
    sold = None if facts is None else facts.sold
    if sold is None:
        yield f"{wanted.model_id} is not known to be sold in model units"
        return
    name = wanted.model_id.rpartition("/")[2]
    if name not in sold.ids:
        yield f"{name} is not what is sold; accepted: {', '.join(sold.ids)} ({sold.source})"
    if wanted.region not in sold.regions:
        yield f"{name} is sold in {', '.join(sold.regions)}, not in {wanted.region} ({sold.source})"
    if wanted.commitment is Commitment.NONE and not sold.without_commitment:
        yield f"{name} is not sold without a commitment ({sold.source})"
