"""Items of the ledger: the lease and pieces of work, as DynamoDB holds them."""

from collections.abc import Mapping
from typing import Any, Final

from domain.resilience import LEASE_ID, Lease, LeaseMode, Outcome, Work, WorkState, open_bucket, work_id
from lambdas.errors import LedgerCorruptError

INDEX: Final = "by_bucket"
_PREFIX: Final = work_id("a")[:-1]

Attributes = Mapping[str, Any]


def lease_item(lease: Lease) -> dict[str, Any]:
    """Return the item that holds a lease; what is absent in the lease is absent in the item."""
    item = {
        "id": {"S": LEASE_ID},
        "holder": {"S": lease.holder},
        "epoch": {"N": str(lease.epoch)},
        "expires_at_ms": {"N": str(lease.expires_at_ms)},
        "mode": {"S": lease.mode.value},
        "version": {"N": str(lease.version)},
        "since_ms": {"N": str(lease.since_ms)},
        "reason": {"S": lease.reason},
    }
    optional = {"handover_to": lease.handover_to, "pinned": lease.pinned}
    return {**item, **{name: {"S": value} for name, value in optional.items() if value}}


def parse_lease(item: Attributes) -> Lease:
    """Return the lease that an item holds.

    Raises:
        LedgerCorruptError: It holds none. Nobody may act on a guess.
    """
    try:
        return Lease(
            holder=item["holder"]["S"],
            epoch=int(item["epoch"]["N"]),
            expires_at_ms=int(item["expires_at_ms"]["N"]),
            mode=LeaseMode(item["mode"]["S"]),
            handover_to=_text(item, "handover_to") or None,
            pinned=_text(item, "pinned") or None,
            version=int(item["version"]["N"]),
            reason=_text(item, "reason"),
            since_ms=_number(item, "since_ms"),
        )
    except (KeyError, ValueError) as error:
        raise LedgerCorruptError(
            f"item {LEASE_ID!r} of the ledger holds no lease ({error!r}): {_shown(item)}. Nobody acts until it is "
            "repaired; removing the item starts a new lease at epoch 1, so do that only when no work is open"
        ) from error


def work_item(work: Work) -> dict[str, Any]:
    """Return the item of work that was accepted just now."""
    return {
        "id": {"S": work_id(work.key)},
        "state": {"S": work.state.value},
        "epoch": {"N": str(work.epoch)},
        "attempt": {"N": str(work.attempt)},
        "input": {"S": work.input},
        "input_hash": {"S": work.input_hash},
        "bucket": {"S": open_bucket(work.key)},
        "at_ms": {"N": str(work.at_ms)},
    }


def parse_work(item: Attributes) -> Work:
    """Return the work that an item holds.

    Raises:
        LedgerCorruptError: It holds none.
    """
    try:
        outcome = _text(item, "outcome")
        return Work(
            key=key_of(item),
            state=WorkState(item["state"]["S"]),
            input_hash=item["input_hash"]["S"],
            epoch=int(item["epoch"]["N"]),
            attempt=int(item["attempt"]["N"]),
            region=_text(item, "region"),
            input=_text(item, "input"),
            result=_text(item, "result"),
            outcome=Outcome(outcome) if outcome else None,
            at_ms=int(item["at_ms"]["N"]),
        )
    except (KeyError, ValueError) as error:
        raise LedgerCorruptError(
            f"an item of the ledger holds no work ({error!r}): {_shown(item)}. It is left alone; remove it by hand"
        ) from error


def key_of(item: Attributes) -> str:
    """Return the key in an item's id; ``ValueError`` when the id is of something else."""
    found: str = item["id"]["S"]
    if not found.startswith(_PREFIX):
        raise ValueError(found)
    return found.removeprefix(_PREFIX)


def _text(item: Attributes, name: str) -> str:
    return str(item.get(name, {}).get("S", ""))


def _number(item: Attributes, name: str) -> int:
    return int(item.get(name, {}).get("N", 0))


def _shown(item: Attributes) -> str:
    """The attributes that are short: an input may be 100 KB, and is nobody else's business."""
    private = ("input", "result")
    return str({name: value for name, value in item.items() if name not in private})
