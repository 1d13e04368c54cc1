"""Which scenarios a drill plays."""

from __future__ import annotations

from sandbox.drill.scenarios import chosen, scenarios


def test_all_but_what_must_be_asked_for() -> None:
    names = [one.name for one in chosen(1000, None)]
    assert names == ["region down", "region slow (5 s)", "30 % errors", "partition", "flap every 10 s"]


def test_a_text_finds_every_scenario_that_has_it() -> None:
    assert [one.name for one in chosen(1000, "region")] == ["region down", "region slow (5 s)"]
    assert [one.name for one in chosen(1000, "hangs")] == ["model hangs"]


def test_the_first_has_all_the_work_in_flight_and_none_has_nothing() -> None:
    assert scenarios(1000)[0].works == 1000
    assert all(one.works >= 1 for one in scenarios(10))
    assert {one.path for one in scenarios(10)} == {"work", "graceful", ""}
