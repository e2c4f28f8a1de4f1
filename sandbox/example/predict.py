"""What the prediction server asks: the model, and how likely flights that are about to leave are to be late."""

import datetime

import joblib
import pyarrow as pa

import train

COLUMNS = {"origin": pa.string(), "destination": pa.string(), "date": pa.timestamp("ms"), "distance": pa.float64()}


def load(folder):
    return joblib.load(folder / "model.joblib")


def predict(model, rows):
    """Rows like {"origin": "HNL", "destination": "LAX", "date": "2001-04-02T22:15:00", "distance": 2556}."""
    times = [datetime.datetime.fromisoformat(row["date"]) for row in rows]
    columns = {name: times if name == "date" else [row[name] for row in rows] for name in COLUMNS}
    table = pa.table({name: pa.array(values, COLUMNS[name]) for name, values in columns.items()})
    return [{"late": float(late)} for late in model.predict_proba(train.features(table))[:, 1]]
