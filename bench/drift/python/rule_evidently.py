"""Evidently's preset with its defaults: which test, and its threshold, depends on the column and on the number of rows."""

import warnings

import pandas as pd
from column_verdicts import of_distance, of_p_value, verdict
from evidently import Report
from evidently.presets import DataDriftPreset

warnings.filterwarnings("ignore")


def judge(batches, current):
    snapshot = Report([DataDriftPreset()]).run(reference_data=pd.concat(batches, ignore_index=True), current_data=current)
    columns, drifted, dataset = {}, [], False
    for metric in snapshot.dict()["metrics"]:
        config, value = metric["config"], metric["value"]
        if config["type"].endswith("DriftedColumnsCount"):
            dataset = bool(value["share"] >= config["drift_share"])
            continue
        name, method, threshold = config["column"], config["method"], config["threshold"]
        is_p = "p_value" in method or "p-value" in method
        columns[name] = (of_p_value if is_p else of_distance)(float(value), threshold)
        if value < threshold if is_p else value >= threshold:
            drifted.append(name)
    return verdict(columns, drifted, dataset=dataset)
