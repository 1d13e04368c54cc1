"""The pictures of a stack: one of the themes, one of each theme and Region, each also in words."""

from __future__ import annotations

from dataclasses import replace

from advisor.report.model import Node, Operation
from advisor.report.page.element import element, text_of
from advisor.report.page.graph.section import MANY, architecture
from advisor.report.page.room import ROOMS
from tests.advisor.report.page.stacks import TYPES, node, stack


def drawn(resources: tuple[Node, ...]) -> str:
    return text_of(element("div", list(architecture(resources, ROOMS[0]))))


def test_there_is_one_picture_of_the_themes_and_one_of_each_theme_and_region() -> None:
    text = drawn((*stack(), node("far", TYPES[6], "key", region="eu-central-1")))
    for title in ("Overview by theme", "base, eu-west-1", "work, eu-west-1", "work, eu-central-1", "watch, eu-west-1"):
        assert f">{title}</title>" in text
    assert text.count("<svg") == 5


def test_what_a_picture_cannot_show_is_in_its_table() -> None:
    text = drawn((*stack(), node("far", TYPES[6], "key", region="eu-central-1")))
    assert "key key (base, eu-west-1)" in text


def test_an_arrow_says_between_what_it_is() -> None:
    assert "<title>function take uses table tasks</title>" in drawn(stack())


def test_what_nearly_everything_uses_has_a_number_and_no_arrows() -> None:
    users = tuple(node(f"user-{place}", TYPES[0], "key") for place in range(MANY + 1))
    few, many = (drawn((node("key", TYPES[8]), *some)) for some in (users[:MANY], users))
    assert few.count('class="arrow"') == MANY
    assert 'class="arrow"' not in many
    assert f"used by {MANY + 1}" in many


def test_what_happens_is_said_by_sign_and_word_also_for_a_part() -> None:
    text = drawn(stack())
    for words in ("± replaced", "~ changed", "+ new", "\u2212 deleted"):
        assert words in text
    changed = replace(node("call", TYPES[0], parent="group"), operation=Operation.UPDATE)
    role = node("role", TYPES[2], parent="group", operation=Operation.DELETE)
    tree = (node("platform", "p:a:B", parent="stack"), node("group", "p:a:C", parent="platform"), changed, role)
    assert "inside: ~1 \u22121" in drawn(tree)


def test_of_a_new_stack_no_theme_is_unfolded_and_of_a_changed_one_those_that_change() -> None:
    assert drawn(stack()).count('<details open="open">') == 2
    assert '<details open="open">' not in drawn((node("key", TYPES[8], operation=Operation.CREATE),))


def test_nothing_to_draw_is_said() -> None:
    assert "there is nothing to draw" in drawn(())
