"""Runs a program and writes what it and its children needed: measure.py <report> <seconds allowed> <command> <arguments>..."""

import json
import resource
import subprocess
import sys
import time

report, limit, *command = sys.argv[1:]
started = time.perf_counter()
code = subprocess.run(command, check=False, timeout=float(limit)).returncode
wall = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN)
# The largest single process; macOS counts bytes, Linux KiB.
peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
with open(report, "w") as file:
    json.dump({"wallSeconds": wall, "cpuSeconds": used.ru_utime + used.ru_stime, "peakMiB": peak}, file)
sys.exit(code)
