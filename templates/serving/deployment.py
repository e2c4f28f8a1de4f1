"""Tells GitHub how far a deployment is, so that Pawl's report and history know. Copy this folder to serving/.

    PAWL_KEY=late-flights/production/4 python3 deployment.py in_progress
    PAWL_KEY=late-flights/production/4 python3 deployment.py success https://flights.example.com

The deployment is the one that Pawl's App made: its payload carries the key. Without a key there is nothing to tell. Needs
GITHUB_TOKEN with `deployments: write`.
"""

import json
import os
import sys
import urllib.error
import urllib.request

STATES = ("queued", "in_progress", "success", "failure", "error", "inactive")


def ask(path, document=None):
    request = urllib.request.Request(
        f"{os.environ.get('GITHUB_API_URL', 'https://api.github.com')}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}",
        data=None if document is None else json.dumps(document).encode(),
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Content-Type": "application/json",
            "User-Agent": "pawl-serving",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def find(key):
    """The newest deployment of this key; its payload comes as an object or as text."""
    for page in range(1, 6):
        deployments = ask(f"deployments?per_page=100&page={page}")
        for deployment in deployments:
            payload = deployment.get("payload")
            if isinstance(payload, str):
                try:
                    payload = json.loads(payload)
                except ValueError:
                    continue
            if isinstance(payload, dict) and payload.get("pawl-key") == key:
                return deployment["id"]
        if len(deployments) < 100:
            return None
    return None


def main():
    state, *address = sys.argv[1:] or [""]
    if state not in STATES or len(address) > 1:
        raise SystemExit(f"usage: deployment.py {'|'.join(STATES)} [address]")
    key = os.environ.get("PAWL_KEY", "")
    if key == "":
        return print("No PAWL_KEY: this deployment was not asked for by Pawl, nobody is told.")
    try:
        number = find(key)
        if number is None:
            raise SystemExit(f"GitHub has no deployment for {ascii(key)}")
        server, repository = os.environ.get("GITHUB_SERVER_URL", "https://github.com"), os.environ["GITHUB_REPOSITORY"]
        document = {"state": state, "log_url": f"{server}/{repository}/actions/runs/{os.environ.get('GITHUB_RUN_ID', '')}"}
        if address:
            document["environment_url"] = address[0]
        ask(f"deployments/{number}/statuses", document)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"GitHub answered {error.code}: does the job have deployments: write?") from error
    print(f"deployment {number} is {state}")


if __name__ == "__main__":
    main()
