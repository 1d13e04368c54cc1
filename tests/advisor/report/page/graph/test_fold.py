"""What belongs together is one box, and nothing is lost or told twice."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from advisor.report.model import Node, Operation
from advisor.report.page.graph.fold import Box, fold
from advisor.report.page.graph.kinds import OTHER_PARTS
from tests.advisor.report.page.stacks import TYPES, node, stack, stacks


def boxes(resources: tuple[Node, ...]) -> dict[str, Box]:
    return {box.name: box for box in fold(resources).boxes}


def inside(box: Box) -> set[str]:
    return {member.name for member in box.members}


@given(stacks())
def test_every_resource_is_in_exactly_one_box_and_components_in_none(resources: tuple[Node, ...]) -> None:
    members = [member.urn for box in fold(resources).boxes for member in box.members]
    assert sorted(members) == sorted(one.urn for one in resources if one.custom)


@given(stacks())
def test_an_arrow_joins_two_boxes_between_which_a_resource_takes_a_value(resources: tuple[Node, ...]) -> None:
    picture = fold(resources)
    by_key = {box.key: box for box in picture.boxes}
    for one, other in picture.uses:
        wanted = {used for member in by_key[one].members for used in member.dependencies}
        assert one != other
        assert wanted & {member.urn for member in by_key[other].members}


@given(stacks())
def test_no_reference_between_two_boxes_is_lost(resources: tuple[Node, ...]) -> None:
    picture = fold(resources)
    home = {member.urn: box.key for box in picture.boxes for member in box.members}
    for urn, key in home.items():
        used = next(one for one in resources if one.urn == urn).dependencies
        assert {(key, home[other]) for other in used if other in home and home[other] != key} <= picture.uses


@given(stacks())
def test_the_order_in_which_resources_come_does_not_matter(resources: tuple[Node, ...]) -> None:
    assert fold(resources) == fold(tuple(reversed(resources)))


def test_role_policy_and_log_group_are_parts_of_their_function() -> None:
    assert inside(boxes(stack())["take"]) == {"take", "take-role", "take-access", "take-logs"}


def test_a_policy_stays_with_its_role_although_it_names_a_queue_of_the_same_component() -> None:
    group = {"parent": "group"}
    found = boxes(
        (
            node("platform", "p:platform:Platform", parent="stack"),
            node("group", "p:work:Group", parent="platform"),
            node("call", TYPES[0], "role", **group),
            node("role", TYPES[2], **group),
            node("letters", TYPES[6], **group),
            node("access", TYPES[3], "letters", "role", **group),
        )
    )
    assert "access" in inside(found["call"])


def test_an_alarm_belongs_to_what_it_watches_and_not_to_the_topic_that_it_tells() -> None:
    assert "slow" in inside(boxes(stack())["answer"])


def test_what_belongs_to_nothing_is_counted_by_theme_and_region() -> None:
    alarms = tuple(node(f"alarm-{place}", TYPES[5]) for place in range(3))
    (box,) = fold((*alarms, replace(alarms[0], urn="far", region=""))).boxes[1:]
    assert (box.kind, box.name, len(box.members)) == (OTHER_PARTS, "3 metric alarms", 3)


def test_a_box_says_what_happens_to_it_and_else_that_a_part_of_it_changes() -> None:
    parts = (node("call", TYPES[0], "role"), node("role", TYPES[2], operation=Operation.DELETE))
    group = tuple(replace(one, parent="group") for one in parts)
    tree = (node("platform", "p:a:B", parent="stack"), node("group", "p:a:C", parent="platform"), *group)
    assert boxes(tree)["call"].operation is Operation.UPDATE
    assert boxes(stack())["tasks"].operation is Operation.REPLACE
    alarms = tuple(node(f"alarm-{place}", TYPES[5], operation=Operation.CREATE) for place in range(2))
    assert fold(alarms).boxes[0].operation is Operation.CREATE


def test_parents_in_a_circle_come_to_an_end() -> None:
    circle = (node("a", "p:a:A", parent="b"), node("b", "p:b:B", parent="a"), node("x", TYPES[5], parent="a"))
    assert len(fold(circle).boxes) == 1
