"""Tells people: a message to a topic."""

from collections.abc import Mapping
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "topic": ("sns:Publish",),
    # The topic has a customer key: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    "key": ("kms:Decrypt", "kms:GenerateDataKey"),
}

LONGEST_SUBJECT: Final = 100
LONGEST_MESSAGE: Final = 262_144
"""Characters and bytes. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html"""
_CUT: Final = "\n... cut: the function's log holds all of it."


class Notices:
    """Publishes to one topic."""

    def __init__(self, client: Any, topic_arn: str) -> None:
        """Use ``client`` (SNS) on ``topic_arn``."""
        self._client = client
        self._topic_arn = topic_arn

    def send(self, subject: str, message: str) -> None:
        """Send a message; what is too long for SNS is cut, and says so."""
        if len(message.encode()) > LONGEST_MESSAGE:
            kept = message.encode()[: LONGEST_MESSAGE - len(_CUT.encode())]
            message = kept.decode(errors="ignore") + _CUT
        self._client.publish(TopicArn=self._topic_arn, Subject=subject[:LONGEST_SUBJECT], Message=message)
