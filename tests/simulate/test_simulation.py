"""A short life in the simulated world; ``make simulate`` runs years and 200 broken sources."""

from __future__ import annotations

from tests.simulate.breaking import FAULTS, run_faults
from tests.simulate.years import run_years


def test_nothing_is_missed_and_nothing_told_wrongly() -> None:
    figures = run_years(count=3, days=24, seed=5, interval_seconds=21600)
    assert figures.published > 50
    assert figures.happened["reorders"] > 0
    assert figures.happened["past"] > 0
    assert figures.missed == []
    assert figures.told_twice == 0
    assert figures.false_gap_alarms == 0
    assert figures.silence_alarms == 0
    assert figures.false_withdrawals == 0
    assert figures.wrong_pages == 0


def test_the_same_seed_is_the_same_life() -> None:
    first, again = (run_years(count=1, days=6, seed=3, interval_seconds=43200) for _ in range(2))
    assert first == again


def test_every_fault_is_told_in_time_and_so_is_its_end() -> None:
    figures = run_faults(count=len(FAULTS), seed=2, days=4, intervals=(7200, 21600))
    assert figures.told == len(FAULTS)
    assert figures.silent == figures.late == figures.not_recovered == []
    assert figures.told_again == figures.false_alarms == 0
    assert figures.withdrawals == figures.gap_alarms == figures.wrong_news == figures.edits == 0
    assert figures.longest_silence_hours <= 6.7  # six hours or the interval, whichever is longer
