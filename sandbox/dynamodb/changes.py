"""Every change of an item in a table that has a stream, told once, as DynamoDB's stream tells it.

Moto tells an update that makes an item twice, tells writes that change nothing, tells what a cancelled transaction took
back, and says `us-east-1` for every region.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.dynamodb.attribute_values import plain

Image = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One item was written or deleted.

    Attributes:
        region: Where.
        table: Name of the table.
        keys: The item's key, as DynamoDB's JSON.
        image: The item after it; None: deleted.
        at: When, in seconds since the epoch.
        replicated: Whether replication wrote it.
        record: What the table's stream says of it.
        stream_arn: That stream.
    """

    region: str
    table: str
    keys: Image
    image: Image | None
    at: float
    replicated: bool
    record: Mapping[str, Any]
    stream_arn: str = ""


class _Frame(threading.local):
    """What the present thread is in the middle of."""

    def __init__(self) -> None:
        self.making = False
        self.replicated = False
        self.transaction: list[tuple[Any, Any, Any]] | None = None


Listener = Callable[[Change], None]
_FRAME: Final = _Frame()
_IMAGES: Final = frozenset({"Keys", "NewImage", "OldImage"})
_LISTENERS: Final[list[Listener]] = []
_INSTALLED: Final = threading.Event()


def listen(listener: Listener) -> None:
    """Calls `listener` after each change, in the thread of the write; it must be quick."""
    _install()
    _LISTENERS.append(listener)


def put_replica(table: Any, keys: Image, image: Image | None) -> None:
    """Writes or deletes an item of one of moto's tables as replication does; the caller holds DynamoDB's lock."""
    from moto.dynamodb.models.dynamo_type import DynamoType, Item

    hash_key = DynamoType(keys[table.hash_key_attr])
    range_key = DynamoType(keys[table.range_key_attr]) if table.range_key_attr else None
    _FRAME.replicated = True
    try:
        if image is None:
            table.delete_item(hash_key, range_key)
            return
        old = table.get_item(hash_key, range_key)
        new = Item(hash_key, range_key, image)
        if range_key is None:
            table.items[hash_key] = new
        else:
            table.items[hash_key][range_key] = new
        if table.stream_shard is not None:
            table.stream_shard.add(old, new)
    finally:
        _FRAME.replicated = False


def _install() -> None:
    if _INSTALLED.is_set():
        return
    _INSTALLED.set()
    _tell_each_change_once()
    _tell_transactions_whole()


def _tell_each_change_once() -> None:
    from moto.dynamodb.models import DynamoDBBackend
    from moto.dynamodb.models.table import StreamShard

    add: Any = StreamShard.add
    update: Any = DynamoDBBackend.update_item

    def add_once(shard: Any, old: Any, new: Any) -> None:
        if _FRAME.making:  # the key alone, before the update itself
            _FRAME.making = False
            return
        if old is not None and new is not None and old.to_json() == new.to_json():
            return
        if _FRAME.transaction is not None:
            _FRAME.transaction.append((shard, old, new))
            return
        add(shard, old, new)
        _tell(shard)

    def update_once(backend: Any, table_name: str, key: Image, *rest: Any, **more: Any) -> Any:
        table = backend.get_table(table_name)
        _FRAME.making = table.stream_shard is not None and backend.get_item(table_name, key) is None
        try:
            return update(backend, table_name, key, *rest, **more)
        finally:
            _FRAME.making = False

    setattr(StreamShard, "add", add_once)  # noqa: B010 - mypy forbids assigning to a method
    setattr(DynamoDBBackend, "update_item", update_once)  # noqa: B010


def _tell_transactions_whole() -> None:
    """What a transaction writes is told once it has come to pass."""
    from moto.dynamodb.models import DynamoDBBackend

    transact: Any = DynamoDBBackend.transact_write_items

    def transact_whole(backend: Any, transact_items: Any) -> Any:
        _FRAME.transaction = []
        try:
            answer = transact(backend, transact_items)
            held = _FRAME.transaction
        finally:
            _FRAME.transaction = None
        for shard, old, new in held:
            shard.add(old, new)
        return answer

    setattr(DynamoDBBackend, "transact_write_items", transact_whole)  # noqa: B010


def _tell(shard: Any) -> None:
    table, record = shard.table, shard.items[-1].record
    record["awsRegion"] = table.region_name
    stream = record["dynamodb"]
    for member in _IMAGES & stream.keys():  # moto leaves live objects in them
        stream[member] = plain(stream[member])
    # Of a stream without new images nothing can be replicated; readers of the stream are told all the same.
    image = None if record["eventName"] == "REMOVE" else stream.get("NewImage")
    arn = f"{table.table_arn}/stream/{table.latest_stream_label}"
    change = Change(table.region_name, table.name, stream["Keys"], image, time.time(), _FRAME.replicated, record, arn)
    for listener in _LISTENERS:
        listener(change)
