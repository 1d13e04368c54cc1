"""The configuration of a stack: every toggle, range and default in one place; nothing else reads ``pulumi.Config``."""

from components.settings.cost import (
    AnomalySettings,
    AutoStopSettings,
    BillingSettings,
    BudgetSettings,
    BusinessCapacitySettings,
    CostSettings,
    OverrideSettings,
    ScheduleSettings,
    WindowSettings,
)
from components.settings.delivery import DeliverySettings, StateBackendSettings
from components.settings.describe import markdown_table, reference
from components.settings.foundation import (
    AccessPointSettings,
    FoundationSettings,
    FunctionSettings,
    NetworkSettings,
)
from components.settings.inference import (
    AlarmSettings,
    BatchSettings,
    ComponentsSettings,
    InferenceSettings,
    ModelSettings,
    PredictSettings,
    RealtimeSettings,
    RetrySettings,
    ServerlessSettings,
)
from components.settings.reading import SettingsError, load, parse, raw_values
from components.settings.resilience import ResilienceSettings
from components.settings.stack import NAMESPACE, Settings

__all__ = [
    "NAMESPACE",
    "AccessPointSettings",
    "AlarmSettings",
    "AnomalySettings",
    "AutoStopSettings",
    "BatchSettings",
    "BillingSettings",
    "BudgetSettings",
    "BusinessCapacitySettings",
    "ComponentsSettings",
    "CostSettings",
    "DeliverySettings",
    "FoundationSettings",
    "FunctionSettings",
    "InferenceSettings",
    "ModelSettings",
    "NetworkSettings",
    "OverrideSettings",
    "PredictSettings",
    "RealtimeSettings",
    "ResilienceSettings",
    "RetrySettings",
    "ScheduleSettings",
    "ServerlessSettings",
    "Settings",
    "SettingsError",
    "StateBackendSettings",
    "WindowSettings",
    "load",
    "markdown_table",
    "parse",
    "raw_values",
    "settings_reference",
    "settings_table",
]


def settings_table() -> str:
    """The Markdown table of every setting."""
    return markdown_table(Settings)


def settings_reference() -> str:
    """The same by theme: a heading, its meaning and a table for each."""
    return reference(Settings)
