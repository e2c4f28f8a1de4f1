"""The thirty checks of flights-checks.odcs.yaml with pandera."""

import sys

import pandas as pd
import pandera.pandas as pa

path = sys.argv[1]
code = [pa.Check.str_length(3, 3), pa.Check.str_matches(r"^[A-Z]{3}$")]
schema = pa.DataFrameSchema(
    {
        "id": pa.Column("int64", pa.Check.ge(0), unique=True),
        "date": pa.Column("datetime64[us]"),
        "delay": pa.Column("int64", [pa.Check.ge(-1440), pa.Check.le(2880)]),
        "distance": pa.Column("int64", [pa.Check.ge(1), pa.Check.le(5000)]),
        "origin": pa.Column(str, code),
        "destination": pa.Column(str, code),
    },
    checks=[pa.Check(lambda frame: len(frame) > 1_000_000), pa.Check(lambda frame: len(frame) < 10_000_000)],
)
schema.validate(pd.read_parquet(path), lazy=True)
