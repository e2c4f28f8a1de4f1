"""Mirrors a promotion to the model registry of an MLflow server. Copy this folder to mlflow/ in your repository.

    python3 mirror.py late-flights#production#4

Reads the promotion from the ledger (git fetch origin pawl) and makes MLflow say the same: a registered model, a version of
it for the version of Pawl, and the environment's name as alias. Safe to repeat; a move that a later one has overtaken
changes nothing. Needs MLFLOW_TRACKING_URI, and MLFLOW_TRACKING_TOKEN or MLFLOW_TRACKING_USERNAME and _PASSWORD where the
server asks for them. Nothing but the standard library is imported.
"""

import base64
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

TAG = re.compile(r"(?P<model>[a-z0-9-]+)#(?P<environment>[a-z0-9-]+)!?#(?P<counter>[1-9][0-9]*)")
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


def main():
    if len(sys.argv) != 2 or (tag := TAG.fullmatch(sys.argv[1])) is None:
        raise SystemExit("usage: mirror.py <model>#<environment>#<number>")
    if "MLFLOW_TRACKING_URI" not in os.environ:
        raise SystemExit("MLFLOW_TRACKING_URI says where the MLflow server is; it is not set")
    model, environment, counter = tag["model"], tag["environment"], int(tag["counter"])
    registry = ledger(f"models/{model}/registry.json")
    if registry is None:
        raise SystemExit(f"the ledger has no registry of {model}: git fetch origin pawl")
    moves = [move for move in registry["promotions"] if move["environment"] == environment]
    move = next((move for move in moves if move["counter"] == counter), None)
    if move is None:
        raise SystemExit(f"the ledger has no promotion {sys.argv[1]}")
    if move["standing"] == "unverified":
        raise SystemExit(f"{sys.argv[1]} has no verdict and nobody has confirmed it: it is not mirrored")
    later = [other for other in moves if other["counter"] > counter and other["standing"] != "unverified"]
    if later:
        return print(f"{environment} has moved again since: nothing to do")
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


if __name__ == "__main__":
    try:
        main()
    except (Refused, urllib.error.URLError) as error:
        raise SystemExit(str(error)) from error
