"""The flights, the weeks they are split by, and which flights a model is judged on."""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent / "data"
FIRST_DAY = np.datetime64("2001-01-01")

# The file counts as what is known by the 9th of April; every later week is a delivery of its own.
HISTORY_WEEKS = 14

# The definition of the US Department of Transportation: 15 minutes or more after the time in the timetable.
LATE_AFTER_MINUTES = 15

# How a model is judged is not a parameter: on 50,000 flights of the newest week, of which it has seen none.
TEST_ROWS = 50_000
TEST_SEED = 2001

# The busiest airports; about a thousand or more of the test flights start from each.
HUBS = ["ATL", "ORD", "DFW", "LAX", "PHX", "STL", "DTW", "MSP", "DEN", "LAS", "BOS", "IAH"]


def read_history():
    """The flights of the file up to the 9th of April 2001; `id` is the row in the file."""
    table = pq.read_table(FOLDER / "flights-3m.parquet")
    table = table.append_column("id", pa.array(np.arange(table.num_rows)))
    return table.filter(pa.array(week(table) < HISTORY_WEEKS))


def read_known():
    """The flights of the history, and of each delivery that data/fetch.py has put in place, in the order of their weeks."""
    history = read_history()
    tables = [history]
    for file in sorted((FOLDER / "deliveries").glob("week-*.parquet")):
        number = int(re.search(r"\d+", file.stem).group())
        table = pq.read_table(file)
        table = table.append_column("id", pa.array(number * 1_000_000 + np.arange(table.num_rows)))
        tables.append(table.select(history.column_names).cast(history.schema))
    return pa.concat_tables(tables)


def week(table):
    """Week of each flight, counted from 0."""
    return (table["date"].to_numpy() - FIRST_DAY) // np.timedelta64(7, "D")


def weeks_before(table, last, count):
    """The flights of the `count` weeks that end with week `last`."""
    weeks = week(table)
    return table.filter(pa.array((last - count < weeks) & (weeks <= last)))


def sample(table, rows, seed):
    """`rows` flights at random, in the order of the file; all of them where there are not so many."""
    if table.num_rows <= rows:
        return table
    chosen = np.random.default_rng(seed).choice(table.num_rows, size=rows, replace=False)
    return table.take(np.sort(chosen))


def test_flights(table):
    """The flights that a model is judged on: those of the newest week."""
    return sample(weeks_before(table, week(table).max(), 1), TEST_ROWS, TEST_SEED)


def is_late(table):
    """1 for a flight that arrived late, else 0."""
    return (table["delay"].to_numpy() >= LATE_AFTER_MINUTES).astype(int)


def hour(table):
    """Hour of the actual departure, 0 to 23."""
    return table["date"].to_numpy().astype("datetime64[h]").astype(int) % 24


def hub(airports):
    """The airport, or `other` for one that too few flights of the test start from to say anything about it."""
    names = airports.to_numpy()
    return np.where(np.isin(names, HUBS), names, "other").astype(str)


def part_of_day(table):
    """`night` (before 6), `morning` (before 12), `afternoon` (before 18) or `evening`."""
    return np.array(["night", "morning", "afternoon", "evening"])[hour(table) // 6]


def predictions(test, scores):
    """What a model is judged by: for each test flight how likely it is to be late, what came of it, and its slices."""
    return pa.table({
        "id": test["id"],
        "label": is_late(test),
        "score": scores,
        "origin": hub(test["origin"]),
        "part_of_day": part_of_day(test),
    })
