"""Univariate drift between two Parquet files with NannyML's defaults."""

import sys

import nannyml
import pandas as pd

reference, current, out = sys.argv[1:]
nannyml.disable_usage_logging()
frame = pd.read_parquet(reference)
columns = [name for name in frame.columns if name not in ("id", "date")]
calculator = nannyml.UnivariateDriftCalculator(column_names=columns)
calculator.fit(frame)
calculator.calculate(pd.read_parquet(current)).to_df().to_csv(out)
