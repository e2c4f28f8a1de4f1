"""Plays whoever delivers the flights: cuts a week out of the file and puts it into the folder FLIGHTS_FEED.

    python data/deliver.py 14                        # as it was
    python data/deliver.py 16 --fault seconds        # a fault of the feed: the delay is in seconds
    python data/deliver.py 17 --world airport-closed # the world has changed

The rows are real in every case; what is done to them is this:

`--fault seconds` multiplies `delay` by 60. Nothing else is different.

`--world airport-closed` closes most of Chicago O'Hare (ORD): of four flights from or to it, three use Chicago Midway (MDW)
instead, every time the same three of the week's rows. Midway is not made for that: these flights arrive 25 minutes later
than they did. Distances stay, because the two airports are 15 miles apart.
"""

import argparse
import datetime
import os
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent))
import flights

CLOSED, INSTEAD = "ORD", "MDW"
MINUTES_LATER = 25


def cut(week):
    table = pq.read_table(flights.FOLDER / "flights-3m.parquet")
    return table.filter(pa.array(flights.week(table) == week))


def replace(table, name, values):
    index = table.column_names.index(name)
    return table.set_column(index, table.schema.field(index), pa.array(values, table.schema.field(index).type))


def in_seconds(table):
    return replace(table, "delay", table["delay"].to_numpy() * 60)


def close_airport(table):
    chosen = np.arange(table.num_rows) % 4 != 0
    moved = np.zeros(table.num_rows, dtype=bool)
    for name in ("origin", "destination"):
        airports = table[name].to_numpy().astype(object)
        here = chosen & (airports == CLOSED)
        table = replace(table, name, np.where(here, INSTEAD, airports))
        moved |= here
    return replace(table, "delay", table["delay"].to_numpy() + np.where(moved, MINUTES_LATER, 0))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("week", type=int, choices=range(flights.HISTORY_WEEKS, 26))
    parser.add_argument("--fault", choices=["seconds"])
    parser.add_argument("--world", choices=["airport-closed"])
    wish = parser.parse_args()
    table = cut(wish.week)
    if wish.world:
        table = close_airport(table)
    if wish.fault:
        table = in_seconds(table)
    came = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    file = Path(os.environ["FLIGHTS_FEED"]) / f"{came}-week-{wish.week:02}.parquet"
    # whoever looks into the folder sees a whole file or none
    pq.write_table(table, file.with_suffix(".part"), compression="zstd")
    file.with_suffix(".part").rename(file)
    print(f"{file.name}: {table.num_rows} flights")


if __name__ == "__main__":
    main()
