"""Tags that moto keeps of what permissions depend on by tag: roles and keys."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.request import ACCOUNT_ID


def tags_of(arn: str) -> Mapping[str, str]:
    """The tags of a role or a key; none for anything else, or for what is not there."""
    if ":role/" in arn:
        return _role_tags(arn.rsplit("/", 1)[-1])
    if ":key/" in arn and arn.startswith("arn:aws:kms:"):
        return _key_tags(arn)
    return {}


def _role_tags(name: str) -> Mapping[str, str]:
    from moto.iam.models import iam_backends

    roles = list(iam_backends[ACCOUNT_ID]["aws"].roles.values())
    role = next((one for one in roles if one.name == name), None)
    return {tag["Key"]: tag["Value"] for tag in (role.tags if role else None) or []}


def _key_tags(arn: str) -> Mapping[str, str]:
    from moto.kms.models import kms_backends

    region, key_id = arn.split(":")[3], arn.rsplit("/", 1)[-1]
    backend = kms_backends[ACCOUNT_ID][region]
    if key_id not in backend.keys:
        return {}
    return dict(backend.tagger.get_tag_dict_for_resource(key_id))
