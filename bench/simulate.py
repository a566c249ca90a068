"""``python -m bench.simulate``: years of simulated sites, and 200 that break, in the real checks.

Prints the figures of issue 3 ("Shown by") as JSON lines, each with its aim. Two years of eight
sites take a quarter of an hour on an idle machine; ``--days`` and ``--sites`` make it shorter.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import time

from tests.simulate.breaking import run_faults
from tests.simulate.years import run_years

YEAR_AIMS = {
    "missed": "0",
    "false_gap_alarms": "< 1 % of the gaps",
    "silence_alarms": "<= 1 a source-year",
    "false_withdrawals": "0",
    "wrong_pages": "0",
}
FAULT_AIMS = {"late": "none", "silent": "none", "not_recovered": "none", "withdrawals": "0"}


def main() -> None:
    """Run what was asked for and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.simulate", description=__doc__)
    parser.add_argument("--sites", type=int, default=8, help="sites that live (0: none)")
    parser.add_argument("--days", type=int, default=730, help="for how long")
    parser.add_argument("--interval", type=int, default=21600, help="seconds between two polls")
    parser.add_argument("--faulty", type=int, default=200, help="sources that break (0: none)")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.sites:
        began = time.perf_counter()
        years = run_years(
            count=wanted.sites,
            days=wanted.days,
            seed=wanted.seed,
            interval_seconds=wanted.interval,
        )
        _show("years", dataclasses.asdict(years), YEAR_AIMS, began)
    if wanted.faulty:
        began = time.perf_counter()
        faults = run_faults(count=wanted.faulty, seed=wanted.seed)
        _show("faults", dataclasses.asdict(faults), FAULT_AIMS, began)


def _show(what: str, figures: dict[str, object], aims: dict[str, str], began: float) -> None:
    seconds = round(time.perf_counter() - began, 1)
    print(json.dumps({"what": what, "seconds": seconds, **figures, "aims": aims}), flush=True)


if __name__ == "__main__":
    main()
