"""What the figures of the brief come to: one function a figure, each from dated prices only."""

from __future__ import annotations

import math
from typing import Final

from advisor.cost_page.rates import SECONDS_PER_MONTH, Rates, usd
from domain.pricing import HOURS_PER_MONTH

BUSINESS_HOURS: Final = 45
"""Monday to Friday, nine to six."""
WEEK_HOURS: Final = 168
OFF_SHARE: Final = 1 - BUSINESS_HOURS / WEEK_HOURS
REPLICA: Final = "ap-northeast-1"
"""Where a table's second Region is."""


def off_hours(rates: Rates) -> str:
    """What a schedule saves of the whole week, by how far it shrinks."""
    del rates  # a share of the same price: it cancels
    saved = {count: OFF_SHARE * (1 - 1 / count) for count in (2, 4, 10)}
    needed = math.ceil(1 / (1 - 0.70 / OFF_SHARE))
    parts = ", ".join(f"{count} → 1: {100 * share:.0f} %" for count, share in saved.items())
    return f"{parts}; to zero: {100 * OFF_SHARE:.0f} %; 70 % needs {needed} → 1"


def break_even(rates: Rates) -> str:
    """Requests an hour at which one instance and serverless cost the same."""
    busy = rates("sagemaker.hosting/ml.m5.large") / (2 * rates("sagemaker.serverless/duration"))
    fits = f"1,000 fits requests of {busy / 1000:.1f} s, 500 of {busy / 500:.1f} s"
    return f"{busy / 0.2:,.0f} requests/h of 0.2 s, {busy / 2:,.0f} of 2 s; {fits}"


def traffic(rates: Rates) -> str:
    """Serverless with little and with constant traffic."""
    small, busy = rates.serverless(10_000, 0.2, 2), rates.serverless(1, SECONDS_PER_MONTH, 6)
    return f"{usd(small)} for 10,000 of 0.2 s at 2 GB; {usd(busy)} for 6 GB busy all month"


def provisioned(rates: Rates) -> str:
    """One unit of provisioned concurrency, kept all month."""
    month = rates("sagemaker.serverless/provisioned") * SECONDS_PER_MONTH
    hours = month * BUSINESS_HOURS / WEEK_HOURS
    always = f"{usd(month)} (1 GB) to {usd(6 * month)} (6 GB)"
    return f"{always}; business hours only: {usd(hours)} to {usd(6 * hours)}"


def alarms(rates: Rates) -> str:
    """Three tiers, and the key that their topics need."""
    alarms, key = 3 * rates("cloudwatch/alarm"), rates("kms/key")
    return f"{usd(alarms)} for the alarms + {usd(key)} for the key of their topics"


def auto_stop(rates: Rates) -> str:
    """An hourly function and the two alarms on it."""
    run = rates.function(HOURS_PER_MONTH, 10, 0.25) + HOURS_PER_MONTH * rates("scheduler/invocation")
    alarms, metric = usd(2 * rates("cloudwatch/alarm")), usd(rates("cloudwatch/metric"))
    return (
        f"{usd(run)} for {HOURS_PER_MONTH} runs of 10 s at 256 MB + {alarms} for two alarms; {metric} for each metric"
    )


def replicated(rates: Rates) -> str:
    """Writes that happen in two Regions."""
    million = 1e6 * (rates("dynamodb/write") + rates("dynamodb/write", REPLICA))
    return f"{usd(million)} per million writes in two Regions, transfer between them not counted"


def per_gigabyte(rates: Rates) -> str:
    """A gigabyte that is replicated."""
    writes = 1024**2 * rates("dynamodb/write", REPLICA)
    keep = rates("dynamodb/storage", REPLICA)
    return f"{usd(writes)} to write 1 GB of 1 KB items in the other Region, {usd(keep)} a month to keep it"


def instances(rates: Rates) -> str:
    """Instances that serve all month."""
    large, extra = rates.instance_month("ml.m5.large"), rates.instance_month("ml.m5.xlarge")
    return f"{usd(large)} (ml.m5.large), {usd(extra)} (ml.m5.xlarge)"


def megabyte_seconds(rates: Rates) -> str:
    """The price of serverless inference in the unit of the brief."""
    price = rates("sagemaker.serverless/duration") / 1024
    return f"${price:.3g} per MB-second, nothing per inference: {0.000011 / price:,.0f} times less"


def example(rates: Rates) -> str:
    """The example of the brief, by its formula and by the price."""
    said = 50_000 * 0.000025 + 50_000 * 2 * 2 * 1024 * 0.000011
    return f"{usd(rates.serverless(50_000, 2, 2))} (the brief's formula: {usd(said)})"


def ten_thousand(rates: Rates) -> str:
    """A small month."""
    total = rates.serverless(10_000, 2, 2) + rates.function(10_000, 2.25, 0.5, "x86_64")
    return f"{usd(total)}, with 2 s at 2 GB and a function of 512 MB that waits for it"


def hundred_thousand(rates: Rates) -> str:
    """A larger month, against an endpoint."""
    total = rates.serverless(100_000, 2, 2) + rates.function(100_000, 2.25, 0.5, "x86_64")
    always = rates.instance_month("ml.m5.large")
    return f"{usd(total)} against {usd(always)} (ml.m5.large): {100 - 100 * total / always:.0f} % less"


def warm(rates: Rates) -> str:
    """Provisioned concurrency of a function."""
    x86, arm = rates("lambda/provisioned/x86_64"), rates("lambda/provisioned/arm64")
    five = 5 * 0.5 * SECONDS_PER_MONTH
    return f"${x86:.10f} (x86), ${arm:.10f} (arm64): 5 of 512 MB are {usd(five * x86)} or {usd(five * arm)} a month"


def lambda_rate(rates: Rates) -> str:
    """The price that stands where the brief has the one of Lambda."""
    return f"${rates('sagemaker.serverless/duration'):.5f} per GB-second"


def ec2(rates: Rates) -> str:
    """An instance that the platform does not have."""
    return usd(rates("ec2/t3.medium") * HOURS_PER_MONTH)


def endpoint(rates: Rates) -> str:
    """The endpoint of the brief's comparison."""
    month = rates.instance_month("ml.m5.large")
    return f"{usd(month)}: the brief has {150 / month:.1f} times that"


def one_function(rates: Rates) -> str:
    """Short requests to one function of the largest size."""
    return f"{usd(rates.function(10_000, 0.05, 10))} with the largest memory, 10 GB"


def off_share(rates: Rates) -> str:
    """How much of the month lies outside business hours."""
    del rates
    return f"{100 * OFF_SHARE:.0f} % of the month"


def nothing(rates: Rates) -> str:
    """What is not billed."""
    del rates
    return usd(0)


def standby(rates: Rates) -> str:
    """A second Region, by what runs in it."""
    month = rates.instance_month("ml.m5.large")
    return f"$0 for what is off there; +100 % for an endpoint that runs there too ({usd(month)} for an ml.m5.large)"


def equal_capacity(rates: Rates) -> str:
    """A schedule that the rule of the brief accepts."""
    del rates
    return "0 % when business and off-hours capacity are the same"
