"""Runs SQL statements on a Spark session for a program that asks through a Unix socket.

Usage: answer_statements.py SOCKET. Each line that comes is a JSON object with `sql` and, where its rows are wanted,
`rows: true`. Each answer is one line: `columns` and `rows`, or `error`. A double that JSON cannot hold is written as
`{"double": "NaN"}`. The session ends when the socket is closed.

A socket and not standard input, because spark-submit keeps that for itself. The session is whatever surrounds this
program: Spark Connect with SPARK_REMOTE, a cluster with spark-submit or spark-defaults.conf, else this machine.
"""

import json
import math
import socket
import sys

# What the statements rely on, whatever the cluster's own defaults are. Spark would replace ${env:NAME} anywhere in a
# statement, also in the name of a column that somebody else wrote.
SETTINGS = {
    "spark.sql.variable.substitute": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.parser.quotedRegexColumnNames": "false",
    "spark.sql.groupByOrdinal": "true",
}


def main(path):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        lines = connection.makefile("rw", encoding="utf-8", newline="\n")
        try:
            spark = open_session()
        except Exception as error:  # Whatever keeps Spark from starting is to be told, not to be raised here.
            answer(lines, {"error": explain(error)})
            return 1
        answer(lines, {"version": spark.version})
        for line in lines:
            answer(lines, run(spark, json.loads(line)))
        spark.stop()
    return 0


def open_session():
    # Here, so that a Spark that is not installed is told as any other fault.
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("pawl").getOrCreate()
    for name, value in SETTINGS.items():
        spark.conf.set(name, value)
    return spark


def run(spark, request):
    try:
        frame = spark.sql(request["sql"])
        if not request.get("rows"):
            return {"columns": [], "rows": []}
        return {"columns": frame.columns, "rows": [[cell(value) for value in row] for row in frame.collect()]}
    except Exception as error:  # The session goes on: the next statement may drop what this one was made for.
        return {"error": explain(error)}


def cell(value):
    if isinstance(value, float) and not math.isfinite(value):
        return {"double": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a cell of type {type(value).__name__} is neither number, text nor truth value")


def explain(error):
    """The first line: what follows are the statement and the stack of the cluster's program."""
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0] if text else ''}"[:500]


def answer(lines, value):
    lines.write(json.dumps(value, allow_nan=False) + "\n")
    lines.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
