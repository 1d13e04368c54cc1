"""Events of endpoints on the default bus.

https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
"""

from __future__ import annotations

import re
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.sagemaker.records import Record

STATE: Final = "SageMaker Endpoint State Change"
DEPLOYMENT: Final = "SageMaker Endpoint Deployment State Change"
_SHOWN: Final = (
    "EndpointName",
    "EndpointArn",
    "EndpointConfigName",
    "ProductionVariants",
    "PendingDeploymentSummary",
    "FailureReason",
)


def tell(context: SandboxContext, record: Record, kind: str) -> None:
    """Tell rules about an endpoint's state or its deployment's; before the server is up nobody listens."""
    if context.events is None:
        return
    detail: dict[str, Any] = {name: record.fields[name] for name in _SHOWN if name in record.fields}
    detail["EndpointStatus"] = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", record.fields["EndpointStatus"]).upper()
    detail["Tags"] = dict(record.tags)
    for name in ("CreationTime", "LastModifiedTime"):
        detail[name] = round(record.fields[name] * 1000)
    context.emit_event(record.region, "aws.sagemaker", kind, detail, [record.arn])
