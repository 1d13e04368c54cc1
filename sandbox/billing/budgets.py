"""AWS Budgets: budgets with their notifications, subscribers and tags. None of them ever notifies.

moto has no change of a budget, no subscribers and no tags. The API is one for all regions:
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Operations_AWS_Budgets.html
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.billing.budget_rules import (
    check_budget,
    check_notification,
    check_subscribers,
    completed,
    identity,
)
from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.service import BaseService

Fields = Mapping[str, Any]
MOST_NOTIFICATIONS: Final = 5


@dataclass(slots=True)
class Budget:
    """One budget.

    Attributes:
        fields: Members of `Budget`.
        notifications: By what identifies each: its members, and its subscribers.
        tags: Key to value.
    """

    fields: dict[str, Any]
    notifications: dict[tuple[Any, ...], tuple[Fields, list[Fields]]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        """Its ARN."""
        return f"arn:aws:budgets::{ACCOUNT_ID}:budget/{self.fields['BudgetName']}"

    def notify(self, notification: Fields, subscribers: list[Fields]) -> None:
        """Adds a notification.

        Raises:
            AwsError: It is not accepted, there already, or one too many.
        """
        check_notification(notification)
        check_subscribers(subscribers)
        if identity(notification) in self.notifications:
            raise AwsError("DuplicateRecordException", f"the budget has the notification {dict(notification)} already")
        if len(self.notifications) == MOST_NOTIFICATIONS:
            raise AwsError("CreationLimitExceededException", f"a budget has at most {MOST_NOTIFICATIONS} notifications")
        self.notifications[identity(notification)] = (notification, subscribers)

    def found(self, notification: Fields) -> tuple[Fields, list[Fields]]:
        """A notification and its subscribers.

        Raises:
            AwsError: `NotFoundException`.
        """
        entry = self.notifications.get(identity(notification))
        if entry is None:
            raise AwsError("NotFoundException", f"the budget has no notification {dict(notification)}")
        return entry


class BudgetService(BaseService):
    """Answers `budgets`; budget actions and the history of performance are not played."""

    names = frozenset({"budgets"})

    def __init__(self) -> None:
        self._budgets: dict[str, Budget] = {}
        self._lock = threading.RLock()
        self._operations: dict[str, Callable[[Fields], Fields]] = {
            "CreateBudget": self._create,
            "DescribeBudget": lambda body: {"Budget": self._get(body).fields},
            "DescribeBudgets": lambda _: {"Budgets": [budget.fields for budget in self._budgets.values()]},
            "UpdateBudget": self._update,
            "DeleteBudget": self._delete,
            "CreateNotification": self._create_notification,
            "DeleteNotification": self._delete_notification,
            "DescribeNotificationsForBudget": self._notifications,
            "DescribeSubscribersForNotification": self._subscribers,
            "TagResource": self._tag,
            "UntagResource": self._untag,
            "ListTagsForResource": self._tags,
        }

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """The answer of an operation that is played here.

        Raises:
            AwsError: One that is not, or that is refused.
        """
        operation = self._operations.get(request.operation)
        if operation is None:
            raise AwsError("InvalidParameterException", f"{request.operation} is not played by the sandbox")
        with self._lock:
            return AwsResponse.of_json(operation(request.json()))

    def _get(self, body: Fields) -> Budget:
        name = str(body["BudgetName"])
        if name not in self._budgets:
            raise AwsError("NotFoundException", f"Unable to get budget: {name} - the budget doesn't exist.")
        return self._budgets[name]

    def _create(self, body: Fields) -> Fields:
        check_budget(body["Budget"])
        name = str(body["Budget"]["BudgetName"])
        if name in self._budgets:
            message = f"Error creating budget: {name} - the budget already exists."
            raise AwsError("DuplicateRecordException", message)
        tags = {tag["Key"]: tag["Value"] for tag in body.get("ResourceTags") or ()}
        budget = Budget(completed(body["Budget"]), tags=tags)
        for one in body.get("NotificationsWithSubscribers") or ():
            budget.notify(one["Notification"], list(one["Subscribers"]))
        self._budgets[name] = budget
        return {}

    def _update(self, body: Fields) -> Fields:
        check_budget(body["NewBudget"])
        self._get(body["NewBudget"]).fields = completed(body["NewBudget"])
        return {}

    def _delete(self, body: Fields) -> Fields:
        del self._budgets[str(self._get(body).fields["BudgetName"])]
        return {}

    def _create_notification(self, body: Fields) -> Fields:
        self._get(body).notify(body["Notification"], list(body["Subscribers"]))
        return {}

    def _delete_notification(self, body: Fields) -> Fields:
        budget = self._get(body)
        budget.found(body["Notification"])
        del budget.notifications[identity(body["Notification"])]
        return {}

    def _notifications(self, body: Fields) -> Fields:
        found = self._get(body).notifications.values()
        return {"Notifications": [{"NotificationState": "OK", **notification} for notification, _ in found]}

    def _subscribers(self, body: Fields) -> Fields:
        return {"Subscribers": self._get(body).found(body["Notification"])[1]}

    def _tag(self, body: Fields) -> Fields:
        self._of_arn(body).tags.update({tag["Key"]: tag["Value"] for tag in body["ResourceTags"]})
        return {}

    def _untag(self, body: Fields) -> Fields:
        budget = self._of_arn(body)
        for key in body["ResourceTagKeys"]:
            budget.tags.pop(key, None)
        return {}

    def _tags(self, body: Fields) -> Fields:
        tags = self._of_arn(body).tags
        return {"ResourceTags": [{"Key": key, "Value": value} for key, value in tags.items()]}

    def _of_arn(self, body: Fields) -> Budget:
        found = next((budget for budget in self._budgets.values() if budget.arn == body["ResourceARN"]), None)
        if found is None:
            raise AwsError("NotFoundException", f"there is no resource {body['ResourceARN']}")
        return found
