"""Records what datacontract-cli says about the contracts of this folder: python record-verdicts.py > verdicts.json

Needs: pip install 'datacontract-cli[duckdb,parquet]==1.2.8'
Its checks are written under the ids of Pawl's rules; where several of them make one rule, the worst counts.
"""

import contextlib
import importlib.metadata
import json
import os
import sys
from pathlib import Path

from datacontract.data_contract import DataContract

RULES = {
    "field_is_present": "present",
    "field_type": "type",
    "field_required": "required",
    "field_unique": "unique",
    "field_primary_key_required": "primary-key",
    "field_primary_key_unique": "primary-key",
    "field_enum": "values",
    "field_minimum": "range",
    "field_maximum": "range",
    "field_not_equal": "range",
    "field_min_length": "length",
    "field_max_length": "length",
    "field_regex": "pattern",
    "field_null_values": "nullValues",
    "field_missing_values": "missingValues",
    "field_invalid_values": "invalidValues",
    "field_duplicate_values": "duplicateValues",
    "field_quality_library": "duplicateValues",
    "servicelevel_freshness": "freshness",
}
WORST = ["failed", "not run", "passed"]


def rule_of(check, composite):
    if check.type == "primary_key_unique" or (composite and (check.type or "").startswith("field_primary_key")):
        return "data.primary-key"
    if check.type == "servicelevel_retention":
        return "data.retention"
    if check.type in ("lint", "general"):
        return "the whole run"
    name = getattr(check, "qualityId", None) or RULES[check.type]
    return ".".join(part for part in ("data", check.field, name) if part)


def word_of(check):
    reason = check.reason or ""
    result = check.result.value if check.result else "not run"
    if result == "warning":
        return "not run" if "supported" in reason or "has to be combined" in reason else "failed"
    return result


def record(folder):
    os.chdir(folder)
    with contextlib.redirect_stdout(sys.stderr):
        run = DataContract(data_contract_file="contract.odcs.yaml").test()
    composite = any(check.type == "primary_key_unique" for check in run.checks)
    verdicts = {}
    for check in run.checks:
        rule, word = rule_of(check, composite), word_of(check)
        verdicts[rule] = min(verdicts.get(rule, word), word, key=WORST.index)
    return verdicts


here = Path(__file__).resolve().parent
cases = {folder.name: record(folder) for folder in sorted(here.iterdir()) if (folder / "contract.odcs.yaml").exists()}
version = importlib.metadata.version("datacontract-cli")
print(json.dumps({"tool": "datacontract-cli", "version": version, "cases": cases}, indent=2))
