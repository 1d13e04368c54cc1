"""Lambda functions and what hangs on them."""

from __future__ import annotations

from sandbox.provider.resources._lambda_function import Function
from sandbox.provider.resources._lambda_mapping import EventSourceMapping
from sandbox.provider.resources._lambda_parts import (
    Alias,
    FunctionEventInvokeConfig,
    LayerVersion,
    Permission,
    ProvisionedConcurrencyConfig,
)

RESOURCES = (
    Function,
    Alias,
    EventSourceMapping,
    LayerVersion,
    Permission,
    FunctionEventInvokeConfig,
    ProvisionedConcurrencyConfig,
)
