"""Asks a packed model about the flights that train.py has judged its own by: `python judge.py champion scores.parquet`."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import flights


def as_asked(test):
    """The flights as somebody asks about them before they leave: how late they will be is not among it."""
    rows = test.drop_columns(["id", "delay"]).to_pylist()
    return [{**row, "date": row["date"].isoformat()} for row in rows]


def ask(folder, rows):
    """How likely each flight is to be late, by the package's model and its own predict.py, as the server would answer."""
    # What a model is told about a flight may have changed since: nothing of this checkout may stand in for what was packed.
    sys.path[0] = str(folder)
    del sys.modules["flights"]
    import predict

    return [answer["late"] for answer in predict.predict(predict.load(folder), rows)]


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: python judge.py FOLDER_OF_A_PACKAGE FILE_FOR_ITS_PREDICTIONS")
    folder, file = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    test = flights.test_flights(flights.read_known())
    scores = pa.array(ask(folder, as_asked(test)), pa.float64())
    pq.write_table(flights.predictions(test, scores), file)
    print(f"{folder.name} judged on {test.num_rows} flights of week {int(flights.week(test).max())}")


if __name__ == "__main__":
    main()
