"""Makes the model registry of an MLflow server say what Pawl's says. Copy this folder to mlflow/ in your repository.

    python3 mirror.py --fetch 300

Reads the promotions from the ledger and makes MLflow say the same: a registered model, a version of it for each version of
Pawl that holds an alias, and the environment's name as alias. Safe to repeat. A move that reached the default branch without
a verdict changes nothing before somebody has confirmed it. Needs MLFLOW_TRACKING_URI, and MLFLOW_TRACKING_TOKEN or MLFLOW_TRACKING_USERNAME and _PASSWORD where the
server asks for them. Nothing but the standard library is imported.
"""

import argparse
import base64
import json
import os
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

# Where MLflow is told that the files are. {reference} is the package in its registry; change it where your serving reads
# another place, like s3://models/{model}/{version}.
SOURCE = os.environ.get("MIRROR_SOURCE", "oci://{reference}")


def ledger(path):
    """A document of the ledger; None where there is none."""
    for branch in ("refs/remotes/origin/pawl", "refs/heads/pawl"):
        found = subprocess.run(["git", "cat-file", "blob", f"{branch}:{path}"], capture_output=True, check=False)
        if found.returncode == 0:
            return json.loads(found.stdout)
    return None


def authorization():
    if token := os.environ.get("MLFLOW_TRACKING_TOKEN"):
        return {"Authorization": f"Bearer {token}"}
    if user := os.environ.get("MLFLOW_TRACKING_USERNAME"):
        pair = f"{user}:{os.environ.get('MLFLOW_TRACKING_PASSWORD', '')}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    return {}


def ask(method, path, **document):
    """MLflow's answer; raises Refused with MLflow's own error code."""
    address = f"{os.environ['MLFLOW_TRACKING_URI'].rstrip('/')}/api/2.0/mlflow/{path}"
    if method == "GET":
        address, data = f"{address}?{urllib.parse.urlencode(document)}", None
    else:
        data = json.dumps(document).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "pawl-mirror", **authorization()}
    request = urllib.request.Request(address, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        body = error.read(10_000)
        try:
            code = json.loads(body).get("error_code", "")
        except ValueError:
            code = ""
        raise Refused(error.code, code) from error


class Refused(Exception):
    def __init__(self, status, code):
        super().__init__(f"MLflow answered {status} {code}".strip())
        self.code = code


def ensure_model(model):
    try:
        ask("POST", "registered-models/create", name=model)
    except Refused as refused:
        if refused.code != "RESOURCE_ALREADY_EXISTS":
            raise


def ensure_version(model, version, document):
    """The number that MLflow has given to this version of Pawl; MLflow counts by itself."""
    wanted = f"name='{model}' and tag.`pawl.version`='{version}'"
    found = ask("GET", "model-versions/search", filter=wanted, max_results=1).get("model_versions", [])
    if found:
        return found[0]["version"]
    location = document["location"]
    reference = f"{location['repository']}@{document['digest']}" if location["kind"] == "oci" else location["uri"]
    source = SOURCE.format(model=model, version=version, reference=reference, digest=document["digest"])
    tags = {"pawl.version": version, "pawl.digest": document["digest"], "pawl.commit": document["commit"]}
    made = ask(
        "POST",
        "model-versions/create",
        name=model,
        source=source if location["kind"] == "oci" else reference,
        description=f"Version {version} of {model} in Pawl's registry.",
        tags=[{"key": key, "value": str(value)} for key, value in tags.items()],
    )
    return made["model_version"]["version"]


def newest(registry, environment):
    """The newest move that counts: one without a verdict has moved nothing but a line in a file."""
    moves = [move for move in registry["promotions"] if move["environment"] == environment]
    return max((move for move in moves if move["standing"] != "unverified"), key=lambda move: move["counter"], default=None)


def mirror(model, environment, move):
    if "version" not in move:
        try:
            ask("DELETE", "registered-models/alias", name=model, alias=environment)
        except Refused as refused:
            if refused.code != "RESOURCE_DOES_NOT_EXIST":
                raise
        return print(f"{environment} of {model} is gone")
    version = move["version"]
    document = ledger(f"models/{model}/versions/{version}.json")
    if document is None:
        raise SystemExit(f"the ledger has no version {version} of {model}")
    ensure_model(model)
    number = ensure_version(model, version, document)
    ask("POST", "registered-models/alias", name=model, alias=environment, version=number)
    print(f"{environment} of {model} is version {version}, which MLflow calls {number}")


def aliases():
    """What the alias files of the checkout say, as (model, environment, version)."""
    for file in sorted(Path(".pawl/aliases").glob("*.yml")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if found := re.fullmatch(r"([a-z0-9-]+):\s*([0-9]+)\s*(#.*)?", line):
                yield file.stem, found[1], int(found[2])


def is_recorded(model, environment, version):
    moves = [move for move in (ledger(f"models/{model}/registry.json") or {"promotions": []})["promotions"]]
    last = max((move for move in moves if move["environment"] == environment), key=lambda move: move["counter"], default={})
    return last.get("version") == version


def wait_for_ledger(seconds):
    """The App records a move within seconds of the merge; what is not there in time, the next run finds."""
    until = time.monotonic() + seconds
    while True:
        subprocess.run(["git", "fetch", "--quiet", "--depth", "1", "origin", "+pawl:refs/remotes/origin/pawl"], check=True)
        missing = [alias for alias in aliases() if not is_recorded(*alias)]
        if not missing or time.monotonic() > until:
            return [print(f"not recorded yet: {model} {version} in {environment}") for model, environment, version in missing]
        time.sleep(5)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="*", help="models to mirror; all that have an alias file if not given")
    parser.add_argument("--fetch", type=float, metavar="SECONDS", help="fetch the ledger, and wait so long for the App")
    arguments = parser.parse_args()
    if "MLFLOW_TRACKING_URI" not in os.environ:
        raise SystemExit("MLFLOW_TRACKING_URI says where the MLflow server is; it is not set")
    if arguments.fetch is not None:
        wait_for_ledger(arguments.fetch)
    models = arguments.model or [file.stem for file in sorted(Path(".pawl/aliases").glob("*.yml"))]
    for model in models:
        registry = ledger(f"models/{model}/registry.json") if re.fullmatch(r"[a-z0-9-]+", model) else None
        if registry is None:
            raise SystemExit(f"the ledger has no registry of {ascii(model)}: git fetch origin pawl")
        for environment in sorted({move["environment"] for move in registry["promotions"]}):
            move = newest(registry, environment)
            if move is not None:
                mirror(model, environment, move)


if __name__ == "__main__":
    try:
        main()
    except (Refused, urllib.error.URLError) as error:
        raise SystemExit(str(error)) from error
