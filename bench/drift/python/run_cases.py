"""Lets one tool judge many cases: run_cases.py <tool> <list of cases> <verdicts>

The list has one JSON object a line: id, reference (folder), current (file). The verdicts get one line for each case that
has none yet, so that a run that was stopped goes on. Each case is a process of its own, forked after the imports: its
memory is measured alone, and one that crashes or hangs takes no other with it.
"""

import importlib
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

LIMIT_SECONDS = 300


def read_table(path):
    import pandas as pd

    return pd.read_parquet(path)


def read_case(case):
    files = sorted(Path(case["reference"]).glob("*.parquet"))
    return [read_table(path) for path in files], read_table(case["current"])


def judge(rule, case):
    """CPU seconds count files and all, as they do of a program that is run."""
    started = time.process_time()
    batches, current = read_case(case)
    found = rule(batches, current)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"id": case["id"], "seconds": round(seconds, 3), "peakMiB": round(peak), **found}


def in_child(rule, case):
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiver)
        signal.alarm(LIMIT_SECONDS)
        try:
            text = json.dumps(judge(rule, case))
        except Exception as error:  # whatever a tool throws is its verdict's absence
            text = json.dumps({"id": case["id"], "failed": f"{type(error).__name__}: {error}"[:200]})
        with os.fdopen(sender, "w") as pipe:
            pipe.write(text)
            pipe.flush()
        os._exit(0)
    os.close(sender)
    with os.fdopen(receiver) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return text or json.dumps({"id": case["id"], "failed": f"no verdict within {LIMIT_SECONDS} s"})


def main(tool, listed, verdicts):
    rule = importlib.import_module(f"rule_{tool}").judge
    cases = [json.loads(line) for line in Path(listed).read_text().splitlines()]
    out = Path(verdicts)
    done = {json.loads(line)["id"] for line in out.read_text().splitlines()} if out.exists() else set()
    with out.open("a") as file:
        for index, case in enumerate(cases):
            if case["id"] in done:
                continue
            file.write(in_child(rule, case) + "\n")
            file.flush()
            if index % 50 == 0:
                print(f"{tool}: {index} of {len(cases)}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
