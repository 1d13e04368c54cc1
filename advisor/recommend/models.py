"""What answers: a model of one's own, or a foundation model."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from advisor.recommend.fields import Number, Part, Whole, assumed, told

TRAFFIC_TEST = "a load test of one instance: the highest rate at which p99 holds"


class ServiceMs(Part):
    """How long the model works on one request when it is warm and nobody waits, in milliseconds."""

    p50: Number = Field(gt=0, le=3_600_000, description="Half of the requests take no longer.")
    p99: Number = Field(gt=0, le=3_600_000, description="99 of 100 take no longer.")

    @model_validator(mode="after")
    def _in_order(self) -> ServiceMs:
        if self.p99 < self.p50:
            raise ValueError(f"p50 {self.p50:g} is above p99 {self.p99:g}; accepted is p50 <= p99")
        return self


class ServerlessHost(Part):
    """The model on a SageMaker serverless endpoint."""

    memory_mb: Whole = assumed(
        2048,
        "1024 to 6144 in steps of 1024.",
        "peak memory of the container under load",
        multiple_of=1024,
        ge=1024,
        le=6144,
    )
    service_ms: ServiceMs | None = assumed(None, "As `own.service_ms`.", "a load test of a serverless endpoint")
    cold_start_ms: Number | None = assumed(
        None, "Length of a cold start in milliseconds.", "CloudWatch ModelSetupTime of the endpoint", ge=0, le=900_000
    )
    most_concurrency: Whole = assumed(
        200,
        "Calls at the same time that the account's quota lets one endpoint have.",
        "Service Quotas: maximum concurrency of a serverless endpoint (new accounts may have 10)",
        ge=1,
        le=200,
    )


class LambdaHost(Part):
    """The model inside a Lambda function."""

    memory_mb: Whole = assumed(
        2048, "256 to 10,240; the share of a processor grows with it.", "AWS Lambda Power Tuning", ge=256, le=10_240
    )
    architecture: Literal["arm64", "x86_64"] = told("arm64", "Processor of the function.")
    service_ms: ServiceMs | None = assumed(None, "As `own.service_ms`.", "the Duration of a deployed function")
    cold_start_ms: Number | None = assumed(
        None, "Length of a cold start in milliseconds.", "Init Duration in the REPORT lines", ge=0, le=900_000
    )
    concurrency: Whole = assumed(
        1000,
        "Executions at the same time that the account leaves to this function.",
        "Service Quotas: concurrent executions of the Region, less what others reserve",
        ge=1,
        le=1_000_000,
    )


class InstanceHost(Part):
    """The model on instances: real-time, inference components, asynchronous."""

    type: str = Field(description="Type of the instance, such as ml.m5.large.")
    concurrency: Whole = assumed(
        1,
        "Requests that an instance (a copy) works on at the same time without getting slower.",
        TRAFFIC_TEST,
        ge=1,
        le=10_000,
    )
    copies: Whole = assumed(
        1,
        "Copies of an inference component that fit on an instance.",
        "peak memory of a copy under load",
        ge=1,
        le=1000,
    )
    most: Whole = assumed(
        20,
        "Instances that the account's quota allows.",
        "Service Quotas: this type for endpoint usage",
        ge=1,
        le=100,
    )
    start_s: Number = assumed(
        300.0,
        "Seconds until a further instance answers.",
        "an endpoint's InService time after a scaling activity",
        ge=0,
        le=7200,
    )
    wake_s: Number = assumed(
        564.0,
        "Seconds until an inference component that was scaled to 0 answers.",
        "time from NoCapacityInvocationFailures to the first answer",
        ge=0,
        le=7200,
    )


class OwnModel(Part):
    """A model that you bring."""

    service_ms: ServiceMs = Field(description="How long it works on one request on the instance.")
    instance: InstanceHost = Field(description="Where it runs.")
    serverless: ServerlessHost = told(ServerlessHost(), "The same model on a serverless endpoint.")
    function: LambdaHost = told(LambdaHost(), "The same model in a Lambda function.")


class FoundationModel(Part):
    """A foundation model on Bedrock."""

    model_id: str = Field(min_length=1, max_length=200, description="As Bedrock names it.")
    input_tokens: Number = Field(gt=0, le=1_000_000, description="Tokens of a request, on average.")
    output_tokens: Number = Field(gt=0, le=1_000_000, description="Tokens of an answer, on average.")
    service_ms: ServiceMs | None = assumed(
        None, "How long it takes to answer.", "CloudWatch InvocationLatency of the model, p50 and p99"
    )
    requests_per_minute: Whole | None = told(
        None, "The account's quota for this model; without it on-demand is not judged.", ge=1, le=10_000_000
    )
    tokens_per_minute: Whole | None = told(
        None, "The account's quota for this model; without it on-demand is not judged.", ge=1, le=10_000_000_000
    )
    max_tokens: Whole | None = assumed(
        None,
        "What calls set as maxTokens: Bedrock takes it from the quota until the answer is there.",
        "the maxTokens of your calls; a call without it takes the model's largest answer",
        ge=1,
        le=1_000_000,
    )
    burndown: Number | None = assumed(
        None,
        "Tokens of the quota that a token of an answer takes: 1, or 5 for some models.",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-token-burndown.html lists the models",
        ge=1,
        le=100,
    )
    tokens_per_minute_per_unit: Whole | None = told(
        None,
        "What one model unit does; AWS publishes none: ask your account team, or measure it.",
        ge=1,
        le=1_000_000_000,
    )
    commitment: Annotated[Literal["OneMonth", "SixMonths"] | None, Field()] = told(
        None, "For how long model units are bought; none is by the hour."
    )
    most_units: Whole = assumed(
        100,
        "Model units that the account may buy; without asking AWS it is 0.",
        "ask AWS Support for the quota",
        ge=0,
        le=10_000,
    )
