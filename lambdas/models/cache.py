"""Keeps what was made from objects of S3: bounded by bytes, revalidated by ETag, made once whoever asks.

An entry is used as it is for `revalidate_s`; then the next call asks whether it changed and waits a moment for the
answer. When nobody can say, the entry that is there goes on serving, and a log says so. What could not be made is
remembered for a short back-off only. The work runs on a thread of its own, so a caller whose time is up can be told to
come again while the work goes on.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar, cast

from lambdas.telemetry import log

Key = TypeVar("Key", bound=Hashable)
Key_contra = TypeVar("Key_contra", bound=Hashable, contravariant=True)
Value = TypeVar("Value")

CHECK_WAIT_S: Final = 1.0
"""A call waits no longer than this for the answer whether its entry changed."""
MAX_FAILURES: Final = 256
"""Failures that are remembered: callers choose the names, so their number needs a bound."""


class AbsentError(LookupError):
    """There is no such object."""


class StillLoadingError(Exception):
    """The entry is being made and the caller's time is up."""


class TooLargeError(Exception):
    """The entry alone is larger than the cache; the message says what to change."""


@dataclass(frozen=True)
class Found(Generic[Value]):
    """An object that was read.

    Attributes:
        etag: Its version.
        cost: Bytes that the finished value takes.
        build: Makes the value; called when there is room for it.
    """

    etag: str
    cost: int
    build: Callable[[], Value]


class Source(Protocol[Key_contra, Value]):
    """Where entries come from."""

    def fetch(self, key: Key_contra, etag: str | None) -> Found[Value] | None:
        """Read an object; None says that it is still the one of `etag`.

        Raises:
            AbsentError: There is none.
        """
        ...


@dataclass(frozen=True)
class CacheLimits:
    """Bounds: bytes; age without asking and pause after a failure in seconds."""

    max_bytes: int
    revalidate_s: float
    backoff_s: float = 5.0


@dataclass
class CacheCounts:
    """What happened so far."""

    hits: int = 0
    misses: int = 0
    loads: int = 0
    failures: int = 0
    evictions: int = 0
    stale: int = 0


@dataclass
class _Kept(Generic[Value]):
    value: Value
    etag: str
    cost: int
    checked_at: float


class RevalidatingCache(Generic[Key, Value]):
    """Entries by key, the least recently used out first.

    Args:
        source: Where entries come from.
        limits: Bounds.
        clock: Seconds since any fixed moment; wall time, because an environment may be frozen.
    """

    def __init__(self, source: Source[Key, Value], limits: CacheLimits, clock: Callable[[], float]) -> None:
        self._source = source
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._building = threading.Lock()
        self._kept: OrderedDict[Key, _Kept[Value]] = OrderedDict()
        self._failures: OrderedDict[Key, tuple[float, Exception]] = OrderedDict()
        self._work: dict[Key, Future[Value]] = {}
        self._bytes = 0
        self.counts = CacheCounts()

    @property
    def used_bytes(self) -> int:
        """Bytes of all entries, and of the one that is being made."""
        return self._bytes

    def get(self, key: Key, wait_s: float) -> Value:
        """Return the entry; makes it, or checks it, when that is due.

        Args:
            key: Which entry.
            wait_s: Longest wait for it, in seconds.

        Raises:
            StillLoadingError: It is not ready in time; the work goes on.
            AbsentError: There is none.
            Exception: What the source raised, for `backoff_s` without asking it again.
        """
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                self.counts.hits += 1
                if 0 <= self._clock() - kept.checked_at < self._limits.revalidate_s or key in self._work:
                    return kept.value
            else:
                self._raise_recent_failure(key)
                self.counts.misses += 1
            work = self._work.get(key) or self._begin(key, kept)
        try:
            return work.result(wait_s if kept is None else min(wait_s, CHECK_WAIT_S))
        except TimeoutError:
            if kept is None:
                raise StillLoadingError(f"{key} is being loaded") from None
            return kept.value

    def expire(self) -> None:
        """Make every entry due for a check: a snapshot of this process may be restored days later."""
        with self._lock:
            for kept in self._kept.values():
                kept.checked_at = float("-inf")

    def _raise_recent_failure(self, key: Key) -> None:
        failed = self._failures.get(key)
        if failed is None:
            return
        at, error = failed
        if 0 <= self._clock() - at < self._limits.backoff_s:
            raise error.with_traceback(None)  # or each raise would add to the one that is kept
        del self._failures[key]

    def _begin(self, key: Key, kept: _Kept[Value] | None) -> Future[Value]:
        work: Future[Value] = Future()
        self._work[key] = work
        try:
            threading.Thread(target=self._do, args=(key, kept, work), daemon=True).start()
        except RuntimeError:  # no thread can be had
            del self._work[key]
            raise
        return work

    def _do(self, key: Key, kept: _Kept[Value] | None, work: Future[Value]) -> None:
        """Do the work of a key; whatever happens, the callers that wait hear of it."""
        value, failure = None, None
        try:
            value = self._made(key, kept)
        except Exception as error:  # noqa: BLE001 - it is raised again in each caller
            value, failure = self._after_failure(key, kept, error)
        with self._lock:
            del self._work[key]
        if failure is not None:
            work.set_exception(failure)
        else:
            work.set_result(cast(Value, value))

    def _made(self, key: Key, kept: _Kept[Value] | None) -> Value:
        found = self._source.fetch(key, kept.etag if kept else None)
        if found is None:
            if kept is None:
                raise AbsentError(f"{key}: the source says unchanged, and nothing was there before")
            kept.checked_at = self._clock()
            return kept.value
        with self._building:  # one at a time: only then are the bytes bounded
            self._make_room(key, found.cost)
            try:
                value = found.build()
            except BaseException:
                with self._lock:
                    self._bytes -= found.cost
                raise
            with self._lock:
                self._drop(key)
                self._kept[key] = _Kept(value, found.etag, found.cost, self._clock())
                self.counts.loads += 1
        return value

    def _make_room(self, key: Key, cost: int) -> None:
        if cost > self._limits.max_bytes:
            raise TooLargeError(
                f"{key} takes {cost} bytes in memory, the cache has {self._limits.max_bytes}: raise CACHE_MB and the "
                "function's memory, or make the model smaller"
            )
        with self._lock:
            while self._bytes + cost > self._limits.max_bytes:
                oldest = next(iter(self._kept))
                self._drop(oldest)
                self.counts.evictions += 1
            self._bytes += cost

    def _drop(self, key: Key) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._bytes -= dropped.cost

    def _after_failure(
        self, key: Key, kept: _Kept[Value] | None, error: Exception
    ) -> tuple[Value | None, Exception | None]:
        """Go on with what is there, unless the object itself is gone; remember the failure for the back-off."""
        now = self._clock()
        if kept is not None and not isinstance(error, AbsentError):
            kept.checked_at = now - self._limits.revalidate_s + min(self._limits.backoff_s, self._limits.revalidate_s)
            self.counts.stale += 1
            log().warning(
                "revalidation failed, the version that is loaded goes on serving",
                extra={"entry": str(key), "error": f"{type(error).__name__}: {error}"},
            )
            return kept.value, None
        with self._lock:
            self._drop(key)
            self.counts.failures += 1
            self._failures[key] = (now, error)
            self._failures.move_to_end(key)
            while len(self._failures) > MAX_FAILURES:
                self._failures.popitem(last=False)
        return None, error
