"""Settings of the cost theme: planned hours, what the bill may come to, when idle endpoints are stopped, exceptions.

Limits: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalableTargetAction.html and
https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.settings.model import SettingsModel

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri")
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
CLOCK_OR_MIDNIGHT = r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"
ISO_DATE = r"^\d{4}-\d{2}-\d{2}$"
ISO_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2}|Z)$"
MOST_CAPACITY = 1000
DOLLARS_MAX = 1e9


class WindowSettings(SettingsModel):
    """Hours on some days of the week."""

    days: tuple[Day, ...] = Field(default=WEEKDAYS, description="Days on which the window begins.")
    start: str = Field(default="09:00", pattern=CLOCK, examples=["09:00"], description="When it begins.")
    end: str = Field(
        default="18:00",
        pattern=CLOCK_OR_MIDNIGHT,
        examples=["18:00"],
        description="When it ends, 24:00 for midnight; before the start, it ends on the next day.",
    )


class BusinessCapacitySettings(SettingsModel):
    """How much there is in business hours and outside them: instances, copies or provisioned concurrency."""

    business_min: int = Field(ge=0, le=MOST_CAPACITY, description="Least in business hours.")
    business_max: int = Field(ge=0, le=MOST_CAPACITY, description="Most in business hours.")
    off_hours_min: int = Field(ge=0, le=MOST_CAPACITY, description="Least outside them.")
    off_hours_max: int = Field(
        ge=0, le=MOST_CAPACITY, description="Most outside them; at most `business_min`, so that evenings never add any."
    )


class ScheduleSettings(SettingsModel):
    """Capacity that follows the hours of business."""

    enabled: bool = Field(default=False, description="Deploy the scheduled actions of the units below.")
    timezone: str = Field(
        default="Asia/Tokyo",
        min_length=1,
        max_length=64,
        description="IANA time zone of the windows; without one AWS would take UTC.",
    )
    windows: tuple[WindowSettings, ...] = Field(default=(WindowSettings(),), description="Business hours.")
    holidays: tuple[str, ...] = Field(
        default=(), description="Days such as 2026-12-31 on which no window begins, beside those of the file."
    )
    holidays_file: str | None = Field(
        default=None,
        min_length=1,
        max_length=1024,
        examples=["holidays.ics"],
        description="iCalendar file in the repository: each of its events is a holiday.",
    )
    valid_from: str | None = Field(
        default=None,
        pattern=ISO_DATE,
        examples=["2026-11-01"],
        description="Day from which on holidays and overrides are planned: needed with them, moved on with them.",
    )
    realtime: BusinessCapacitySettings | None = Field(default=None, description="Instances of the real-time endpoint.")
    serverless: BusinessCapacitySettings | None = Field(
        default=None, description="Provisioned concurrency of the serverless endpoint."
    )
    components: BusinessCapacitySettings | None = Field(default=None, description="Copies of the inference component.")
    predict: BusinessCapacitySettings | None = Field(
        default=None, description="Provisioned concurrency of the predict function."
    )

    def units(self) -> dict[str, BusinessCapacitySettings]:
        """The units that follow the schedule, by name; none while it is off."""
        given = {name: getattr(self, name) for name in ("realtime", "serverless", "components", "predict")}
        return {name: capacity for name, capacity in given.items() if self.enabled and capacity is not None}


class BudgetSettings(SettingsModel):
    """A budget of AWS Budgets, which also looks ahead."""

    enabled: bool = Field(default=False, description="Deploy a monthly budget.")
    scope: Literal["account", "project"] = Field(
        default="account",
        description="What counts. `project`: what has the tag Project, which must be active for cost allocation: until "
        "it is, nothing counts.",
    )
    monthly_limit: float = Field(default=200.0, gt=0, le=DOLLARS_MAX, description="Dollars a month.")
    forecast_percent: int = Field(
        default=100, ge=1, le=1000, description="Told when the forecast passes this share of the limit."
    )
    actual_percent: int = Field(default=80, ge=1, le=1000, description="Told when the charges pass this share.")
    emails: tuple[str, ...] = Field(default=(), description="Who is told; at least one address.")


class AnomalySettings(SettingsModel):
    """Cost Anomaly Detection, which learns what is usual."""

    enabled: bool = Field(default=False, description="Deploy a monitor over the account's services, and daily mails.")
    impact_usd: float = Field(
        default=20.0, gt=0, le=DOLLARS_MAX, description="Told of anomalies that cost this many dollars or more."
    )
    monitor_arn: str | None = Field(
        default=None,
        pattern=r"^arn:aws:ce::\d{12}:anomalymonitor/[0-9a-f-]{36}$",
        examples=["arn:aws:ce::123456789012:anomalymonitor/01234567-89ab-cdef-0123-456789abcdef"],
        description="Monitor of services that the account has already: it has room for one, and AWS makes that itself "
        "where Cost Explorer is on. Without this the stack makes one.",
    )
    emails: tuple[str, ...] = Field(default=(), description="Who is told; at least one address.")


class BillingSettings(SettingsModel):
    """Alarms on the account's estimated charges of the month, in three tiers."""

    enabled: bool = Field(
        default=False,
        description="Deploy the three alarms, in us-east-1: AWS publishes the charges there only. The account must "
        "receive billing alerts.",
    )
    currency: Literal["USD"] = Field(
        default="USD", description="Currency of the account; CloudWatch publishes the charges in dollars."
    )
    warning: float = Field(default=100.0, gt=0, le=DOLLARS_MAX, description="First tier, in dollars a month.")
    critical: float = Field(default=200.0, gt=0, le=DOLLARS_MAX, description="Second tier; more than the first.")
    emergency: float = Field(default=500.0, gt=0, le=DOLLARS_MAX, description="Third tier; more than the second.")
    warning_emails: tuple[str, ...] = Field(default=(), description="Who hears of the first tier.")
    critical_emails: tuple[str, ...] = Field(default=(), description="Who hears of the second tier.")
    emergency_emails: tuple[str, ...] = Field(default=(), description="Who hears of the third tier.")
    budget: BudgetSettings = Field(default=BudgetSettings(), description="A budget with a forecast.")
    anomalies: AnomalySettings = Field(default=AnomalySettings(), description="Unusual costs are told.")

    @property
    def watches(self) -> bool:
        """Whether any of the three watches the bill."""
        return self.enabled or self.budget.enabled or self.anomalies.enabled


class AutoStopSettings(SettingsModel):
    """A function that looks at every endpoint of the project and stops those that nobody calls."""

    enabled: bool = Field(default=False, description="Deploy the function and its schedule.")
    dry_run: bool = Field(default=True, description="Decide and report, and change nothing: watch this first.")
    action: Literal["scale-down", "disable-schedule", "delete"] = Field(
        default="scale-down", description="What is done to an idle endpoint; `delete` is refused in prod."
    )
    idle_minutes: int = Field(
        default=60,
        ge=1,
        le=1440,
        description="Minutes without a call that make an endpoint idle; younger are kept. 15 or more but in a sandbox.",
    )
    every_minutes: int = Field(default=60, ge=1, le=1440, description="How often the function looks.")
    in_network: bool = Field(
        default=False,
        description="Run the function in `foundation.network` as all others: it sees no data, and calls services that "
        "no other calls, whose interface endpoints cost by the hour.",
    )
    messages: Literal["news", "every-run"] = Field(
        default="news",
        description="When its summary is sent to the alarm topic: when there are news (something stopped, failed or "
        "restored that was not told before), or after every run.",
    )


class OverrideSettings(SettingsModel):
    """Something is kept up for a while, although schedule and auto-stop say otherwise."""

    target: str = Field(
        min_length=1,
        max_length=63,
        examples=["realtime"],
        description="realtime, serverless, components, predict, the name of an endpoint, or * for all.",
    )
    since: str = Field(pattern=ISO_TIME, examples=["2026-11-26T18:00:00+09:00"], description="From when on.")
    until: str = Field(
        pattern=ISO_TIME,
        examples=["2026-11-27T20:00:00+09:00"],
        description="Until when, at most 31 days later; after it the override has no effect.",
    )
    by: str = Field(min_length=1, max_length=64, examples=["ml-platform"], description="Who asked for it.")
    why: str = Field(min_length=1, max_length=120, examples=["load test"], description="What for.")


class CostSettings(SettingsModel):
    """Theme B: costs that are planned, watched and cut."""

    billing: BillingSettings = Field(default=BillingSettings(), description="Billing alarms in three tiers.")
    auto_stop: AutoStopSettings = Field(default=AutoStopSettings(), description="Idle endpoints are stopped.")
    schedules: ScheduleSettings = Field(default=ScheduleSettings(), description="Capacity that follows business hours.")
    overrides: tuple[OverrideSettings, ...] = Field(default=(), description="Exceptions that end by themselves.")

    @property
    def enabled(self) -> bool:
        """Whether anything of the theme is to be built."""
        return self.billing.watches or self.auto_stop.enabled or self.schedules.enabled
