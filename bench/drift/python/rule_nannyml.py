"""NannyML's univariate drift with Jensen-Shannon, one chunk for each batch, which is its best setting."""

import os
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml
import pandas as pd
from column_verdicts import of_distance, verdict

warnings.filterwarnings("ignore")
nannyml.disable_usage_logging()

# Any time will do: chunks are told apart by days.
START = pd.Timestamp("2024-01-01")


def with_time(frame, day):
    frame = frame.copy()
    frame["chunk_day"] = START + pd.Timedelta(days=day)
    return frame


def judge(batches, current):
    names = list(current.columns)
    reference = pd.concat([with_time(frame, day) for day, frame in enumerate(batches)], ignore_index=True)
    calculator = nannyml.UnivariateDriftCalculator(column_names=names, timestamp_column_name="chunk_day", chunk_period="D")
    calculator.fit(reference)
    return read(calculator.calculate(with_time(current, len(batches))), names)


def read(result, names):
    frame = result.to_df(multilevel=True)
    period = frame[("chunk", "chunk", "period")]
    columns, drifted = {}, []
    for name in names:
        (method,) = {key[1] for key in frame.columns if key[0] == name}
        part = frame[name][method]
        mean = part["value"][period == "reference"].mean()
        now = part[period == "analysis"]
        # So many times as far from the mean of the reference as the upper bound, which is three deviations away.
        scores = [of_distance(value - mean, upper - mean) for value, upper in zip(now["value"], now["upper_threshold"]) if upper > mean]
        scores = [score for score in scores if score is not None]
        columns[name] = max(scores) if scores else None
        if bool(now["alert"].any()):
            drifted.append(name)
    return verdict(columns, drifted)
