"""Asks Cost Explorer what was billed. Every request costs $0.01, so they are counted.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html and, for the price of a
request, https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from advisor.actuals.bill import COST, QUANTITY, Bill, read_bill
from advisor.actuals.scope import Period
from advisor.errors import InputError

ENDPOINT_REGION: Final = "us-east-1"
"""The API's only endpoint of the commercial Regions: it answers for all of them."""
USD_PER_REQUEST: Final = 0.01
LEFT_OUT: Final = ("Credit", "Refund", "Tax")
"""Record types that say nothing about what the stack used."""
HELP: Final[Mapping[str, str]] = {
    "AccessDeniedException": "the caller needs ce:GetCostAndUsage, and the account access to its billing data",
    "DataUnavailableException": "Cost Explorer has no data yet; it takes up to 24 hours after it was turned on",
    "LimitExceededException": "Cost Explorer is throttling; wait a minute",
    "RequestChangedException": "the pages do not belong together; ask again",
    "BillExpirationException": "the report expired between two pages; ask again",
}


class CostExplorer:
    """One stack's costs by service and usage type."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (``ce`` in us-east-1)."""
        self._client = client

    def bill(self, period: Period, tags: Mapping[str, str]) -> Bill:
        """All pages of the period, of what carries all ``tags``; no tags are the whole account.

        Raises:
            InputError: Cost Explorer refuses, cannot be reached, or bills in another currency.
        """
        question = {
            "TimePeriod": {"Start": period.first.isoformat(), "End": period.after.isoformat()},
            "Granularity": "DAILY",
            "Metrics": [COST, QUANTITY],
            "GroupBy": [{"Type": "DIMENSION", "Key": key} for key in ("SERVICE", "USAGE_TYPE")],
            "Filter": cost_filter(tags),
        }
        pages: list[Mapping[str, Any]] = []
        requests = 0
        token: str | None = None
        seen: set[str] = set()
        while True:
            page = self._page({**question, **({"NextPageToken": token} if token else {})})
            requests += 1 + page.get("ResponseMetadata", {}).get("RetryAttempts", 0)
            pages.append(page)
            token = page.get("NextPageToken")
            if not token:
                return read_bill(pages, requests)
            if token in seen:
                raise InputError("Cost Explorer gave the same page twice: its answer has no end; ask again")
            seen.add(token)

    def _page(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            answer: Mapping[str, Any] = self._client.get_cost_and_usage(**question)
        except ClientError as error:
            problem = error.response["Error"]
            advice = HELP.get(problem["Code"], "nothing was read")
            raise InputError(f"Cost Explorer: {problem['Code']}: {problem.get('Message', '')}; {advice}") from error
        except BotoCoreError as error:
            raise InputError(f"Cost Explorer cannot be asked: {error}") from error
        return answer


def cost_filter(tags: Mapping[str, str]) -> Mapping[str, Any]:
    """Cost Explorer's expression for these tags, without credits, refunds and tax.

    An ``And`` needs two members, so one alone stands by itself.
    """
    kept: list[Mapping[str, Any]] = [{"Not": {"Dimensions": {"Key": "RECORD_TYPE", "Values": list(LEFT_OUT)}}}]
    kept += [{"Tags": {"Key": key, "Values": [value]}} for key, value in sorted(tags.items())]
    return kept[0] if len(kept) == 1 else {"And": kept}
