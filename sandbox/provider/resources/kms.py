"""KMS keys and their aliases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

_DEFAULT_WINDOW_DAYS: Final = 30


class Key(Resource):
    """A key; its id is the key id. Deletion is a schedule: the key is unusable at once and gone after the window."""

    type_name = "aws:kms/key:Key"
    service = "kms"
    operation = "CreateKey"
    table = Table(
        rename={"customerMasterKeySpec": "KeySpec"},
        local=frozenset({"deletionWindowInDays", "enableKeyRotation", "rotationPeriodInDays", "isEnabled"}),
        unread=frozenset({"bypassPolicyLockoutSafetyCheck"}),
        replaces=frozenset({"customerMasterKeySpec", "customKeyStoreId", "keyUsage", "multiRegion", "xksKeyId"}),
        defaults={
            "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "enableKeyRotation": False,
            "isEnabled": True,
            "keyUsage": "ENCRYPT_DECRYPT",
        },
        meaning=Meaning(json_text=frozenset({"policy"}), computed=frozenset({"policy", "rotationPeriodInDays"})),
        outputs=("arn", "keyId", "policy"),
    )
    tag_api = ServiceTags(
        service="kms",
        add="tag_resource",
        remove="untag_resource",
        read_by="list_resource_tags",
        target="KeyId",
        of="id",
        pair=("TagKey", "TagValue"),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        days = inputs.get("deletionWindowInDays")
        if isinstance(days, int) and not 7 <= days <= 30:
            yield Failure("deletionWindowInDays", f"is {days}; accepted: 7 to 30")
        if "rotationPeriodInDays" in inputs and inputs.get("enableKeyRotation") is not True:
            yield Failure("rotationPeriodInDays", "needs enableKeyRotation")

    def create(self, aws: Aws, inputs: Props) -> str:
        """A policy may name a role that was made a moment ago."""
        request = self.request(aws.session, inputs)
        answer = aws.retry(
            lambda: aws.call("kms", "create_key", **request), on={"MalformedPolicyDocumentException": "principal"}
        )
        return str(answer["KeyMetadata"]["KeyId"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """See `Resource`."""
        if inputs["enableKeyRotation"]:
            self._rotate(aws, resource_id, inputs)
        if not inputs["isEnabled"]:
            aws.call("kms", "disable_key", KeyId=resource_id)

    @staticmethod
    def _rotate(aws: Aws, resource_id: str, inputs: Props) -> None:
        days = inputs.get("rotationPeriodInDays")
        aws.call("kms", "enable_key_rotation", KeyId=resource_id, RotationPeriodInDays=days)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`; a key that waits for its deletion is gone."""
        found = aws.find("kms", "describe_key", KeyId=resource_id)
        if found is None or found["KeyMetadata"]["KeyState"] in {"PendingDeletion", "PendingReplicaDeletion"}:
            return None
        key = found["KeyMetadata"]
        rotation = aws.call("kms", "get_key_rotation_status", KeyId=resource_id)
        on = bool(rotation.get("KeyRotationEnabled"))
        return {
            **self.props(key),
            "policy": aws.call("kms", "get_key_policy", KeyId=resource_id, PolicyName="default")["Policy"],
            "isEnabled": key["Enabled"],
            "enableKeyRotation": on,
            "rotationPeriodInDays": rotation.get("RotationPeriodInDays") if on else None,
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Enabling comes first: nothing else can change on a disabled key."""
        new = change.new
        if change.any_of("isEnabled") and new["isEnabled"]:
            aws.call("kms", "enable_key", KeyId=resource_id)
        if change.any_of("description"):
            aws.call("kms", "update_key_description", KeyId=resource_id, Description=new.get("description", ""))
        if change.any_of("policy") and "policy" in new:
            aws.call("kms", "put_key_policy", KeyId=resource_id, PolicyName="default", Policy=new["policy"])
        if change.any_of("enableKeyRotation", "rotationPeriodInDays"):
            if new["enableKeyRotation"]:
                self._rotate(aws, resource_id, new)
            else:
                aws.call("kms", "disable_key_rotation", KeyId=resource_id)
        if change.any_of("isEnabled") and not new["isEnabled"]:
            aws.call("kms", "disable_key", KeyId=resource_id)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        days = state.get("deletionWindowInDays", _DEFAULT_WINDOW_DAYS)
        if self.read(aws, resource_id, state) is not None:
            aws.find("kms", "schedule_key_deletion", KeyId=resource_id, PendingWindowInDays=int(days))


class Alias(Resource):
    """An alias; its id is its name with `alias/`."""

    type_name = "aws:kms/alias:Alias"
    service = "kms"
    operation = "CreateAlias"
    table = Table(
        rename={"name": "AliasName"},
        local=frozenset({"namePrefix"}),
        replaces=frozenset({"name", "namePrefix"}),
        outputs=("arn", "targetKeyArn"),
        name=AutoName(longest=256, prefix="alias/"),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        name = inputs.get("name")
        if isinstance(name, str) and not name.startswith("alias/"):
            yield Failure("name", f"is {name!r}; accepted: a name that starts with 'alias/'")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("kms", "create_alias", **self.request(aws.session, inputs))
        return str(inputs["name"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        found = aws.find("kms", "describe_key", KeyId=resource_id)
        if found is None:
            return None
        key = found["KeyMetadata"]
        target = known.get("targetKeyId")
        # The program may name the key by its ARN.
        same = target in {key["KeyId"], key["Arn"]}
        return {
            "name": resource_id,
            "arn": aws.arn("kms", resource_id),
            "targetKeyId": target if same else key["KeyId"],
            "targetKeyArn": key["Arn"],
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        aws.call("kms", "update_alias", AliasName=resource_id, TargetKeyId=change.new["targetKeyId"])

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("kms", "delete_alias", AliasName=resource_id)


RESOURCES = (Key, Alias)
