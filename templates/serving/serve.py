"""A small prediction server. Copy this folder to serving/ in your repository.

    python3 serve.py --package package --port 8080

    GET  /healthz   200 as soon as the model is loaded
    GET  /version   which version this is: {"model", "version", "digest"}
    POST /predict   {"rows": [{…}, …]}  →  {"predictions": [ … ], "version", "digest"}

It takes one model, serves many requests at once, and ends cleanly on SIGTERM. Put whatever terminates TLS and asks for
credentials in front of it.
"""

import argparse
import json
import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from model_package import BadRows, ModelPackage

MAX_BODY = 16 * 1024 * 1024
MAX_ROWS = 100_000
# Somebody who sends slowly must not hold a thread for ever.
TIMEOUT_SECONDS = 30


def make_handler(package, about, lock):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "pawl-serving"
        sys_version = ""
        timeout = TIMEOUT_SECONDS

        def do_GET(self):
            if self.path == "/healthz":
                self.answer(200, {"status": "ok"})
            elif self.path == "/version":
                self.answer(200, about)
            else:
                self.answer(404, {"error": "there are /healthz, /version and /predict"})

        def do_POST(self):
            if self.path != "/predict":
                self.close_connection = True
                return self.answer(404, {"error": "predictions are at /predict"})
            try:
                rows = self.read_rows()
                with lock:
                    predictions = package.predict(rows)
                self.answer(200, {"predictions": predictions, **about})
            except BadRows as error:
                self.answer(400, {"error": str(error)[:1000]})
            except Exception as error:  # the model's own fault: told in the log, not to strangers
                self.log_error("%s", repr(error)[:1000])
                self.answer(500, {"error": "the model failed; the server's log says more"})

        def read_rows(self):
            length = self.headers.get("Content-Length", "")
            if not length.isdigit():
                self.close_connection = True
                raise BadRows("Content-Length is missing")
            if int(length) > MAX_BODY:
                self.close_connection = True
                raise BadRows(f"a request may have {MAX_BODY} bytes")
            try:
                body = json.loads(self.rfile.read(int(length)))
            except (ValueError, RecursionError) as error:
                raise BadRows("the body is not JSON") from error
            rows = body.get("rows") if isinstance(body, dict) else None
            if not isinstance(rows, list):
                raise BadRows('the body must be {"rows": [{…}, …]}')
            if len(rows) > MAX_ROWS:
                raise BadRows(f"a request may have {MAX_ROWS} rows")
            return rows

        def answer(self, status, document):
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format, *arguments):
            # Addresses and rows are nobody's business; what was asked, and how it ended, is.
            sys.stderr.write("%s\n" % ascii(format % arguments)[1:-1])

    return Handler


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", default=os.environ.get("PAWL_PACKAGE", "package"), help="folder of the package")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets other machines ask")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8080")), help="0 takes a free one")
    arguments = parser.parse_args()
    about = {
        "model": os.environ.get("PAWL_MODEL", ""),
        "version": os.environ.get("PAWL_VERSION", ""),
        "digest": os.environ.get("PAWL_DIGEST", ""),
    }
    package = ModelPackage(arguments.package)
    # Most models are not made to be asked by several threads at once. If yours is, take a lock that does nothing.
    server = ThreadingHTTPServer((arguments.host, arguments.port), make_handler(package, about, threading.Lock()))
    server.daemon_threads = True
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
    host, port = server.server_address[:2]
    print(f"serving {about['model'] or package.folder} at http://{host}:{port}", flush=True)
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main()
