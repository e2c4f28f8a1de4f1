"""Drift between two Parquet files with Evidently's preset, as a user would take it: no report is rendered, only JSON."""

import sys

import pandas as pd
from evidently import Report
from evidently.presets import DataDriftPreset

reference, current, out = sys.argv[1:]
snapshot = Report([DataDriftPreset()]).run(current_data=pd.read_parquet(current), reference_data=pd.read_parquet(reference))
snapshot.save_json(out)
