"""Predicts every row of a file. Copy this folder to serving/ in your repository.

    python3 batch.py --package package --input rows.csv --output predictions.csv

Reads and writes CSV or JSON lines by the name's ending, in pieces, so that the file may be larger than memory. Each row is
written with what was predicted for it and with the version that predicted it. The output appears when it is whole.
"""

import argparse
import csv
import json
import os
import sys
from pathlib import Path

from model_package import BadRows, ModelPackage

ROWS_AT_ONCE = 10_000


def read_rows(path):
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8-sig") as file:
            for number, row in enumerate(csv.DictReader(file, strict=True), start=1):
                if None in row or None in row.values():
                    raise SystemExit(f"{path}: row {number} has another number of fields than the header")
                yield row
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip() == "":
                    continue
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise SystemExit(f"{path}:{number} is not JSON") from error
                if not isinstance(row, dict):
                    raise SystemExit(f"{path}:{number} is not an object")
                yield row
    else:
        raise SystemExit(f"{path} must end in .csv or .jsonl")


def pieces(rows, size):
    piece = []
    for row in rows:
        piece.append(row)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


class CsvWriter:
    def __init__(self, file):
        self._file, self._writer = file, None

    def write(self, row):
        if self._writer is None:
            self._writer = csv.DictWriter(self._file, fieldnames=list(row))
            self._writer.writeheader()
        self._writer.writerow(row)


class JsonLinesWriter:
    def __init__(self, file):
        self._file = file

    def write(self, row):
        self._file.write(json.dumps(row) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", default=os.environ.get("PAWL_PACKAGE", "package"), help="folder of the package")
    parser.add_argument("--input", type=Path, required=True, help=".csv or .jsonl")
    parser.add_argument("--output", type=Path, required=True, help=".csv or .jsonl")
    arguments = parser.parse_args()
    writers = {".csv": CsvWriter, ".jsonl": JsonLinesWriter}
    if arguments.output.suffix not in writers:
        raise SystemExit(f"{arguments.output} must end in .csv or .jsonl")
    package = ModelPackage(arguments.package)
    version = os.environ.get("PAWL_VERSION", "")
    unfinished = arguments.output.with_name(f"{arguments.output.name}.part")
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    try:
        with unfinished.open("w", newline="", encoding="utf-8") as file:
            writer = writers[arguments.output.suffix](file)
            for piece in pieces(read_rows(arguments.input), ROWS_AT_ONCE):
                for row, prediction in zip(piece, package.predict(piece)):
                    added = prediction if isinstance(prediction, dict) else {"prediction": prediction}
                    writer.write({**row, **added, "model_version": version})
                count += len(piece)
        os.replace(unfinished, arguments.output)
    except BadRows as error:
        raise SystemExit(f"{arguments.input}: near row {count + 1}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    print(f"{count} rows predicted", file=sys.stderr)


if __name__ == "__main__":
    main()
