"""Corrections of moto itself; each says what AWS does. They are applied once, when the application is made."""

from __future__ import annotations

import json
from functools import lru_cache
from types import SimpleNamespace
from typing import Any


def apply() -> None:
    """Puts every correction in place."""
    _log_delivery_beside_a_principal_for_everyone()
    _delete_markers_can_be_deleted()
    _policies_of_aws_can_be_attached()
    _statistics_are_of_one_metric()


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


@lru_cache(maxsize=1)
def _policies_of_aws() -> dict[str, tuple[str, dict[str, Any]]]:
    """AWS's managed policies as moto keeps them: ARN to name and data; read when the first one is attached."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    known: dict[str, dict[str, Any]] = json.loads(aws_managed_policies_data)
    return {f"arn:aws:iam::aws:policy{data['Path']}{name}": (name, data) for name, data in known.items()}


def _policies_of_aws_can_be_attached() -> None:
    """An AWS managed policy is there in every account; moto has all 1,400 of them at its start, or none."""
    from moto.iam.models import AWSManagedPolicy, IAMBackend

    original = IAMBackend.attach_role_policy

    def attach(backend: Any, policy_arn: str, role_name: str) -> None:
        if policy_arn not in backend.managed_policies and policy_arn in _policies_of_aws():
            name, data = _policies_of_aws()[policy_arn]
            policy = AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, data)
            backend.managed_policies[policy_arn] = policy
        original(backend, policy_arn, role_name)

    setattr(IAMBackend, "attach_role_policy", attach)  # noqa: B010 (typed as a method)


def _statistics_are_of_one_metric() -> None:
    """A metric is its dimensions, no more and no fewer; moto's statistics take in those that have further ones."""
    from moto.cloudwatch.models import MetricDatumBase

    original = MetricDatumBase.filter

    def corrected(datum: Any, namespace: Any, name: Any, dimensions: Any, already_present_metrics: Any = None) -> bool:
        # ListMetrics, for which dimensions are a filter, says what it has found so far.
        if already_present_metrics is None and dimensions and len(datum.dimensions) != len(dimensions):
            return False
        return bool(original(datum, namespace, name, dimensions, already_present_metrics))

    setattr(MetricDatumBase, "filter", corrected)  # noqa: B010 (typed as a method)
