"""Entry of ``switch_patterns``: composition only."""

import os
import sys
import time
from typing import Any, Final

from lambdas import sdk
from lambdas.clients.pattern_availability import EndpointAvailability, FunctionAvailability, ModelAvailability
from lambdas.clients.pattern_metrics import PatternMetrics
from lambdas.clients.switch_decisions import SwitchDecisions
from lambdas.clients.switch_states import SwitchStates
from lambdas.patterns.callers import caller_of, warm
from lambdas.switch_patterns.availability import Availabilities
from lambdas.switch_patterns.look import Look
from lambdas.switch_patterns.meter import SwitchMeter
from lambdas.switch_patterns.probing import Prober
from lambdas.switch_patterns.request import parse
from lambdas.switch_patterns.settings import Settings

SERVICE: Final = "switch_patterns"
ATTEMPTS: Final = 3
"""Of a question to the control plane or to CloudWatch: the next look is a minute away, so none is worth a long wait."""
READ_S: Final = 5.0


def handler(event: object, _context: object) -> dict[str, Any]:
    """Look at the patterns and decide."""
    request = parse(event)
    return compose(Settings.from_env(os.environ))(dry_run=request.dry_run).to_reply()


def compose(settings: Settings) -> Look:
    """Put a look together; nothing is asked yet. Clients are made here, else the first probes would measure that."""
    table = sdk.client("dynamodb")
    for served in settings.patterns:
        warm(served)
    service = os.environ.get("POWERTOOLS_SERVICE_NAME", SERVICE)
    return Look(
        settings=settings,
        states=SwitchStates(table, settings.switch_table),
        decisions=SwitchDecisions(table, settings.switch_table),
        metrics=PatternMetrics(
            _client("cloudwatch"), settings.environment, window_s=settings.window_s, period_s=settings.period_s
        ),
        availabilities=Availabilities(
            EndpointAvailability(_client("sagemaker")),
            FunctionAvailability(_client("lambda")),
            ModelAvailability(_client("bedrock")),
        ),
        prober=Prober(
            settings.probe,
            settings.probes,
            {served.pattern: caller_of(served) for served in settings.patterns},
            time.monotonic,
        ),
        meter=SwitchMeter(service, settings.environment, sys.stdout.write, time.time),
        clock=time.time,
    )


def _client(service: str) -> Any:
    return sdk.client(service, read_timeout_s=READ_S, attempts=ATTEMPTS)
