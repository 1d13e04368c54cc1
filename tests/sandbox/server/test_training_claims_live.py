"""Starts at the same instant against the sandbox's S3: one holds the run, the others see who does."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from domain.training.claims import Claim, ClaimState
from lambdas.clients.data_source import DataSource
from lambdas.clients.training_claims import TrainingClaims
from lambdas.pipeline.errors import DataChanged

pytestmark = pytest.mark.server

STARTS = 10


def test_of_claims_at_the_same_instant_one_is_taken(aws: Any) -> None:
    bucket, together = aws.bucket(), threading.Barrier(STARTS)

    def start(number: int) -> bool:
        claims = TrainingClaims(aws.client("s3"), bucket)
        together.wait()
        return claims.claim(Claim("0" * 16, f"arn:{number}", 1), None)

    with ThreadPoolExecutor(STARTS) as pool:
        taken = list(pool.map(start, range(STARTS)))
    assert taken.count(True) == 1
    seen = TrainingClaims(aws.client("s3"), bucket).read("0" * 16)
    assert seen is not None
    assert seen.claim.execution == f"arn:{taken.index(True)}"


def test_of_takeovers_at_the_same_instant_one_succeeds_and_fences_the_first(aws: Any) -> None:
    bucket = aws.bucket()
    claims = TrainingClaims(aws.client("s3"), bucket)
    assert claims.claim(Claim("0" * 16, "arn:dead", 1), None)
    seen, together = claims.read("0" * 16), threading.Barrier(STARTS)

    def take(number: int) -> bool:
        mine = TrainingClaims(aws.client("s3"), bucket)
        together.wait()
        return mine.claim(Claim("0" * 16, f"arn:{number}", 2), seen)

    with ThreadPoolExecutor(STARTS) as pool:
        assert list(pool.map(take, range(STARTS))).count(True) == 1
    assert not claims.complete("0" * 16, 1)
    assert claims.complete("0" * 16, 2)
    done = claims.read("0" * 16)
    assert done is not None
    assert done.claim.state is ClaimState.DONE


def test_data_that_was_written_again_is_not_read(aws: Any) -> None:
    bucket = aws.bucket()
    s3 = aws.client("s3")
    source = DataSource(s3, bucket)
    s3.put_object(Bucket=bucket, Key="data/a.csv", Body=b"one")
    found = source.find("data/a.csv")
    assert found is not None
    assert b"".join(source.chunks(found)) == b"one"
    s3.put_object(Bucket=bucket, Key="data/a.csv", Body=b"two")
    with pytest.raises(DataChanged, match="was written again"):
        list(source.chunks(found))
    s3.delete_object(Bucket=bucket, Key="data/a.csv")
    with pytest.raises(DataChanged, match="is gone"):
        list(source.chunks(found))
    assert source.find("data/a.csv") is None
