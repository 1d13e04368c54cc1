"""Corrections of moto itself; each says what AWS does. They are applied once, when the application is made."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any


def apply() -> None:
    """Puts every correction in place."""
    _log_delivery_beside_a_principal_for_everyone()
    _delete_markers_can_be_deleted()


def _log_delivery_beside_a_principal_for_everyone() -> None:
    """`"Principal": "*"` is a valid policy statement; moto fails on it when it looks for the one of log delivery."""
    from moto.s3.models import FakeBucket

    original = FakeBucket._log_permissions_enabled_policy

    def corrected(target_bucket: Any, target_prefix: str | None) -> bool:
        policy = json.loads(target_bucket.policy.decode()) if target_bucket.policy else {"Statement": []}
        named = [statement for statement in policy["Statement"] if isinstance(statement.get("Principal"), dict)]
        view: Any = SimpleNamespace(
            policy=json.dumps({**policy, "Statement": named}).encode(),
            name=target_bucket.name,
            partition=target_bucket.partition,
        )
        return bool(original(view, target_prefix))

    setattr(FakeBucket, "_log_permissions_enabled_policy", staticmethod(corrected))  # noqa: B010 (typed as a method)


def _delete_markers_can_be_deleted() -> None:
    """A delete marker holds no bytes to dispose of; moto asks it to, where versioning was suspended."""
    from moto.s3.models import FakeDeleteMarker

    def dispose(marker: Any, garbage: bool = False) -> None:  # noqa: ARG001 (moto's own signature)
        return None

    setattr(FakeDeleteMarker, "dispose", dispose)  # noqa: B010 (the class declares no such method)
