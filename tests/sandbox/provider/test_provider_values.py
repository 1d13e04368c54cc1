"""Values between the engine and Python."""

from __future__ import annotations

import pytest
from google.protobuf import struct_pb2
from hypothesis import given
from hypothesis import strategies as st

from sandbox.provider.assets import Archive, Asset
from sandbox.provider.values import UNKNOWN, decode, decode_struct, encode, encode_struct, has_unknown

SIGNATURE = "4dabf18193072939515e22adb298388d"
FILES = st.builds(Asset, text=st.text(), hash=st.none() | st.text("0123456789abcdef", min_size=8))
LEAVES = (
    st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer())
    | st.text()
    | st.just(UNKNOWN)
    | FILES
    | st.builds(Archive, assets=st.dictionaries(st.text(min_size=1), FILES, max_size=3))
)
KEYS = st.text().filter(lambda key: key != SIGNATURE)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_what_is_encoded_is_decoded_to_the_same(props: dict[str, object]) -> None:
    assert decode_struct(encode_struct(props)) == props


@pytest.mark.parametrize(
    "sentinel",
    [
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ],
)
def test_each_of_the_engines_sentinels_is_unknown(sentinel: str) -> None:
    assert decode(struct_pb2.Value(string_value=sentinel)) is UNKNOWN


def test_a_secret_is_read_as_its_value() -> None:
    secret = encode({SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": "hidden"})
    assert decode(secret) == "hidden"


def test_an_output_without_a_value_is_unknown() -> None:
    assert decode(encode({SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "dependencies": []})) is UNKNOWN


def test_a_reference_to_a_resource_is_its_id() -> None:
    assert decode(encode({SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:x", "id": "i-1"})) == "i-1"


def test_an_unknown_signature_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown signature 'x'"):
        decode(encode({SIGNATURE: "x"}))


def test_a_value_without_a_form_is_refused() -> None:
    with pytest.raises(TypeError, match="a bytes has no form"):
        encode(b"x")


def test_nulls_are_no_properties() -> None:
    assert decode_struct(encode_struct({"a": None, "b": [None]})) == {"b": [None]}


def test_unknown_is_found_at_any_depth() -> None:
    assert has_unknown({"a": [{"b": UNKNOWN}]})
    assert not has_unknown({"a": [{"b": "c"}]})
