"""whylogs' drift scores of two profiles: a column counts where its category is DRIFT, not where it is POSSIBLE_DRIFT."""

import os
import warnings

os.environ["WHYLOGS_NO_ANALYTICS"] = "1"

import pandas as pd
import whylogs
from column_verdicts import of_distance, of_p_value, verdict
from whylogs.viz.drift.column_drift_algorithms import calculate_drift_scores

warnings.filterwarnings("ignore")


def judge(batches, current):
    views = [whylogs.log(frame).view() for frame in (current, pd.concat(batches, ignore_index=True))]
    scores = calculate_drift_scores(target_view=views[0], reference_view=views[1], with_thresholds=True)
    columns, drifted, possible = {}, [], False
    for name, score in scores.items():
        columns[name] = None
        if score is None:
            continue
        category, low = score["drift_category"], score["thresholds"]["DRIFT"]
        if score.get("pvalue") is not None:
            columns[name] = of_p_value(float(score["pvalue"]), low[1])
        else:
            columns[name] = of_distance(float(score["statistic"]), low[0])
        if category == "DRIFT":
            drifted.append(name)
        possible = possible or category == "POSSIBLE_DRIFT"
    return verdict(columns, drifted, inconclusive=possible and not drifted)
