"""Rules of thumb that went round, beside what the figures come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from advisor.cost_page.figures import break_even
from advisor.cost_page.rates import Rates, UnpricedError, newest, usd
from advisor.prices.book import load_prices
from domain.advice.latency import LatencyProfile
from domain.advice.throughput import TrafficProfile, instances_for, invocations_per_minute, units_for
from domain.patterns import Pattern

CHAT: Final = TrafficProfile(1_000_000, 3.5, 6, 500, 300, 2.0)
"""A million messages a day, peak 3.5, bursts of twice that, 500 tokens in and 300 out."""


class Rule(NamedTuple):
    """A rule, what it comes to, and what is wrong with it."""

    said: str
    figure: Callable[[Rates], str]
    why: str


def _hourly(rates: Rates) -> str:
    return break_even(rates)


def _endpoint(rates: Rates) -> str:
    return ", ".join(f"{usd(rates.instance_month(kind))} ({kind})" for kind in ("ml.m5.large", "ml.g5.xlarge"))


def _serverless(rates: Rates) -> str:
    return f"${rates('sagemaker.serverless/duration'):.5f}; Lambda's is ${rates('lambda/duration/x86_64'):.10f}"


def _busy(rates: Rates) -> str:
    seconds = rates.instance_month("ml.m5.large") / (2 * rates("sagemaker.serverless/duration"))
    return f"{seconds:,.0f} busy seconds a month at 2 GB"


def _units(rates: Rates) -> str:
    del rates
    tokens = CHAT.tokens_per_minute
    return f"{tokens:,.0f} tokens a minute: {units_for(tokens, 40_000)} units of 40,000"


def _instances(rates: Rates) -> str:
    del rates
    peak, burst = instances_for(CHAT.peak_rps, 8), instances_for(CHAT.burst_rps, 8)
    return f"{CHAT.peak_rps:.1f} requests/s at 8 each: {peak} instances, {burst} in a burst"


def _target(rates: Rates) -> str:
    del rates
    return f"{invocations_per_minute(8):,.0f} calls a minute for 8 a second"


def _mixture(rates: Rates) -> str:
    del rates
    rare, often = (
        LatencyProfile(Pattern.SAGEMAKER_SERVERLESS, 700, 1500, 2400, 8000, share).effective_p99_ms
        for share in (0.005, 0.02)
    )
    return f"{rare:,.0f} ms with 0.5 % cold starts, {often:,.0f} ms with 2 %"


RULES: Final = (
    Rule(
        "an endpoint on instances pays above 1,000 requests an hour",
        _hourly,
        "A request has no length in it; memory and type of instance are missing too.",
    ),
    Rule("a real-time endpoint is about $215 a month", _endpoint, "No instance and no Region; a type decides."),
    Rule(
        "serverless inference costs $0.00001667 a GB-second",
        _serverless,
        "That is the price of Lambda, another service.",
    ),
    Rule("serverless for low traffic, real-time for high", _busy, "What counts is busy time, not requests."),
    Rule(
        "2 model units serve a million messages a day",
        _units,
        "At the peak of 3.5 times the average; AWS publishes what a unit does for no model.",
    ),
    Rule("4 instances of 8 requests/s serve the same", _instances, "Peak and burst exceed 32 a second."),
    Rule(
        "the scaling target is 8 to 10 invocations per instance",
        _target,
        "The metric counts calls in a minute: 10 a minute would scale out at one call in six seconds.",
    ),
    Rule(
        "p99 is the larger of warm p99 and cold start (2.4 s, 8 s)",
        _mixture,
        "It depends on how many requests are cold: the percentile is one of the mixture.",
    ),
)


def rules() -> str:
    """The table."""
    book = load_prices()
    rates = Rates(book, "us-east-1", newest(book))
    rows = [(rule.said, _figure(rule, rates), rule.why) for rule in RULES]
    lines = [("it was said", "it comes to", "why"), ["---"] * 3, *rows]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"Prices of us-east-1 as of {rates.on}.\n\n{table}\n"


def _figure(rule: Rule, rates: Rates) -> str:
    try:
        return rule.figure(rates)
    except UnpricedError as error:
        return f"**unpriced**: {error}"
