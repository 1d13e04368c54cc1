"""Two keepers, clocks that differ, a ledger: at most one Region acts, whatever happens."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.resilience import Lease, Look, RegionHealth, decide_lease, may_act, next_health
from tests.domain.resilience.lease_cases import EAST, NOW, WEST, rules

RULES = rules()
PEER = {EAST: WEST, WEST: EAST}

steps = st.lists(
    st.tuples(
        st.sampled_from(["look", "look", "look", "begin", "stale look"]),
        st.sampled_from([EAST, WEST]),
        st.integers(0, 2500),
        st.booleans(),
    ),
    min_size=30,
    max_size=100,
)


class World:
    """Two Regions and one lease, in true time; a keeper's write counts only if it read the newest version."""

    def __init__(self, skew_ms: int) -> None:
        self.now_ms = NOW
        self.lease: Lease | None = None
        self.skew_ms = {EAST: 0, WEST: skew_ms}
        self.health: dict[str, RegionHealth | None] = {EAST: None, WEST: None}
        self.older: dict[str, Lease | None] = {EAST: None, WEST: None}
        self.running: list[tuple[str, int, int, int]] = []
        self.moves: list[tuple[int, int, str]] = []

    def clock(self, region: str) -> int:
        return self.now_ms + self.skew_ms[region]

    def look(self, me: str, *, passed: bool, stale: bool) -> None:
        now_ms = self.clock(me)
        mine = next_health(self.health[me], me, now_ms=now_ms, canary_ok=passed, rules=RULES)
        self.health[me] = mine
        seen = self.older[me] if stale else self.lease
        view = Look(me, PEER[me], EAST, now_ms, mine, self.health[PEER[me]], reconciled=True)
        made = decide_lease(seen, view, RULES)
        if made.lease is not None and seen == self.lease:
            if seen is None or made.lease.epoch > seen.epoch:
                assert made.lease.epoch == (seen.epoch if seen else 0) + 1
                self.moves.append((self.now_ms, made.lease.epoch, me))
            self.lease = made.lease
        self.older[me] = seen

    def begin(self, region: str) -> None:
        """Begin a request as long as one may be, if the lease allows it."""
        lease = self.lease
        if lease is not None and may_act(lease, region, lease.epoch, self.clock(region), RULES).ok:
            self.running.append((region, lease.epoch, self.now_ms, self.now_ms + RULES.longest_request_ms))


def play(world: World, script: list[tuple[str, str, int, bool]]) -> None:
    for what, region, pause_ms, passed in script:
        world.now_ms += pause_ms
        if what == "begin":
            world.begin(region)
        else:
            world.look(region, passed=passed, stale=what == "stale look")


@settings(max_examples=150)
@given(steps, st.integers(-RULES.max_skew_ms, RULES.max_skew_ms))
def test_no_two_regions_act_at_once_under_any_skew_up_to_the_limit(
    script: list[tuple[str, str, int, bool]], skew_ms: int
) -> None:
    world = World(skew_ms)
    play(world, script)
    for region, epoch, begun, _ in world.running:
        for other, other_epoch, since, until in world.running:
            assert region == other or not since <= begun < until, (epoch, other_epoch)
    epochs = [epoch for _, epoch, _ in world.moves]
    assert epochs == sorted(set(epochs))
    owners = {epoch: region for _, epoch, region in world.moves}
    assert all(owners[epoch] == region for region, epoch, _, _ in world.running)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=50, max_size=120))
def test_a_flap_never_plays_ping_pong(health: list[tuple[bool, bool]]) -> None:
    """While both keepers look: once out and back at most in each `return_after_ms`, after the first lease.

    Out at once: a Region that was just given the lease and falls ill gives it to one that is well.
    """
    world = World(0)
    for east, west in health:
        world.now_ms += RULES.look_ms
        world.look(EAST, passed=east, stale=False)
        world.look(WEST, passed=west, stale=False)
    moved = [at for at, _, _ in world.moves][1:]
    assert all(third - first >= RULES.return_after_ms for first, third in zip(moved, moved[2:], strict=False)), moved


@given(st.integers(0, 30), st.booleans())
def test_the_work_goes_on_when_a_region_dies_and_returns_when_it_is_back(before: int, primary_dies: bool) -> None:
    world = World(0)
    dead, alive = (EAST, WEST) if primary_dies else (WEST, EAST)

    def live(regions: tuple[str, ...], looks: int) -> None:
        for _ in range(looks):
            world.now_ms += RULES.look_ms
            for region in regions:
                world.look(region, passed=True, stale=False)

    live((EAST, WEST), before + 1)
    live((alive,), 6)
    assert world.lease is not None
    assert world.lease.holder == alive
    live((EAST, WEST), 25)
    assert world.lease.holder == EAST
    assert dead != alive
