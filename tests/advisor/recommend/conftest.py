"""Workloads for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.recommend.decide import Basis, recommend
from advisor.recommend.reading import parse_workload
from advisor.recommend.record import Record
from domain.pricing import Price, PriceBook

ON = date(2026, 11, 26)
OWN = """
name: digits
traffic: {daily_requests: 3000, peak_multiplier: 3, peak_hours: 6, burst_factor: 2}
target_p99_ms: 1000
monthly_budget_usd: 300
model:
  own:
    service_ms: {p50: 60, p99: 150}
    instance: {type: ml.m5.large, concurrency: 2}
    serverless: {cold_start_ms: 6000}
    function: {cold_start_ms: 2500}
"""
CHAT = """
name: chat
traffic: {daily_requests: 3000}
target_p99_ms: 2500
monthly_budget_usd: 100000
model:
  foundation:
    model_id: amazon.nova-2-lite-v1:0
    input_tokens: 500
    output_tokens: 300
    service_ms: {p50: 800, p99: 1800}
    requests_per_minute: 2000
    tokens_per_minute: 1_600_000
    tokens_per_minute_per_unit: 100_000
"""
PRICES = {
    "sagemaker.hosting/ml.m5.large": ("hour", 0.115),
    "sagemaker.serverless/duration": ("GB-second", 0.00002),
    "sagemaker.serverless/provisioned": ("GB-second", 0.000005),
    "sagemaker.serverless/provisioned-duration": ("GB-second", 0.00001165),
    "sagemaker.data/in": ("GB", 0.016),
    "sagemaker.data/out": ("GB", 0.016),
    "lambda/requests": ("request", 0.0000002),
    "lambda/duration/arm64": ("GB-second", 0.0000133334),
    "lambda/provisioned/arm64": ("GB-second", 0.0000033334),
    "lambda/provisioned-duration/arm64": ("GB-second", 0.0000077778),
    "s3/put": ("request", 0.000005),
    "s3/get": ("request", 0.0000004),
    "bedrock.tokens/amazon.nova-2-lite-v1:0/in": ("token", 3.3e-7),
    "bedrock.tokens/amazon.nova-2-lite-v1:0/out": ("token", 2.75e-6),
    "bedrock.provisioned/amazon.nova-2-lite-v1:0/none": ("hour", 60.5),
}
"""A book of its own: no test depends on when somebody refreshes the shipped one."""


def book(*without: str) -> PriceBook:
    return PriceBook(
        tuple(
            Price(item, "us-east-1", unit, usd, "a test", ON)
            for item, (unit, usd) in PRICES.items()
            if item not in without
        )
    )


@pytest.fixture(scope="session")
def decided() -> Callable[..., Record]:
    """The record of a workload, `own` or `chat`, with values in the place of its own, and prices left out."""

    def decide(kind: str = "own", *, without: tuple[str, ...] = (), seed: int = 0, **told: Any) -> Record:
        values = {key.replace("__", "."): value for key, value in told.items()}
        workload = parse_workload({"own": OWN, "chat": CHAT}[kind], kind, values)
        return recommend(workload, Basis(Path(), book(*without), ON, seed))

    return decide


@pytest.fixture(scope="session")
def own(decided: Callable[..., Record]) -> Record:
    return decided()


@pytest.fixture(scope="session")
def chat(decided: Callable[..., Record]) -> Record:
    return decided("chat")


@pytest.fixture
def workload_file(tmp_path: Path) -> Callable[[str], Path]:
    """A workload, `own` or `chat`, as a file."""

    def write(kind: str = "own", more: str = "") -> Path:
        path = tmp_path / f"{kind}.yaml"
        path.write_text({"own": OWN, "chat": CHAT}[kind] + more)
        return path

    return write
