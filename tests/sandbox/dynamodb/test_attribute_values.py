"""Attribute values as DynamoDB's JSON."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sandbox.dynamodb.attribute_values import plain

VALUES = st.recursive(
    st.one_of(
        st.builds(lambda text: {"S": text}, st.text()),
        st.builds(lambda number: {"N": str(number)}, st.integers()),
        st.builds(lambda truth: {"BOOL": truth}, st.booleans()),
    ),
    lambda inner: st.one_of(
        st.builds(lambda many: {"L": many}, st.lists(inner, max_size=3)),
        st.builds(lambda named: {"M": named}, st.dictionaries(st.text(min_size=1), inner, max_size=3)),
    ),
    max_leaves=8,
)


@given(VALUES)
def test_what_moto_holds_is_given_as_it_was_put(value: dict[str, object]) -> None:
    from moto.dynamodb.models.dynamo_type import DynamoType

    assert plain(DynamoType(value)) == value
