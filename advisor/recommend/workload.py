"""What is to be served: requests, the model, the target, the money. A file of the user's, one model a part."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from advisor.recommend.fields import Number, Part, Whole, assumed, told
from advisor.recommend.models import FoundationModel, OwnModel
from domain.patterns import Pattern
from domain.pricing import HOURS_PER_MONTH

MOST_REQUESTS = 20_000_000
"""Requests of a simulated day: more would not fit into a laptop's memory, nor tell anything that fewer do not."""


class Traffic(Part):
    """When requests come: a recorded trace, or a day that is made up of a few figures."""

    trace: str | None = told(
        None, "CSV with `timestamp_s` and, when a line is an interval, `requests`; its path is relative to this file."
    )
    daily_requests: Whole | None = told(None, "Requests a day.", ge=1, le=MOST_REQUESTS)
    shape: Literal["steady", "bursty", "diurnal"] = assumed(
        "diurnal", "How they are spread over the day.", "requests per minute of a usual week (a recorded trace)"
    )
    peak_multiplier: Number = assumed(
        3.0, "Rate of the busy hours by the average of the day.", "requests per minute of a usual week", ge=1, le=24
    )
    peak_hours: Whole = assumed(6, "Hours a day with that rate.", "requests per minute of a usual week", ge=1, le=24)
    burst_factor: Number = assumed(
        2.0,
        "Rate of a burst of 30 s by the rate around it.",
        "requests per second of the busiest minutes",
        ge=1,
        lt=20,
    )
    peak_starts_hour: Whole = assumed(
        9, "Hour of the day at which the busy hours begin.", "requests per minute of a usual week", ge=0, le=23
    )
    timezone: str = told("UTC", "Time zone of `peak_starts_hour`, as IANA names it; for schedules.", min_length=1)

    @model_validator(mode="after")
    def _one_source(self) -> Traffic:
        if (self.trace is None) == (self.daily_requests is None):
            raise ValueError("give either trace (a recorded CSV) or daily_requests (a made-up day), one of them")
        made_up = {"shape", "peak_multiplier", "peak_hours", "burst_factor", "peak_starts_hour"}
        extra = sorted(made_up & self.model_fields_set) if self.trace is not None else []
        if extra:
            raise ValueError(f"{', '.join(extra)}: a trace says it itself; leave it out, or give daily_requests")
        if self.shape == "diurnal" and self.peak_multiplier * self.peak_hours > 24:
            raise ValueError(
                f"peak_multiplier {self.peak_multiplier:g} x peak_hours {self.peak_hours:g} is more than 24: the busy "
                "hours alone would have more requests than the day; give a smaller one of them"
            )
        return self


class Model(Part):
    """What answers: a model of your own, a foundation model on Bedrock, or both, to compare them."""

    own: OwnModel | None = told(None, "A model that you bring: it runs on instances, serverless or in Lambda.")
    foundation: FoundationModel | None = told(None, "A foundation model that Bedrock runs.")

    @model_validator(mode="after")
    def _one_at_least(self) -> Model:
        if self.own is None and self.foundation is None:
            raise ValueError("give own (a model that you bring), foundation (one of Bedrock's), or both")
        return self


class NeedsOf(Part):
    """What must be so, whatever it costs: a pattern that cannot is excluded."""

    gpu: bool = told(False, "The model needs a GPU.")
    private_network: bool = told(False, "The model must run inside a VPC.")
    synchronous: bool = told(True, "The caller waits for the answer.")
    patterns: Annotated[tuple[Annotated[Pattern, Field(strict=False)], ...], Field(strict=False)] = told(
        tuple(Pattern), "The patterns that may be chosen at all; every other one is excluded.", min_length=1
    )


class WeightsOf(Part):
    """What counts how much, with the sum 1."""

    latency: Number = told(0.35, "Latency against the target.", ge=0, le=1)
    throughput: Number = told(0.25, "Capacity against the burst.", ge=0, le=1)
    cost: Number = told(0.25, "The month against the budget.", ge=0, le=1)
    operations: Number = told(0.15, "How little there is to operate.", ge=0, le=1)


class StageOf(Part):
    """A part of the request that is not the model: authentication, retrieval, sending the answer."""

    name: str = Field(min_length=1, max_length=60, description="What it is.")
    ms: Number = Field(ge=0, le=3_600_000, description="How long it takes, in milliseconds.")


class Operations(Part):
    """What people cost."""

    engineer_hourly_usd: Number | None = told(
        None, "An hour of an engineer, in US dollars; left out of the cost when it is not given.", ge=0, le=10_000
    )
    hours: dict[str, Number] = told({}, "Hours a month by pattern; a pattern that is not named has 0.")


class Workload(Part):
    """A whole workload file."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9-]{0,30}[a-z0-9]$",
        description="What it is called: lower-case letters, digits and hyphens.",
    )
    region: str = told("us-east-1", "AWS Region, for the prices.")
    traffic: Traffic | None = told(None, "When requests come; with --from-stack the stack says it.")
    target_p99_ms: Number = Field(gt=0, le=3_600_000, description="Of 100 answers 99 are to be there within it.")
    monthly_budget_usd: Number = Field(gt=0, le=1e9, description="What a month may cost, in US dollars.")
    model: Model = Field(description="What answers.")
    payload_kb: Number = assumed(
        10.0, "Size of a request in KB.", "bytes of a day's requests by their number", ge=0, le=1_048_576
    )
    answer_kb: Number = assumed(
        2.0, "Size of an answer in KB.", "bytes of a day's answers by their number", ge=0, le=1_048_576
    )
    needs: NeedsOf = told(NeedsOf(), "What must be so.")
    weights: WeightsOf = told(WeightsOf(), "What counts how much.")
    accepted_loss: Number = told(
        0.001,
        "Share of the requests that may be refused or time out; a pattern that loses more is excluded.",
        ge=0,
        lt=1,
    )
    headroom: Number = assumed(
        0.2,
        "Capacity beyond what the busy hours need, as a share.",
        "how far next month's peaks exceed this one's",
        ge=0,
        le=9,
    )
    stages: Annotated[tuple[StageOf, ...], Field(strict=False)] = told(
        (), "The parts of a request that are not the model, for the latency budget."
    )
    request_budget_ms: Number = told(3000.0, "What all stages and the model may take together.", gt=0, le=3_600_000)
    observed: str | None = told(None, "File of latencies that were measured, by pattern; relative to this file.")
    operations: Operations = told(Operations(), "What people cost.")


SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600
"""Of AWS's month of 730 hours."""
