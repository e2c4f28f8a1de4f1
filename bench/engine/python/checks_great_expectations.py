"""The thirty checks of flights-checks.odcs.yaml with Great Expectations."""

import sys

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd

path = sys.argv[1]
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
batch = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
types = {"id": "int64", "date": "datetime64", "delay": "int64", "distance": "int64", "origin": "str", "destination": "str"}
checks = [gxe.ExpectColumnValuesToNotBeNull(column=name) for name in types]
checks += [gxe.ExpectColumnValuesToBeOfType(column=name, type_=kind) for name, kind in types.items()]
checks += [gxe.ExpectColumnValuesToBeUnique(column="id"), gxe.ExpectColumnValuesToBeBetween(column="id", min_value=0)]
checks += [gxe.ExpectColumnValuesToBeBetween(column="delay", min_value=-1440, max_value=2880)]
checks += [gxe.ExpectColumnValuesToBeBetween(column="distance", min_value=1, max_value=5000)]
for name in ("origin", "destination"):
    checks += [gxe.ExpectColumnValueLengthsToBeBetween(column=name, min_value=3, max_value=3)]
    checks += [gxe.ExpectColumnValuesToMatchRegex(column=name, regex=r"^[A-Z]{3}$")]
checks += [gxe.ExpectTableRowCountToBeBetween(min_value=1_000_001, max_value=9_999_999)]
suite = gx.ExpectationSuite(name="flights", expectations=checks)
result = batch.get_batch({"dataframe": pd.read_parquet(path)}).validate(suite)
failed = [r.expectation_config.type for r in result.results if not r.success]
if failed or len(result.results) != len(checks):
    sys.exit(f"failed: {failed}")
