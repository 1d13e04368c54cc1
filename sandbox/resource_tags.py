"""What moto keeps of roles and keys that permissions depend on: tags, and a key's aliases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def aliases_of(arn: str) -> Sequence[str]:
    """The aliases of a key, such as `alias/data`; none for anything else."""
    if ":key/" not in arn or not arn.startswith("arn:aws:kms:"):
        return ()
    from moto.kms.models import kms_backends

    region, key_id = arn.split(":")[3], arn.rsplit("/", 1)[-1]
    return [one.alias_name for one in kms_backends[ACCOUNT_ID][region].list_aliases(key_id)]


def _key_tags(arn: str) -> Mapping[str, str]:
    from moto.kms.models import kms_backends

    region, key_id = arn.split(":")[3], arn.rsplit("/", 1)[-1]
    backend = kms_backends[ACCOUNT_ID][region]
    if key_id not in backend.keys:
        return {}
    return dict(backend.tagger.get_tag_dict_for_resource(key_id))
