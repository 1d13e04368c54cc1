"""What Lambda accepts, by property.

Sources: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html and its neighbours. Memory,
time and storage are not among them: the service model has the higher limits of managed instances.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from guardrails.aws.service_model import Choice, Limits, Range, Text

_range = partial(Range, "lambda")
_choice = partial(Choice, "lambda")
_text = partial(Text, "lambda")

FUNCTION: Final[Limits] = {
    "description": _text("Description", 0, 256),
    "handler": _text("Handler", 0, 128, r"[^\s]+"),
    "loggingConfig.applicationLogLevel": _choice(
        "ApplicationLogLevel", ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
    ),
    "loggingConfig.logFormat": _choice("LogFormat", ("JSON", "Text")),
    "loggingConfig.logGroup": _text("LogGroup", 1, 512, r"[\.\-_/#A-Za-z0-9]+"),
    "loggingConfig.systemLogLevel": _choice("SystemLogLevel", ("DEBUG", "INFO", "WARN")),
    "packageType": _choice("PackageType", ("Zip", "Image")),
    "snapStart.applyOn": _choice("SnapStartApplyOn", ("PublishedVersions", "None")),
    "tracingConfig.mode": _choice("TracingMode", ("Active", "PassThrough")),
}
ARCHITECTURE: Final = _choice("Architecture", ("x86_64", "arm64"))
WEIGHT: Final = _range("Weight", 0, 1)
INVOKE_CONFIG: Final[Limits] = {
    "maximumRetryAttempts": _range("MaximumRetryAttempts", 0, 2),
    "maximumEventAgeInSeconds": _range("MaximumEventAgeInSeconds", 60, 21600),
}
MAPPING: Final[Limits] = {
    "maximumBatchingWindowInSeconds": _range("MaximumBatchingWindowInSeconds", 0, 300),
    "parallelizationFactor": _range("ParallelizationFactor", 1, 10),
    "maximumRetryAttempts": _range("MaximumRetryAttemptsEventSourceMapping", -1, 10000),
    "scalingConfig.maximumConcurrency": _range("MaximumConcurrency", 2, 1000),
    "provisionedPollerConfig.minimumPollers": _range("MinimumNumberOfPollers", 1, 200),
    "provisionedPollerConfig.maximumPollers": _range("MaximumNumberOfPollers", 1, 10000),
    "startingPosition": _choice("EventSourcePosition", ("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP")),
    "documentDbEventSourceConfig.fullDocument": _choice("FullDocument", ("UpdateLookup", "Default")),
    "tumblingWindowInSeconds": _range("TumblingWindowInSeconds", 0, 900),
}
