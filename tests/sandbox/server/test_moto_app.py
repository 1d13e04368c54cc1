"""moto as a function: what fails inside of it is raised, for the front to log and to answer as AWS would."""

from __future__ import annotations

import pytest
from moto.s3.models import S3Backend

from sandbox.moto_app import MotoApp
from sandbox.operations import OperationIndex
from sandbox.parsing import parse
from sandbox.wire import RawRequest

SCOPE = "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"


def test_a_defect_inside_moto_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("moto is broken")

    raw = RawRequest("GET", "/", (("Host", "127.0.0.1"), ("Authorization", SCOPE)), b"")
    app = MotoApp()
    assert app(raw, parse(raw, OperationIndex())).status == 200

    monkeypatch.setattr(S3Backend, "list_buckets", broken)

    with pytest.raises(ZeroDivisionError, match="moto is broken"):
        app(raw, parse(raw, OperationIndex()))
