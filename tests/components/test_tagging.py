"""Required tags: the merge, and that it reaches every taggable resource, those behind Cloud Control too."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws
from hypothesis import given
from hypothesis import strategies as st

from components.tagging import merge_tags, register_required_tags, tag_desired_state
from tests.components.support.harness import program

TAGS = {"Owner": "team", "Environment": "staging"}
ANY_TAGS = st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=4), max_size=4)


@given(required=ANY_TAGS, given_=ANY_TAGS)
def test_required_tags_always_win_and_others_stay(required: dict[str, str], given_: dict[str, str]) -> None:
    merged = merge_tags(required, given_)
    assert merged.keys() == required.keys() | given_.keys()
    assert required.items() <= merged.items()
    assert merge_tags(required, merged) == merged


def test_cloud_control_tags_are_a_sorted_list_and_keep_their_own() -> None:
    state = json.dumps({"Name": "a", "Tags": [{"Key": "Owner", "Value": "x"}, {"Key": "Z", "Value": "1"}]})
    assert json.loads(tag_desired_state(state, TAGS)) == {
        "Name": "a",
        "Tags": [
            {"Key": "Environment", "Value": "staging"},
            {"Key": "Owner", "Value": "team"},
            {"Key": "Z", "Value": "1"},
        ],
    }


def test_the_registration_reaches_what_is_taggable_and_nothing_else() -> None:
    def build() -> None:
        register_required_tags(TAGS)
        aws.sqs.Queue("plain")
        aws.sqs.Queue("own", tags={"Owner": "someone", "Part": "1"})
        aws.sqs.Queue("later", tags=pulumi.Output.from_input({"Part": "2"}))
        aws.iam.RolePolicy("untaggable", role="r", policy="{}")
        aws.cloudcontrol.Resource("component", type_name="AWS::SageMaker::InferenceComponent", desired_state="{}")
        aws.cloudcontrol.Resource("point", type_name="AWS::FSx::S3AccessPointAttachment", desired_state="{}")

    stack = program(build)
    queues = {queue.name: queue.inputs["tags"] for queue in stack.all("aws:sqs/queue:Queue")}
    assert queues == {"plain": TAGS, "own": {**TAGS, "Part": "1"}, "later": {**TAGS, "Part": "2"}}
    assert "tags" not in stack.only("aws:iam/rolePolicy:RolePolicy").inputs
    control = "aws:cloudcontrol/resource:Resource"
    assert len(stack.only(control, "component").json("desiredState")["Tags"]) == 2
    assert stack.only(control, "point").inputs["desiredState"] == "{}"


def test_tags_do_not_leak_into_the_next_program() -> None:
    program(lambda: register_required_tags(TAGS))
    stack = program(lambda: aws.sqs.Queue("plain"))
    assert "tags" not in stack.only("aws:sqs/queue:Queue").inputs
