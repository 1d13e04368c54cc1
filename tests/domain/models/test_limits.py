"""Sizes against limits: each refusal has the number, the limit and the way out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.models.limits import (
    GB,
    MB,
    MEMORY_PER_MODEL_BYTE,
    Sizes,
    function_problems,
    realtime_problems,
    serverless_problems,
)

SMALL = Sizes(MB, 5 * MB, 4 * MB)


def sizes(model_mb: int) -> Sizes:
    return Sizes(model_mb * MB, model_mb * MB, model_mb * MB)


def test_a_small_model_fits_everywhere() -> None:
    assert not [
        *function_problems(SMALL, 1024, 256),
        *serverless_problems(SMALL, 1024),
        *realtime_problems(SMALL),
    ]


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        (function_problems(sizes(100), 10_240, 500), "takes about 600 MB once it is loaded; the cache holds 500 MB"),
        (
            function_problems(sizes(100), 1024, 600),
            "loading it takes about 1,100 MB; the function has 1024 MB: raise it",
        ),
        (function_problems(sizes(2000), 10_240, 10_240), "the cache holds 10240 MB"),
        (serverless_problems(sizes(300), 2048), "the serverless endpoint has 2048 MB: raise it to 3072 MB"),
        (serverless_problems(sizes(1100), 6144), "use a real-time endpoint"),
        (serverless_problems(Sizes(3 * GB, 3 * GB, MB), 6144), "a serverless endpoint has 5,120 MB of disk"),
        (realtime_problems(Sizes(20 * GB, 20 * GB, MB), 30), "takes 40,960 MB; the instance has 30 GB"),
    ],
)
def test_what_does_not_fit_says_what_to_do(problems: list[str], said: str) -> None:
    assert said in "; ".join(problems)


@given(st.integers(1, 3000), st.integers(128, 10_240), st.integers(0, 2000))
def test_more_memory_never_makes_a_model_fit_less(model_mb: int, memory_mb: int, more: int) -> None:
    found = sizes(model_mb)
    assert len(function_problems(found, memory_mb + more, 512)) <= len(function_problems(found, memory_mb, 512))
    assert len(serverless_problems(found, memory_mb + more)) <= len(serverless_problems(found, memory_mb))


@given(st.integers(1, 1000))
def test_the_memory_that_is_asked_for_is_enough(model_mb: int) -> None:
    found = sizes(model_mb)
    (problem,) = function_problems(found, 128, 10_240)
    if "raise it to" in problem:
        asked = int(problem.split("raise it to ")[1].split(" MB")[0].replace(",", ""))
        assert function_problems(found, asked, 10_240) == []


def test_the_factor_is_the_one_that_the_functions_count_with() -> None:
    from lambdas.models.session import BYTES_PER_MODEL_BYTE

    assert MEMORY_PER_MODEL_BYTE == BYTES_PER_MODEL_BYTE
