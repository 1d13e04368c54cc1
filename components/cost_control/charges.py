"""What the account was charged this month, watched in three tiers, each with a topic and subscribers of its own.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import pulumi

from components.alarms import AlarmRule, alarm
from components.base import PlatformComponent
from components.cost_control.money import CURRENCY, shown_amount
from components.foundation.account import Account
from components.foundation.alarm_topic import AlarmTopic, AlarmTopicArgs
from components.foundation.key import CustomerKey, CustomerKeyArgs, for_alarms
from components.settings import BillingSettings
from components.settings.addresses import check_addresses
from domain.cost import BillingThresholds

PERIOD_SECONDS: Final = 6 * 3600
"""AWS estimates the charges several times a day, so that a shorter period can be empty."""

MISSING_DATA: Final = "ignore"
"""What a period without a figure means: nothing new, the alarm stays as it is.

Charges only grow within a month, so the last figure holds until the next one. The new month starts again from zero, and
that is a figure, which ends the alarm. ``notBreaching`` would take a long gap for a month without charges: it would end
the alarm, tell the tier again after the gap, and show OK in an account that does not receive billing alerts at all.
``missing`` would lose the state in a gap, and tell the tier again too. ``breaching`` would raise the alarm without a
charge. An alarm that never had a figure stays at INSUFFICIENT_DATA, and so shows that billing alerts are off.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html"""


class Advice(NamedTuple):
    """What a tier means and what to do about it."""

    meaning: str
    action: str


ADVICE: Final = {
    "warning": Advice(
        "Spending is worth a look",
        "compare it with the estimate (python -m advisor cost), and see in Cost Explorer, by service and by the tag "
        "Project, what grew.",
    ),
    "critical": Advice(
        "Spending is beyond the plan",
        "find today what grew, see whether auto-stop only reports (cost.auto_stop.dry_run), and shorten the business "
        "hours (cost.schedules).",
    ),
    "emergency": Advice(
        "Spending is out of hand",
        "stop now what is not needed: scale endpoints down or delete them, stop training and transform jobs. AWS "
        "stops nothing by itself.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Tier:
    """One threshold and who hears of it.

    Attributes:
        name: ``warning``, ``critical`` or ``emergency``.
        threshold: From this many US dollars in the month on.
        emails: Addresses, each once; each confirms by mail. None is for a topic that something else subscribes to.
        following: The tier above; ``None`` for the last.

    Raises:
        ValueError: An address is there twice.
    """

    name: str
    threshold: float
    emails: tuple[str, ...]
    following: Tier | None

    def __post_init__(self) -> None:
        check_addresses(f"cost.billing.{self.name}_emails", self.emails, least=0)

    def message(self, account_id: str, scope: str) -> str:
        """The text of the mail: what happened, what it covers, what to do, and what comes next.

        Args:
            account_id: The account that is charged.
            scope: Project and environment that the alarm is part of.
        """
        advice = ADVICE[self.name]
        follows = (
            "This is the last tier: no further one follows this month."
            if self.following is None
            else f"Next tier: {self.following.name}, at {shown_amount(self.following.threshold)}."
        )
        return (
            f"{self.name.upper()}: AWS account {account_id} was charged {shown_amount(self.threshold)} or more this "
            f"month. {advice.meaning}. This is AWS's estimate for the whole account, all projects and Regions (in an "
            f"organisation's management account: of every member), not for {scope} alone. What to do: {advice.action} "
            f"{follows}"
        )


def tiers(settings: BillingSettings) -> tuple[Tier, ...]:
    """The tiers, lowest first, each knowing the next.

    Raises:
        ValueError: The thresholds are not positive and strictly increasing, or an address is in one tier twice.
    """
    thresholds = BillingThresholds(settings.warning, settings.critical, settings.emergency)
    emails = {
        "warning": settings.warning_emails,
        "critical": settings.critical_emails,
        "emergency": settings.emergency_emails,
    }
    found: list[Tier] = []
    for name, threshold in reversed(tuple(thresholds.tiers())):
        following = found[-1] if found else None
        found.append(Tier(name=name, threshold=threshold, emails=emails[name], following=following))
    return tuple(reversed(found))


@dataclass(frozen=True, kw_only=True)
class ChargeAlarmsArgs:
    """Inputs.

    Attributes:
        account: Where the stack is; these resources are where their provider is.
        scope: Project and environment.
        tiers: From :func:`tiers`.
        protect: Whether the key is protected and kept when the stack goes.
    """

    account: Account
    scope: str
    tiers: tuple[Tier, ...]
    protect: bool


class ChargeAlarms(PlatformComponent):
    """A key, and for each tier a topic and the alarm that writes to it. Give it a provider of us-east-1.

    The stack's own key and topic will not do, unless the stack is in us-east-1 by chance: an alarm reaches topics, and
    a topic uses keys, of their own Region only.
    """

    topic_arns: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: ChargeAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {tier.name: tier.threshold for tier in args.tiers}, opts)
        self._args = args
        key = CustomerKeyArgs(
            account=args.account,
            # Stacks of several Regions meet in us-east-1.
            alias=f"{args.scope}-billing-{args.account.region}",
            grants=(for_alarms(args.account),),
            protect=args.protect,
        )
        key_arn = CustomerKey(self.child_name("key"), key, opts=self.child()).arn
        self.topic_arns = {tier.name: self._tier(tier, key_arn) for tier in args.tiers}
        self.finish()

    def _tier(self, tier: Tier, key_arn: pulumi.Output[str]) -> pulumi.Output[str]:
        topic = AlarmTopicArgs(account=self._args.account, key_arn=key_arn, emails=tier.emails)
        topic_arn = AlarmTopic(self.child_name(tier.name), topic, opts=self.child()).arn
        rule = AlarmRule(
            description=tier.message(self._args.account.account_id, self._args.scope),
            namespace="AWS/Billing",
            metric="EstimatedCharges",
            dimensions={"Currency": CURRENCY},
            threshold=tier.threshold,
            statistic="Maximum",  # the figure only grows within a month
            period=PERIOD_SECONDS,
            missing=MISSING_DATA,
        )
        alarm(self.child_name(f"{tier.name}-charges"), rule, [topic_arn], self.child())
        return topic_arn
