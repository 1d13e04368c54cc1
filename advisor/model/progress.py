"""A line that says what is waited for; on a terminal it changes in place, in a log it says each change once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show texts on standard error while the block runs, with the seconds since it began."""
    from rich.console import Console

    console, began, last = Console(stderr=True, highlight=False), time.monotonic(), [""]
    if not console.is_terminal:

        def tell(text: str) -> None:
            if text != last[0]:
                console.print(text, markup=False, soft_wrap=True)
                last[0] = text

        yield tell
        return
    with console.status("") as status:
        yield lambda text: status.update(f"{text} ({time.monotonic() - began:.0f} s)")
