"""Roles get what clients declare: no action more, no resource less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.function_access import KINDS, client_statements, runtime_statements
from tests.components.support.harness import program

ACTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "store": {"object": ("s3:PutObject", "s3:GetObject"), "key": ("kms:Decrypt",)},
    "callbacks": {"any": ("states:SendTaskSuccess",)},
}
ACCESS: dict[str, dict[str, list[str]]] = {"store": {"object": ["arn:b/*"], "key": ["arn:k"]}, "callbacks": {}}


def test_one_statement_for_each_client_and_kind() -> None:
    found = [statement.element() for statement in client_statements("fn", ACTIONS, ACCESS)]
    assert found == [
        {"Sid": "CallbacksAny", "Effect": "Allow", "Action": "states:SendTaskSuccess", "Resource": "*"},
        {"Sid": "StoreKey", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:k"},
        {"Sid": "StoreObject", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:b/*"},
    ]


def test_a_kind_of_which_the_stack_has_none_gives_no_statement() -> None:
    access = {**ACCESS, "store": {"object": [], "key": ["arn:k"]}}
    assert [statement.sid for statement in client_statements("fn", ACTIONS, access)] == ["CallbacksAny", "StoreKey"]


@pytest.mark.parametrize(
    ("access", "message"),
    [
        ({"store": ACCESS["store"]}, "'fn' names the clients store; its code imports callbacks, store"),
        ({**ACCESS, "more": {}}, "names the clients callbacks, more, store; its code imports callbacks, store"),
        ({**ACCESS, "store": {"object": ["a"]}}, "client 'store' gives object; the client declares key, object"),
        ({**ACCESS, "callbacks": {"table": ["t"]}}, "client 'callbacks' gives any, table; the client declares any"),
    ],
)
def test_code_and_grants_must_match(access: dict[str, dict[str, list[str]]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        client_statements("fn", ACTIONS, access)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match=r"give exactly those, out of any, bucket"):
        client_statements("fn", {"store": {"planet": ("a:B",)}}, {"store": {"planet": ["x"]}})


@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "c"]),
        st.dictionaries(
            st.sampled_from(sorted(KINDS)), st.lists(st.sampled_from(["x:Y", "x:Z"]), min_size=1, unique=True)
        ),
    )
)
def test_exactly_the_declared_actions_are_granted(declared: dict[str, dict[str, list[str]]]) -> None:
    actions = {client: {kind: tuple(names) for kind, names in kinds.items()} for client, kinds in declared.items()}
    access = {client: {kind: [f"arn:{kind}"] for kind in kinds if kind != "any"} for client, kinds in declared.items()}
    granted = [action for statement in client_statements("fn", actions, access) for action in statement.actions]
    assert sorted(granted) == sorted(name for kinds in declared.values() for names in kinds.values() for name in names)


def test_the_runtime_gets_dead_letters_and_network_only_where_they_are() -> None:
    def sids(dead_letters: str | None, *, network: bool) -> list[str]:
        found: list[str] = []
        program(
            lambda: found.extend(
                one.sid for one in runtime_statements("arn:logs", dead_letters, "arn:key", in_network=network)
            )
        )
        return found

    assert sids(None, network=False) == ["OwnLogs", "Traces"]
    assert sids("arn:queue", network=False) == ["OwnLogs", "Traces", "DeadLetters", "DeadLetterKey"]
    assert sids(None, network=True) == ["OwnLogs", "Traces", "NetworkInterfaces"]
