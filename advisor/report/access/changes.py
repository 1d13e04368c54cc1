"""Who can newly do what: a preview's policies, compared and put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from advisor.report.access.acting import another_role, boundary
from advisor.report.access.compare import Comparison, compare
from advisor.report.access.identities import ROLE
from advisor.report.access.patterns import Names
from advisor.report.access.places import Document, documents
from advisor.report.access.statements import Grant, UnreadableError, grants_of
from advisor.report.access.words import GRAVEST, condition_in_words, grantee, gravity, names_in_words, reasons
from advisor.report.model import AccessChange, Effect, Operation
from advisor.report.preview import Plan
from advisor.stack.plain import UNKNOWN

SELF: Final = "self"
"""Whom an identity policy's grants are about while they are compared: its own identity."""
ORDER: Final = (Effect.NEW, Effect.WIDENED, Effect.UNKNOWN, Effect.GONE)
SHOWN: Final = 5
NO_REASON: Final = len(GRAVEST) + 1


@dataclass
class _Scope:
    """The documents about one identity, or one resource."""

    written: list[Document] = field(default_factory=list)
    before: dict[Grant, Document] = field(default_factory=dict)
    after: dict[Grant, Document] = field(default_factory=dict)
    unreadable: list[tuple[Document, str]] = field(default_factory=list)


def access_changes(plans: Iterable[Plan]) -> tuple[AccessChange, ...]:
    """Every grant that is new, widened, gone or not known yet; what stands out first, then new before gone."""
    listed = tuple(plans)
    scopes: dict[str, _Scope] = {}
    for document in documents(listed):
        _read(document, scopes.setdefault(document.scope, _Scope()))
    found = [change for scope in scopes.values() for change in _of_scope(scope)]
    found += (change for plan in listed for change in (*boundary(plan), *another_role(plan)))
    return tuple(sorted(found, key=_rank))


def _rank(change: AccessChange) -> tuple[bool, int, int, str, str, tuple[str, ...]]:
    gravest = min(map(gravity, change.reasons), default=NO_REASON)
    return change.effect is Effect.GONE, gravest, ORDER.index(change.effect), change.who, change.policy, change.actions


def _read(document: Document, scope: _Scope) -> None:
    scope.written.append(document)
    for value, into in ((document.before, scope.before), (document.after, scope.after)):
        if value is None:
            continue
        try:
            for grant in _grants(value, document):
                into.setdefault(grant, document)
        except UnreadableError as error:
            if into is scope.after:
                scope.unreadable.append((document, str(error)))


def _grants(value: Any, document: Document) -> tuple[Grant, ...]:
    if isinstance(value, UnreadableError):
        raise value
    if value is UNKNOWN:
        raise UnreadableError(f"written with values of {_waits_for(document.plan)}")
    try:
        return grants_of(value, SELF if document.who else "")
    except UnreadableError as error:
        raise UnreadableError(f"the policy cannot be read: {error}") from None


def _of_scope(scope: _Scope) -> Iterator[AccessChange]:
    for document, why in scope.unreadable:
        if document.plan.operation is not Operation.SAME:
            yield _unknown(document, why)
    closed = {id(document) for document, _ in scope.unreadable}
    found = compare(scope.before, scope.after)
    for grants, source, effect in (
        (found.added, scope.after, Effect.NEW),
        (found.lifted, scope.before, Effect.WIDENED),
        (found.removed, scope.before, Effect.GONE),
        (found.imposed, scope.after, Effect.GONE),
    ):
        kept = [grant for grant in grants if id(source[grant]) not in closed]
        yield from _in_words(kept, source, effect, found)


def _in_words(
    grants: list[Grant], source: Mapping[Grant, Document], effect: Effect, found: Comparison
) -> Iterator[AccessChange]:
    """Grants of one document, principal, condition and set of resources become one entry."""
    groups: dict[tuple[Any, ...], dict[Names, list[Grant]]] = {}
    for grant in grants:
        more = effect is Effect.NEW and found.widens(grant)
        key = (id(source[grant]), grant.who, grant.condition, Effect.WIDENED if more else effect)
        groups.setdefault(key, {}).setdefault(grant.resources, []).append(grant)
    for (_, _, _, told), of_resources in groups.items():
        for parts in _same_actions(of_resources):
            yield _entry(parts, source[parts[0]], told)


def _same_actions(of_resources: Mapping[Names, list[Grant]]) -> list[list[Grant]]:
    merged: dict[frozenset[Names], list[Grant]] = {}
    for grants in of_resources.values():
        merged.setdefault(frozenset(one.actions for one in grants), []).extend(grants)
    return list(merged.values())


def _entry(grants: list[Grant], document: Document, effect: Effect) -> AccessChange:
    first = grants[0]
    trust = document.plan.type == ROLE and not document.who
    first_limit = document.limits and document.before is None  # what was not limited before can do no more now
    looked_at = effect is not Effect.GONE and first.allows and not first_limit
    resources = tuple(dict.fromkeys(name for one in grants for name in names_in_words(one.resources)))
    itself = document.what and resources == ("*",)
    return AccessChange(
        effect=effect,
        who=document.who or grantee(first),
        actions=tuple(dict.fromkeys(name for one in grants for name in names_in_words(one.actions))),
        resources=(document.what,) if itself else resources,
        condition=condition_in_words(first.condition),
        policy=document.plan.name,
        urn=document.plan.urn,
        forbids=not first.allows,
        reasons=reasons(tuple(grants), trust=trust or bool(itself)) if looked_at else _lifted(effect),
    )


def _lifted(effect: Effect) -> tuple[str, ...]:
    return ("what forbade it is gone",) if effect is Effect.WIDENED else ()


def _unknown(document: Document, why: str) -> AccessChange:
    plan = document.plan
    return AccessChange(
        effect=Effect.UNKNOWN,
        who=document.who or "whoever the policy names",
        actions=(),
        resources=(document.what,) if document.what else (),
        condition="",
        policy=plan.name,
        urn=plan.urn,
        note=why,
    )


def _waits_for(plan: Plan) -> str:
    links = plan.state.get("propertyDependencies")
    found = links.items() if isinstance(links, Mapping) else ()
    urns = [str(urn) for key, listed in found if "policy" in key.lower() and isinstance(listed, list) for urn in listed]
    names = list(dict.fromkeys(urn.split("::", 3)[-1] for urn in urns))
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more if names else "resources that are not there yet"
