"""The cache: one load whoever asks, bytes bounded, the least recently used out, stale rather than nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.models.cache import (
    MAX_FAILURES,
    AbsentError,
    CacheLimits,
    Found,
    RevalidatingCache,
    StillLoadingError,
    TooLargeError,
)

WAIT_S = 10.0


class Objects:
    """A bucket: versions and sizes by key; may be closed, may hold its answers back."""

    def __init__(self, **sizes: int) -> None:
        self.sizes = dict(sizes)
        self.versions = dict.fromkeys(sizes, 1)
        self.error: Exception | None = None
        self.gate: threading.Event | None = None
        self.fetches = 0
        self.builds = 0
        self.in_build: Callable[[], None] = lambda: None
        self._lock = threading.Lock()

    def fetch(self, key: str, etag: str | None) -> Found[tuple[str, int]] | None:
        with self._lock:
            self.fetches += 1
        if self.gate is not None:
            self.gate.wait(WAIT_S)
        if self.error is not None:
            raise self.error
        if key not in self.sizes:
            raise AbsentError(key)
        version = self.versions[key]
        if etag == str(version):
            return None

        def build() -> tuple[str, int]:
            self.builds += 1
            self.in_build()
            return key, version

        return Found(str(version), self.sizes[key], build)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def cache_of(objects: Objects, max_bytes: int = 100, **limits: float) -> tuple[RevalidatingCache[str, Any], Clock]:
    clock = Clock()
    return RevalidatingCache(objects, CacheLimits(max_bytes, **{"revalidate_s": 60.0, **limits}), clock), clock


def test_a_thousand_first_requests_load_once() -> None:
    objects = Objects(a=1)
    objects.gate = threading.Event()
    cache, _ = cache_of(objects)
    ready = threading.Barrier(1001)

    def ask() -> Any:
        ready.wait(WAIT_S)
        return cache.get("a", WAIT_S)

    with ThreadPoolExecutor(1000) as pool:
        asked = [pool.submit(ask) for _ in range(1000)]
        ready.wait(WAIT_S)
        objects.gate.set()
        found = {one.result() for one in asked}
    assert found == {("a", 1)}
    assert (objects.fetches, objects.builds, cache.counts.loads) == (1, 1, 1)


def test_an_entry_is_used_as_it_is_until_its_time_and_then_checked_by_its_version() -> None:
    objects = Objects(a=1)
    cache, clock = cache_of(objects)
    cache.get("a", WAIT_S)
    clock.now += 59
    cache.get("a", WAIT_S)
    assert objects.fetches == 1
    clock.now += 2
    assert cache.get("a", WAIT_S) == ("a", 1)
    assert (objects.fetches, objects.builds) == (2, 1)
    objects.versions["a"] = 2
    clock.now += 61
    assert cache.get("a", WAIT_S) == ("a", 2)
    assert cache.used_bytes == 1


def test_a_clock_that_was_set_back_checks_again() -> None:
    objects = Objects(a=1)
    cache, clock = cache_of(objects)
    cache.get("a", WAIT_S)
    clock.now -= 3600
    cache.get("a", WAIT_S)
    assert objects.fetches == 2


def test_what_is_loaded_goes_on_serving_when_nobody_can_say(caplog: pytest.LogCaptureFixture) -> None:
    objects = Objects(a=1)
    cache, clock = cache_of(objects)
    cache.get("a", WAIT_S)
    objects.error = OSError("S3 is away")
    clock.now += 61
    assert cache.get("a", WAIT_S) == ("a", 1)
    assert "goes on serving" in caplog.text
    assert cache.counts.stale == 1
    cache.get("a", WAIT_S)
    assert objects.fetches == 2, "not asked again at once"
    clock.now += 6
    cache.get("a", WAIT_S)
    assert objects.fetches == 3


def test_a_replacement_that_is_refused_leaves_what_is_loaded() -> None:
    objects = Objects(a=1)
    cache, clock = cache_of(objects)
    cache.get("a", WAIT_S)
    objects.versions["a"] = 2
    objects.in_build = lambda: (_ for _ in ()).throw(ValueError("tampered"))  # type: ignore[assignment,return-value]
    clock.now += 61
    assert cache.get("a", WAIT_S) == ("a", 1)
    assert cache.used_bytes == 1


def test_what_is_gone_is_served_no_more() -> None:
    objects = Objects(a=1)
    cache, clock = cache_of(objects)
    cache.get("a", WAIT_S)
    del objects.sizes["a"]
    clock.now += 61
    with pytest.raises(AbsentError):
        cache.get("a", WAIT_S)
    assert cache.used_bytes == 0


def test_a_failed_load_is_remembered_for_the_back_off_only() -> None:
    objects = Objects(a=1)
    objects.error = OSError("S3 is away")
    cache, clock = cache_of(objects)
    for _ in range(5):
        with pytest.raises(OSError, match="away"):
            cache.get("a", WAIT_S)
    assert objects.fetches == 1
    objects.error = None
    clock.now += 5.1
    assert cache.get("a", WAIT_S) == ("a", 1)


def test_names_that_callers_invent_take_no_memory_for_long() -> None:
    objects = Objects()
    cache, _ = cache_of(objects)
    for number in range(MAX_FAILURES + 50):
        with pytest.raises(AbsentError):
            cache.get(f"m{number}", WAIT_S)
    assert len(cache._failures) == MAX_FAILURES


def test_a_caller_without_time_is_told_and_the_load_goes_on(wait_until: Any) -> None:
    objects = Objects(a=1)
    objects.gate = threading.Event()
    cache, _ = cache_of(objects)
    with pytest.raises(StillLoadingError):
        cache.get("a", 0)
    objects.gate.set()
    wait_until(lambda: cache.counts.loads == 1)
    assert cache.get("a", 0) == ("a", 1)
    assert objects.fetches == 1


def test_a_slow_check_keeps_no_caller_waiting(wait_until: Any) -> None:
    objects = Objects(a=1)
    cache, clock = cache_of(objects)
    cache.get("a", WAIT_S)
    objects.gate, objects.versions["a"] = threading.Event(), 2
    clock.now += 61
    assert cache.get("a", 0) == ("a", 1)
    assert cache.get("a", 0) == ("a", 1), "and nobody else asks meanwhile"
    assert objects.fetches == 2
    objects.gate.set()
    wait_until(lambda: cache.get("a", WAIT_S) == ("a", 2))


def test_an_entry_larger_than_the_cache_is_refused_with_what_to_change() -> None:
    cache, _ = cache_of(Objects(a=101))
    with pytest.raises(TooLargeError, match="CACHE_MB"):
        cache.get("a", WAIT_S)
    assert cache.used_bytes == 0


def test_the_least_recently_used_goes() -> None:
    objects = Objects(a=40, b=40, c=40)
    cache, _ = cache_of(objects)
    for key in ("a", "b", "a", "c"):
        cache.get(key, WAIT_S)
    assert list(cache._kept) == ["a", "c"]
    assert cache.counts.evictions == 1


def test_after_a_snapshot_everything_is_checked() -> None:
    objects = Objects(a=1)
    cache, _ = cache_of(objects)
    cache.get("a", WAIT_S)
    cache.expire()
    cache.get("a", WAIT_S)
    cache.get("a", WAIT_S)
    assert (objects.fetches, objects.builds) == (2, 1)


KEYS = [f"k{number}" for number in range(8)]


@given(
    sizes=st.lists(st.integers(1, 60), min_size=8, max_size=8),
    asked=st.lists(st.tuples(st.sampled_from(KEYS), st.floats(0, 50), st.booleans()), max_size=40),
)
def test_bytes_are_bounded_at_every_moment(sizes: list[int], asked: list[tuple[str, float, bool]]) -> None:
    objects = Objects(**dict(zip(KEYS, sizes, strict=True)))
    cache, clock = cache_of(objects, 100)
    seen: list[int] = []
    objects.in_build = lambda: seen.append(cache.used_bytes)
    for key, passed, changed in asked:
        clock.now += passed
        objects.versions[key] += changed
        assert cache.get(key, WAIT_S)[0] == key
        assert cache.used_bytes == sum(objects.sizes[one] for one in cache._kept) <= 100
    assert all(one <= 100 for one in seen)
