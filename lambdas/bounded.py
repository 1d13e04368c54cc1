"""A map over threads that keeps the order and holds only a few items at a time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def bounded_map(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int, window: int = 0
) -> Iterator[Result]:
    """Yield ``work(item)`` in the order of ``items`` with ``workers`` threads.

    At most ``window`` items (by default twice the workers) are under way or wait to be taken, so memory does not grow
    with the number of items; ``Executor.map`` would take them all at once. An error is raised in its item's turn, and
    nothing new starts after it.
    """
    pending: deque[Future[Result]] = deque()
    limit = window or 2 * workers
    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            for item in items:
                pending.append(pool.submit(work, item))
                if len(pending) >= limit:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
