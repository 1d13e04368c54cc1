"""How a loop is compiled: kept on the disk where that is possible, and without it where it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function when it is called first, and keep the result beside its source, or in the user's cache.

    Numba takes the folder of ``NUMBA_CACHE_DIR`` first. Where none can be written to, as in a checkout that is
    read-only and without a home, it refuses to make the function at all
    (https://github.com/numba/numba/issues/4908): then the function is compiled anew in each process.

    Args:
        function: Takes and gives arrays, numbers and named tuples of them.

    Returns:
        The same function, fast.
    """
    try:
        return cast(Function, njit(cache=True)(function))
    except RuntimeError:
        return cast(Function, njit(function))
