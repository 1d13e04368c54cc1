"""AWS Budgets. The API is one for all Regions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.mapping import from_response, to_request
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import GENERAL, Change, Resource, Table, split_id
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import UNKNOWN, Props

_SERVICE: Final = "budgets"
_MOMENT: Final = "%Y-%m-%d_%H:%M"
# Properties that the API keeps in another form, or another call; each has its line in `_budget` or `_notifications`.
_APART: Final = frozenset(
    {
        "accountId",
        "costFilters",
        "limitAmount",
        "limitUnit",
        "metrics",
        "notifications",
        "plannedLimits",
        "timePeriodEnd",
        "timePeriodStart",
    }
)
_INCLUDED: Final = "Credit Discount OtherSubscription Recurring Refund Subscription Support Tax Upfront"
_COST_TYPES: Final = (
    *(f"costTypes.include{what}" for what in _INCLUDED.split()),
    "costTypes.useAmortized",
    "costTypes.useBlended",
)
_OF_NOTIFICATION: Final = {
    "comparisonOperator": "ComparisonOperator",
    "notificationType": "NotificationType",
    "threshold": "Threshold",
    "thresholdType": "ThresholdType",
}
_SUBSCRIBERS: Final = {"subscriberEmailAddresses": "EMAIL", "subscriberSnsTopicArns": "SNS"}


class Budget(Resource):
    """A budget with its notifications; its id is `account:name`."""

    type_name = "aws:budgets/budget:Budget"
    service = _SERVICE
    operation = "CreateBudget"
    table = Table(
        rename={"name": "BudgetName"},
        local=frozenset({"namePrefix"}) | _APART,
        replaces=frozenset({"accountId", "name", "namePrefix"}),
        defaults={"timePeriodEnd": "2087-06-15_00:00"},
        meaning=Meaning(
            unordered=frozenset(
                {
                    "notifications",
                    "costFilters",
                    "costFilters.values",
                    *(f"notifications.{one}" for one in _SUBSCRIBERS),
                }
            ),
            computed=frozenset({"accountId", "costTypes", "timePeriodStart", *_COST_TYPES}),
        ),
        outputs=("arn", "accountId", "timePeriodStart", "costTypes"),
        name=AutoName(longest=100),
    )
    tag_api = ServiceTags(
        service=_SERVICE,
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_for_resource",
        target="ResourceARN",
        parameter="ResourceTags",
        keys="ResourceTagKeys",
    )

    def mapped(self, session: AwsSession, inputs: Mapping[str, Any]) -> Props:
        """See `Resource`; the account is asked for when a call is made."""
        shape = session.operation(_SERVICE, self.operation).input_shape.members["Budget"]
        plain = to_request(inputs, shape, rename=self.table.rename, local=GENERAL | self.table.local)
        request: Props = {"AccountId": inputs.get("accountId", UNKNOWN), "Budget": {**plain, **_budget(inputs)}}
        notifications = inputs.get("notifications")
        if notifications:
            unknown = notifications is UNKNOWN
            given = UNKNOWN if unknown else [_notification(one) for one in notifications]
            request["NotificationsWithSubscribers"] = given
        return request

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        account = inputs.get("accountId") or aws.account_id
        aws.call(_SERVICE, "create_budget", **{**self.request(aws.session, inputs), "AccountId": account})
        return f"{account}:{inputs['name']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, ":", "accountId", "name")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        account, _, name = resource_id.partition(":")
        where = {"AccountId": account, "BudgetName": name}
        found = aws.find(_SERVICE, "describe_budget", **where)
        if found is None:
            return None
        budget = found["Budget"]
        spec = {prop: item for prop, item in self.spec.state.items() if prop not in _APART | GENERAL}
        limit = budget.get("BudgetLimit") or {}
        return {
            **from_response(budget, spec, self.spec.module, rename=self.table.rename),
            **_period(budget),
            "arn": aws.arn(_SERVICE, f"budget/{name}", region="", account=account),
            "accountId": account,
            "limitAmount": _same_amount(limit.get("Amount"), known.get("limitAmount")),
            "limitUnit": limit.get("Unit"),
            "costFilters": [{"name": key, "values": some} for key, some in (budget.get("CostFilters") or {}).items()],
            "plannedLimits": _planned(budget),
            "metrics": next(iter(budget.get("Metrics") or ()), None),
            "notifications": _notifications(aws, where),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`; a notification that changed in anything is another one."""
        account, _, name = resource_id.partition(":")
        where = {"AccountId": account, "BudgetName": name}
        request = self.mapped(aws.session, change.new)
        if change.names - {"notifications", "tags", "tagsAll"}:
            aws.call(_SERVICE, "update_budget", AccountId=account, NewBudget=request["Budget"])
        if change.any_of("notifications"):
            for old in aws.call(_SERVICE, "describe_notifications_for_budget", **where).get("Notifications", ()):
                aws.find(_SERVICE, "delete_notification", **where, Notification=_key(old))
            for new in request.get("NotificationsWithSubscribers", ()):
                aws.call(_SERVICE, "create_notification", **where, **new)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        account, _, name = resource_id.partition(":")
        aws.find(_SERVICE, "delete_budget", AccountId=account, BudgetName=name)


def _budget(inputs: Mapping[str, Any]) -> Props:
    """The members of a budget that the program writes in another form."""
    budget: Props = {}
    if "limitAmount" in inputs:
        budget["BudgetLimit"] = {"Amount": inputs["limitAmount"], "Unit": inputs.get("limitUnit")}
    filters, planned = inputs.get("costFilters"), inputs.get("plannedLimits")
    if filters:
        known = filters is not UNKNOWN
        budget["CostFilters"] = {one["name"]: one["values"] for one in filters} if known else UNKNOWN
    if planned:
        known = planned is not UNKNOWN
        budget["PlannedBudgetLimits"] = {_epoch(one): _spend(one) for one in planned} if known else UNKNOWN
    if "metrics" in inputs:
        budget["Metrics"] = [inputs["metrics"]]
    period = {side: _time(inputs[f"timePeriod{side}"]) for side in ("Start", "End") if f"timePeriod{side}" in inputs}
    return {**budget, "TimePeriod": period} if period else budget


def _notification(one: Any) -> Any:
    """A notification as CreateBudget takes it; the subscribers are unknown when some are."""
    if one is UNKNOWN:
        return UNKNOWN
    lists = {kind: one.get(name) or [] for name, kind in _SUBSCRIBERS.items()}
    subscribers: Any = UNKNOWN
    if UNKNOWN not in lists.values():
        subscribers = [{"SubscriptionType": kind, "Address": each} for kind, some in lists.items() for each in some]
    notification = {member: one[name] for name, member in _OF_NOTIFICATION.items() if name in one}
    return {"Notification": notification, "Subscribers": subscribers}


def _notifications(aws: Aws, where: Props) -> list[Props]:
    found = []
    for one in aws.call(_SERVICE, "describe_notifications_for_budget", **where).get("Notifications", ()):
        answer = aws.call(_SERVICE, "describe_subscribers_for_notification", **where, Notification=_key(one))
        props: Props = {name: one.get(member) for name, member in _OF_NOTIFICATION.items()}
        props["thresholdType"] = props["thresholdType"] or "PERCENTAGE"
        for name, kind in _SUBSCRIBERS.items():
            some = [each["Address"] for each in answer.get("Subscribers", ()) if each["SubscriptionType"] == kind]
            props |= {name: some} if some else {}
        found.append(props)
    return found


def _key(notification: Mapping[str, Any]) -> Props:
    """What names a notification in a call: not its state."""
    return {name: value for name, value in notification.items() if name != "NotificationState"}


def _period(budget: Mapping[str, Any]) -> Props:
    period = budget.get("TimePeriod") or {}
    return {f"timePeriod{side}": moment.astimezone(UTC).strftime(_MOMENT) for side, moment in period.items()}


def _planned(budget: Mapping[str, Any]) -> list[Props]:
    return [
        {
            "startTime": datetime.fromtimestamp(int(start), UTC).strftime(_MOMENT),
            "amount": spend["Amount"],
            "unit": spend["Unit"],
        }
        for start, spend in (budget.get("PlannedBudgetLimits") or {}).items()
    ]


def _epoch(planned: Mapping[str, Any]) -> str:
    return str(int(_time(planned["startTime"]).timestamp()))


def _spend(planned: Mapping[str, Any]) -> Props:
    return {"Amount": planned["amount"], "Unit": planned["unit"]}


def _time(text: Any) -> Any:
    return text if text is UNKNOWN else datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)


def _same_amount(found: str | None, given: Any) -> Any:
    """The program's own spelling of an amount, where it means the same: AWS answers "100.0" to "100"."""
    try:
        return given if Decimal(str(found)) == Decimal(str(given)) else found
    except InvalidOperation:
        return found


RESOURCES = (Budget,)
