"""Required tags: a pure merge, and its one registration for the whole stack.

The registration is a stack transformation that runs in this process: ``"tags" in args.props`` is true exactly for the
taggable types, also where a component sets no tags. Types behind the Cloud Control API carry their tags inside the
desired state, so they are merged there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pulumi

CLOUD_CONTROL = "aws:cloudcontrol/resource:Resource"
TAGGABLE_CLOUD_CONTROL_TYPES = frozenset({"AWS::SageMaker::InferenceComponent"})
"""Cloud Control types that take ``Tags``. ``AWS::FSx::S3AccessPointAttachment`` takes none."""


def merge_tags(required: Mapping[str, str], given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Required tags over the given ones: a component may add tags but never change a required one."""
    return {**(given or {}), **required}


def tag_desired_state(desired_state: str, tags: Mapping[str, str]) -> str:
    """Merge the required tags into a Cloud Control desired state.

    Args:
        desired_state: JSON object text in the CloudFormation shape, with or without ``Tags``.
        tags: The required tags.
    """
    state = json.loads(desired_state)
    given = {tag["Key"]: tag["Value"] for tag in state.get("Tags", [])}
    merged = merge_tags(tags, given)
    state["Tags"] = [{"Key": key, "Value": merged[key]} for key in sorted(merged)]
    return json.dumps(state, sort_keys=True)


def register_required_tags(tags: Mapping[str, str]) -> None:
    """Put ``tags`` on every taggable resource that is registered after this call.

    Args:
        tags: Tag keys and values of the stack.
    """
    pulumi.runtime.register_stack_transformation(required_tags(tags))


def required_tags(tags: Mapping[str, str]) -> pulumi.ResourceTransformation:
    """A transformation that puts ``tags`` on what is taggable.

    Args:
        tags: Tag keys and values of the stack.
    """

    def transform(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        props = dict(args.props)
        if args.type_ == CLOUD_CONTROL and props.get("type_name") in TAGGABLE_CLOUD_CONTROL_TYPES:
            state = pulumi.Output.from_input(props["desired_state"])
            props["desired_state"] = state.apply(lambda text: tag_desired_state(text, tags))
        elif "tags" in props:
            given = pulumi.Output.from_input(props["tags"])
            props["tags"] = tags if props["tags"] is None else given.apply(lambda own: merge_tags(tags, own))
        else:
            return None
        return pulumi.ResourceTransformationResult(props=props, opts=args.opts)

    return transform
