"""Conditional writes whose answer may get lost: what stands in the table afterwards is read, not guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.errors import LedgerUnknownError

Item = TypeVar("Item")

_REFUSED: Final = "ConditionalCheckFailedException"
_NOT_SURE: Final = frozenset(
    {
        # Another Region wrote the same item at the same time (tables with multi-Region strong consistency):
        # https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
        "ReplicatedWriteConflictException",
        "TransactionConflictException",
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
    }
)


@dataclass(frozen=True)
class Change(Generic[Item]):
    """What a conditional write came to.

    Attributes:
        done: The item stands as asked: written by this call, or by one whose answer was lost.
        found: What stands in the table now; ``None``: no such item.
    """

    done: bool
    found: Item | None


class Sight(StrEnum):
    """What an item that was read back says of a write that got no answer."""

    MADE = "made"
    OVERTAKEN = "overtaken"
    """Somebody else was first: the write can never succeed any more."""
    PENDING = "pending"
    """It may still arrive."""


@dataclass(frozen=True)
class Meaning(Generic[Item]):
    """How a kind of item is understood.

    Attributes:
        what: Name of the item, for messages.
        parse: Makes the item out of DynamoDB's attributes.
        read: Reads the item consistently.
        judge: Says of an item that was read back what became of the write.
    """

    what: str
    parse: Callable[[Mapping[str, Any]], Item]
    read: Callable[[], Item | None]
    judge: Callable[[Item | None], Sight]


def settle(write: Callable[[], Mapping[str, Any]], meaning: Meaning[Item]) -> Change[Item]:
    """Write once, and find out what came of it.

    Args:
        write: Makes the call, with ``ReturnValuesOnConditionCheckFailure="ALL_OLD"``; a call that returns
            ``Attributes`` gives the new item.
        meaning: How to understand the item.

    Raises:
        LedgerUnknownError: Whether the write was made cannot be known; it may still arrive. Act on nothing.
        ClientError: DynamoDB refused the call itself, such as for a missing permission.
    """
    try:
        answer = write()
    except ClientError as error:
        if error.response["Error"]["Code"] == _REFUSED:
            return _refused(error, meaning)
        if not _is_unsure(error):
            raise
        return _read_back(meaning, error)
    except BotoCoreError as error:
        return _read_back(meaning, error)
    new = answer.get("Attributes")
    return Change(done=True, found=meaning.parse(new) if new else None)


def _refused(error: ClientError, meaning: Meaning[Item]) -> Change[Item]:
    """A refusal brings the item along. It may be this very write, where something below repeated the call."""
    there = error.response.get("Item")
    found = meaning.parse(there) if there else None
    return Change(done=meaning.judge(found) is Sight.MADE, found=found)


def _read_back(meaning: Meaning[Item], why: Exception) -> Change[Item]:
    try:
        found = meaning.read()
    except (BotoCoreError, ClientError) as error:
        raise LedgerUnknownError(f"{meaning.what}: the write failed ({why}) and so did the look at it") from error
    sight = meaning.judge(found)
    if sight is Sight.PENDING:
        raise LedgerUnknownError(f"{meaning.what}: the write got no answer ({why}) and is not there yet") from why
    return Change(done=sight is Sight.MADE, found=found)


def _is_unsure(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return error.response["Error"]["Code"] in _NOT_SURE or status >= 500
