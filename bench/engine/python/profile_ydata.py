"""The profile of a Parquet file with ydata-profiling in its minimal mode, as JSON."""

import sys

import pandas as pd
from ydata_profiling import ProfileReport

path, out = sys.argv[1:]
report = ProfileReport(pd.read_parquet(path), minimal=True, progress_bar=False)
with open(out, "w") as file:
    file.write(report.to_json())
