"""Profiles of two Parquet files and the drift scores between them with whylogs."""

import json
import sys

import pandas as pd
import whylogs
from whylogs.viz.drift.column_drift_algorithms import calculate_drift_scores

reference, current, out = sys.argv[1:]
views = [whylogs.log(pd.read_parquet(path)).view() for path in (reference, current)]
scores = calculate_drift_scores(target_view=views[1], reference_view=views[0], with_thresholds=True)
with open(out, "w") as file:
    json.dump({name: score and score["drift_category"] for name, score in scores.items()}, file)
