# SPDX-License-Identifier: MIT
"""check_budgets.py WHEEL: what a user pays before the first answer: download, import, compile.

Run with the Python that limn is installed in. Times are CPU seconds, the least of several runs.
The facade is held to seconds. A light header cannot cost less than the Eigen/Core it includes,
which alone takes 1.2 to 1.9 s by machine: those are held to a ratio, seconds are printed.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys
import sysconfig

from rooms import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
from compile_time import seconds

WHEEL_BYTES = 8 << 20
IMPORT_S = 0.150  # after numpy
FACADE_S = 1.5
FACADE = "limn/profiler/profiler.hpp"
LIGHT_RATIO = 2.0  # of Eigen/Core alone, in the same run
LIGHT = ["limn/impute/median.hpp", "limn/features/standard.hpp"]
TIMED_IMPORT = (
    "import numpy, time; t = time.process_time(); import limn; print(time.process_time() - t)"
)


def import_seconds() -> float:
    command = [sys.executable, "-c", TIMED_IMPORT]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(5)]
    return min(float(run.stdout) for run in runs)


def main(wheel: str) -> int:
    eigen = pathlib.Path(sysconfig.get_path("purelib")) / "cmeel.prefix" / "include" / "eigen3"
    least = seconds("Eigen/Core", str(eigen))
    light = {name: seconds(name, str(eigen)) for name in LIGHT}
    print(
        f"Eigen/Core alone {least:.2f} s", *(f"{n} {s:.2f} s" for n, s in light.items()), sep="; "
    )
    rows = [
        ("wheel, MiB", pathlib.Path(wheel).stat().st_size / 2**20, WHEEL_BYTES / 2**20),
        ("import limn after numpy, s", import_seconds(), IMPORT_S),
        (f"{FACADE} alone, s", seconds(FACADE, str(eigen)), FACADE_S),
        *((f"{name} / Eigen/Core", took / least, LIGHT_RATIO) for name, took in light.items()),
    ]
    for what, got, limit in rows:
        print(f"{what:45} {got:6.2f} of {limit:5.2f}{'' if got < limit else '  OVER'}")
    return 0 if all(got < limit for _, got, limit in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else print(__doc__) or 2)
