"""Puts the data in place. `python data/fetch.py` puts what is trained on there, `python data/fetch.py week` what came last.

The flights up to the 9th of April are the file that flights-3m.parquet.dvc names. FLIGHTS_REMOTE names a folder in which
files lie as in a remote of DVC, by their MD5. What is not there, or where there is no such folder, is taken from the npm
package vega-datasets. With DVC and a remote of your own, this is `dvc pull`.

Every later week is a delivery: a file in the folder FLIGHTS_FEED, which nobody changes any more once it has come. Its name
begins with the time at which it came. A week that is delivered twice is the later one of the two.
"""

import datetime
import hashlib
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE / "flights-3m.parquet"
DELIVERIES = HERE / "deliveries"
WEEK = HERE / "week.parquet"
PACKAGE = "vega-datasets@3.2.1"
MEMBER = "package/data/flights-3m.parquet"


def expected_md5():
    return re.search(r"md5: ([0-9a-f]{32})", (HERE / "flights-3m.parquet.dvc").read_text()).group(1)


def md5(path):
    digest = hashlib.md5()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def download():
    with tempfile.TemporaryDirectory() as folder:
        # --ignore-scripts: a package that is only read has nothing to run here.
        packed = subprocess.run(
            ["npm", "pack", "--silent", "--ignore-scripts", PACKAGE],
            cwd=folder, check=True, stdout=subprocess.PIPE, text=True,
        ).stdout.split()[-1]
        with tarfile.open(Path(folder) / packed) as archive:
            TARGET.write_bytes(archive.extractfile(MEMBER).read())


def in_remote():
    folder, name = os.environ.get("FLIGHTS_REMOTE"), expected_md5()
    file = Path(folder, "files", "md5", name[:2], name[2:]) if folder else None
    return file if file and file.exists() else None


def fetch_history():
    if not TARGET.exists():
        if file := in_remote():
            TARGET.symlink_to(file)
        else:
            download()
    if md5(TARGET) != expected_md5():
        sys.exit(f"{TARGET} is not the file that flights-3m.parquet.dvc names; remove it to fetch it again")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, md5 as in flights-3m.parquet.dvc")


def list_deliveries():
    """(time at which it came, week, file) of each delivery, the oldest first."""
    folder = os.environ.get("FLIGHTS_FEED")
    found = []
    for file in Path(folder).glob("*-week-*.parquet") if folder else []:
        came, week = re.fullmatch(r"(\d{8}T\d{6})Z-week-(\d+)", file.stem).groups()
        found.append((datetime.datetime.strptime(came, "%Y%m%dT%H%M%S").replace(tzinfo=datetime.timezone.utc), int(week), file))
    return sorted(found)


def delivered_until():
    text = re.search(r'^delivered_until: "([^"]+)"', (HERE.parent / "params.yaml").read_text(), re.M).group(1)
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def put(file, place):
    place.unlink(missing_ok=True)
    place.symlink_to(file)
    print(f"{file.name}: {file.stat().st_size} bytes, md5 {md5(file)}")


def fetch_deliveries():
    DELIVERIES.mkdir(exist_ok=True)
    for old in DELIVERIES.glob("week-*.parquet"):
        old.unlink()
    until = delivered_until()
    newest = {week: file for came, week, file in list_deliveries() if came <= until}
    for week, file in sorted(newest.items()):
        put(file, DELIVERIES / f"week-{week:02}.parquet")


def fetch_week():
    deliveries = list_deliveries()
    if not deliveries:
        sys.exit("nothing has been delivered yet: FLIGHTS_FEED has to name the folder in which deliveries arrive")
    put(deliveries[-1][2], WEEK)


def main():
    if sys.argv[1:] == ["week"]:
        return fetch_week()
    if sys.argv[1:]:
        sys.exit("usage: python data/fetch.py [week]")
    fetch_history()
    fetch_deliveries()


if __name__ == "__main__":
    main()
