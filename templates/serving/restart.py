"""Serves another package on this machine: starts its server, asks whether it is well, and only then ends the old one.
Copy this folder to serving/ in your repository; take your own way of restarting where you have one.

    python3 restart.py --package package --state /var/lib/late-flights --port 8080

The package moves to <state>/<digest>, so that the next checkout does not take it away. The new server is tried on a free
port; if it does not answer with its digest, the old one goes on and this exits with 1.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

SERVE = Path(__file__).resolve().with_name("serve.py")


def start(package, port, log):
    # GitHub's runner ends what a job leaves behind by this variable.
    environment = {name: value for name, value in os.environ.items() if name not in ("RUNNER_TRACKING_ID", "GITHUB_TOKEN")}
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, str(SERVE), "--package", str(package), "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            cwd=package,
            start_new_session=True,
        )


def is_well(process, port, seconds, digest):
    """Whether it answers, and not another server that has kept the port."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/version", timeout=5) as response:
                if json.load(response)["digest"] == digest:
                    return True
        except (urllib.error.URLError, OSError, ValueError, LookupError, TypeError):
            pass
        time.sleep(0.2)
    return False


def end(pid, state, seconds=10):
    """Ends a server that this script has started earlier; one that is gone already is fine."""
    if not is_ours(pid, state):
        return
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not is_ours(pid, state):
            return
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)


def is_ours(pid, state):
    """A process number may have been given to somebody else since: only a server of a package in our folder is ever ended.
    Where its script lies says nothing, because every runner has a checkout of its own."""
    command = command_of(pid)
    return SERVE.name in command and f"{state}{os.sep}" in command


def command_of(pid):
    """Empty for a process that has ended, also one that nobody has asked about yet."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    listed = subprocess.run(["ps", "-ww", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return listed.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, required=True, help="folder that the package was unpacked into")
    parser.add_argument("--state", type=Path, required=True, help="folder of this server on this machine")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--wait", type=float, default=60, help="seconds that loading the model may take")
    arguments = parser.parse_args()
    digest = os.environ.get("PAWL_DIGEST", "")
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
        raise SystemExit("PAWL_DIGEST must be the package's digest, sha256:…")
    state = arguments.state.resolve()
    state.mkdir(parents=True, exist_ok=True)
    place = state / digest.removeprefix("sha256:")
    if not place.exists():
        shutil.move(arguments.package, place)
    log, running = state / "server.log", state / "running.json"

    port = free_port()
    trial = start(place, port, log)
    well = is_well(trial, port, arguments.wait, digest)
    trial.terminate()
    trial.wait(timeout=30)
    if not well:
        raise SystemExit(f"the new server did not answer; the old one goes on. {log} says more.")

    old = json.loads(running.read_text()) if running.exists() else {}
    if "pid" in old:
        end(old["pid"], state)
    server = start(place, arguments.port, log)
    running.write_text(json.dumps({"pid": server.pid, "digest": digest, "port": arguments.port}) + "\n")
    if not is_well(server, arguments.port, arguments.wait, digest):
        raise SystemExit(f"the new server does not answer at port {arguments.port}. {log} says more.")
    for other in state.iterdir():
        if other.is_dir() and other.name not in (place.name, str(old.get("digest", "")).removeprefix("sha256:")):
            shutil.rmtree(other, ignore_errors=True)
    print(f"port {arguments.port} serves {digest}")


if __name__ == "__main__":
    main()
