"""Deepchecks' FeatureDrift with its condition's default: a score of at least .2."""

import logging
import os
import warnings

os.environ["DEEPCHECKS_DISABLE_LATEST_VERSION_CHECK"] = "1"

import deepchecks
import pandas as pd
from column_verdicts import of_distance, verdict
from deepchecks.tabular import Dataset
from deepchecks.tabular.checks import FeatureDrift

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
deepchecks.set_verbosity(logging.ERROR)

THRESHOLD = 0.2


def datasets(batches, current):
    categories = [name for name in current if not pd.api.types.is_numeric_dtype(current[name])]
    frames = (pd.concat(batches, ignore_index=True), current)
    return [Dataset(frame, cat_features=categories, label=None) for frame in frames]


def judge(batches, current):
    reference, now = datasets(batches, current)
    result = FeatureDrift().add_condition_drift_score_less_than().run(reference, now, with_display=False)
    return read(result.value)


def read(value):
    columns = {name: of_distance(float(entry["Drift score"]), THRESHOLD) for name, entry in value.items() if entry["Drift score"] is not None}
    return verdict(columns, [name for name, score in columns.items() if score is not None and score >= 1])
