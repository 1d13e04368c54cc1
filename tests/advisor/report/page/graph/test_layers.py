"""Nothing lies on anything else, arrows end where they should, and the same graph gives the same picture."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from advisor.report.page.graph.layers import Edge, Layout, Size, layout

SIZE = Size(100.0, 40.0, 30.0, 10.0)
KEYS = st.lists(st.text("abcdefgh", min_size=1, max_size=3), unique=True, max_size=14)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[Edge]]:
    keys = draw(KEYS)
    ends = st.sampled_from([*keys, "not there"])
    return keys, draw(st.lists(st.tuples(ends, ends), max_size=30))


@given(graphs())
def test_no_two_boxes_overlap_and_all_are_inside(graph: tuple[list[str], list[Edge]]) -> None:
    found = layout(*graph, SIZE)
    assert set(found.corners) == set(graph[0])
    for x, y in found.corners.values():
        assert 0 <= x <= found.width - SIZE.width
        assert 0 <= y <= found.height - SIZE.height
    for (x, y), (left, top) in combinations(found.corners.values(), 2):
        assert abs(x - left) >= SIZE.width or abs(y - top) >= SIZE.height


@given(graphs())
def test_every_known_arrow_is_there_and_goes_from_its_user_to_what_it_uses(graph: tuple[list[str], list[Edge]]) -> None:
    keys, edges = graph
    found = layout(keys, edges, SIZE)
    assert set(found.routes) == {(one, other) for one, other in edges if one != other and {one, other} <= set(keys)}
    for (one, other), route in found.routes.items():
        assert touches(found, one, route[0])
        assert touches(found, other, route[-1])


def touches(found: Layout, key: str, point: tuple[float, float]) -> bool:
    x, y = found.corners[key]
    return point[0] in (x, x + SIZE.width) and point[1] == y + SIZE.height / 2


@given(graphs())
def test_an_arrow_crosses_no_box(graph: tuple[list[str], list[Edge]]) -> None:
    """Between two columns there is no box; inside one an arrow is level, so its height alone decides."""
    found = layout(*graph, SIZE)
    for route in found.routes.values():
        for (x, y), (right, down) in zip(route[1:-1:2], route[2:-1:2], strict=True):
            assert y == down
            for left, top in found.corners.values():
                assert left not in (x, right) or not top <= y <= top + SIZE.height


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_the_arrows_does_not_matter(graph: tuple[list[str], list[Edge]], random: object) -> None:
    keys, edges = graph
    mixed = list(edges)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert layout(keys, edges, SIZE) == layout(keys, mixed, SIZE)


def test_without_a_circle_every_arrow_points_to_the_right() -> None:
    found = layout(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")], SIZE)
    assert found.corners["a"][0] < found.corners["b"][0] < found.corners["c"][0]
    assert found.corners["d"][0] == found.corners["b"][0]  # as near to what it uses as it can be
    assert all(route[0][0] < route[-1][0] for route in found.routes.values())


def test_nothing_gives_an_empty_picture() -> None:
    assert layout([], [], SIZE) == Layout({}, {}, 0.0, 0.0)
