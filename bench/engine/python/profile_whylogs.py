"""The profile of a Parquet file with whylogs."""

import sys

import pandas as pd
import whylogs

path, out = sys.argv[1:]
whylogs.log(pd.read_parquet(path)).view().write(out)
