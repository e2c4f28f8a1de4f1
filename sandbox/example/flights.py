"""The flights, the weeks they are split by, and which flights every model is judged on."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DATA = Path(__file__).parent / "data" / "flights-3m.parquet"
FIRST_DAY = np.datetime64("2001-01-01")

# The definition of the US Department of Transportation: 15 minutes or more after the time in the timetable.
LATE_AFTER_MINUTES = 15

# How a model is judged is not a parameter: all of them see the same 50,000 flights of two weeks they do not know.
TEST_WEEKS = (12, 13)
TEST_ROWS = 50_000
TEST_SEED = 2001

# The busiest airports; about a thousand or more of the test flights start from each.
HUBS = ["ATL", "ORD", "DFW", "LAX", "PHX", "STL", "DTW", "MSP", "DEN", "LAS", "BOS", "IAH"]


def read_weeks(first, last):
    """All flights of the weeks `first` to `last` of 2001, both included and counted from 0; `id` is the row in the file."""
    table = pq.read_table(DATA)
    table = table.append_column("id", pa.array(np.arange(table.num_rows)))
    week = (table["date"].to_numpy() - FIRST_DAY) // np.timedelta64(7, "D")
    return table.filter(pa.array((first <= week) & (week <= last)))


def sample(table, rows, seed):
    """`rows` flights at random, in the order of the file; all of them where there are not so many."""
    if table.num_rows <= rows:
        return table
    chosen = np.random.default_rng(seed).choice(table.num_rows, size=rows, replace=False)
    return table.take(np.sort(chosen))


def test_flights():
    """The flights that every model is judged on."""
    return sample(read_weeks(*TEST_WEEKS), TEST_ROWS, TEST_SEED)


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
