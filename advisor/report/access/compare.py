"""What a change of policies newly allows, and what it takes away.

The law that the tests hold it to: whatever the documents allow afterwards and did not before is matched by a grant in
``added``, or by a Deny in ``lifted``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from advisor.report.access.statements import Grant


@dataclass(frozen=True)
class Comparison:
    """Two sets of grants about the same identity or resource.

    Args:
        added: Allowed afterwards, and by no single grant before.
        lifted: Forbidden before, and by no single Deny afterwards.
        removed: Allowed before, and by no single grant afterwards.
        imposed: Forbidden afterwards, and by no single Deny before.
        before: Everything that was allowed or forbidden.
    """

    added: tuple[Grant, ...]
    lifted: tuple[Grant, ...]
    removed: tuple[Grant, ...]
    imposed: tuple[Grant, ...]
    before: tuple[Grant, ...] = ()

    def widens(self, grant: Grant) -> bool:
        """Whether an added grant is more of something that was there: it was allowed in part before."""
        return any(grant.covers(old) for old in self.before if old.allows)


def compare(before: Collection[Grant], after: Collection[Grant]) -> Comparison:
    """Compare what was granted with what will be."""
    come, gone = _uncovered(after, before), _uncovered(before, after)
    return Comparison(
        added=tuple(one for one in come if one.allows),
        lifted=tuple(one for one in gone if not one.allows),
        removed=tuple(one for one in gone if one.allows),
        imposed=tuple(one for one in come if not one.allows),
        before=tuple(before),
    )


def _uncovered(these: Collection[Grant], those: Collection[Grant]) -> list[Grant]:
    exact = set(those)
    return [one for one in dict.fromkeys(these) if one not in exact and not any(wide.covers(one) for wide in those)]
