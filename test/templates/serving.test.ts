import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { requireProgram } from "../support/require-program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SERVING = fileURLToPath(new URL("../../templates/serving/", import.meta.url));
const hasPython = requireProgram("python3", "install Python 3.10 or newer");

// A model in plain Python: weights in JSON, a module beside it, a row that it cannot take, and one that it chokes on.
const PACKAGE = {
  "model.json": '{"late_after": 15}',
  "rules.py": "def is_late(delay, limit):\n    return delay > limit\n",
  "predict.py": `import json
from rules import is_late

def load(folder):
    return json.loads((folder / "model.json").read_text())

def predict(model, rows):
    if any(row.get("delay") == "choke" for row in rows):
        raise RuntimeError("secret detail")
    return [{"late": is_late(float(row["delay"]), model["late_after"])} for row in rows]
`,
};

function packageFolder(files: Readonly<Record<string, string>> = PACKAGE): string {
  const folder = join(temporaryFolder(), "package");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const about = { PAWL_MODEL: "late-flights", PAWL_VERSION: "8", PAWL_DIGEST: `sha256:${"a".repeat(64)}` };

async function startServer(
  folder: string,
): Promise<{ readonly url: string; readonly server: ChildProcess; readonly log: () => string }> {
  const server = spawn("python3", [join(SERVING, "serve.py"), "--package", folder, "--port", "0"], {
    env: { PATH: process.env["PATH"], PYTHONDONTWRITEBYTECODE: "1", ...about },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void server.kill("SIGKILL"));
  let log = "";
  server.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const line = await new Promise<string>((resolve, reject) => {
    server.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    server.once("exit", () => reject(new Error(log)));
  });
  return { url: /http:\S+/.exec(line)?.[0] ?? "", server, log: () => log };
}

const post = (url: string, body: string) =>
  fetch(`${url}/predict`, { method: "POST", body, headers: { "content-type": "application/json" } });

async function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, serving = SERVING) {
  const options = {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], PYTHONDONTWRITEBYTECODE: "1", ...env },
  };
  return promisify(execFile)("python3", [join(serving, script), ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => ({
      code: Number(Object(error).code),
      stdout: String(Object(error).stdout),
      stderr: String(Object(error).stderr),
    }),
  );
}

describe.skipIf(!hasPython)("the prediction server", () => {
  it("predicts, says which version it is, and ends when it is asked to", async () => {
    const { url, server } = await startServer(packageFolder());
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const said = { model: "late-flights", version: "8", digest: about.PAWL_DIGEST };
    expect(await (await fetch(`${url}/version`)).json()).toEqual(said);
    const answer = await post(url, JSON.stringify({ rows: [{ delay: 20 }, { delay: "3" }] }));
    expect(await answer.json()).toEqual({ predictions: [{ late: true }, { late: false }], ...said });
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it.each`
    what                        | body                                                                     | status | said
    ${"no JSON"}                | ${"{"}                                                                   | ${400} | ${"is not JSON"}
    ${"a tower of brackets"}    | ${"[".repeat(100_000)}                                                   | ${400} | ${"is not JSON"}
    ${"no rows"}                | ${"{}"}                                                                  | ${400} | ${"the body must be"}
    ${"rows that are no list"}  | ${'{"rows": {"a": 1}}'}                                                  | ${400} | ${"the body must be"}
    ${"rows that are numbers"}  | ${'{"rows": [1]}'}                                                       | ${400} | ${"a list of objects"}
    ${"a row without a column"} | ${'{"rows": [{}]}'}                                                      | ${400} | ${"KeyError"}
    ${"a row of another kind"}  | ${'{"rows": [{"delay": "soon"}]}'}                                       | ${400} | ${"ValueError"}
    ${"too many rows"}          | ${JSON.stringify({ rows: Array.from({ length: 100_001 }, () => ({})) })} | ${400} | ${"100000 rows"}
    ${"a model that fails"}     | ${'{"rows": [{"delay": "choke"}]}'}                                      | ${500} | ${"the model failed"}
  `("refuses $what and goes on", async ({ body, status, said }: { body: string; status: number; said: string }) => {
    const { url, log } = await startServer(packageFolder());
    const answer = await post(url, body);
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(text).toContain(said);
    expect(text).not.toContain("secret detail");
    if (status === 500) await expect.poll(log).toContain("secret detail");
    expect((await post(url, '{"rows": [{"delay": 1}]}')).status).toBe(200);
  });

  it("reads no body larger than 16 MiB, and none without a length", async () => {
    const { url } = await startServer(packageFolder());
    const { port } = new URL(url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write("POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n");
      });
      socket.once("data", (chunk) => resolve(chunk.toString()));
    });
    expect(answer).toMatch(/^HTTP\/1.1 400/);
    const chunked = await new Promise<number>((resolve) => {
      const request = httpRequest(`${url}/predict`, { method: "POST" }, (response) =>
        resolve(response.statusCode ?? 0),
      );
      request.on("error", () => undefined);
      request.write("{}");
      request.end();
    });
    expect(chunked).toBe(400);
    expect((await fetch(`${url}/../../etc/passwd`)).status).toBe(404);
  });

  it.each`
    what                         | files                                         | said
    ${"no predict.py"}           | ${{}}                                         | ${"predict.py is not there"}
    ${"a predict.py without it"} | ${{ "predict.py": "def load(folder): pass" }} | ${"has no function predict"}
  `("does not start with $what", async ({ files, said }: { files: Record<string, string>; said: string }) => {
    await expect(startServer(packageFolder(files))).rejects.toThrow(said);
  });
});

describe.skipIf(!hasPython)("the batch job", () => {
  async function batch(name: string, rows: string, output = "out.csv", files = PACKAGE) {
    const folder = temporaryFolder();
    writeFileSync(join(folder, name), rows);
    const args = ["--package", packageFolder(files), "--input", join(folder, name), "--output", join(folder, output)];
    const ended = await run("batch.py", args, about);
    const path = join(folder, output);
    return {
      ...ended,
      written: existsSync(path) ? readFileSync(path, "utf8").replaceAll("\r", "") : undefined,
      part: existsSync(`${path}.part`),
    };
  }

  it.each`
    name            | rows                                 | output         | written
    ${"rows.csv"}   | ${'delay,note\n20,"a, b"\n3,c\n'}    | ${"out.csv"}   | ${'delay,note,late,model_version\n20,"a, b",True,8\n3,c,False,8\n'}
    ${"rows.jsonl"} | ${'{"delay": 20}\n\n{"delay": 3}\n'} | ${"out.jsonl"} | ${'{"delay": 20, "late": true, "model_version": "8"}\n{"delay": 3, "late": false, "model_version": "8"}\n'}
    ${"rows.csv"}   | ${"delay\n"}                         | ${"out.csv"}   | ${""}
  `("writes a prediction for each row of $name to $output", async ({ name, rows, output, written }) => {
    const ended = await batch(name, rows, output);
    expect(ended).toMatchObject({ code: 0, written });
  });

  it("predicts more rows than are held at once", async () => {
    const rows = Array.from({ length: 25_000 }, (_, index) => String(index % 30)).join("\n");
    const { code, written, stderr } = await batch("rows.csv", `delay\n${rows}\n`);
    expect(code).toBe(0);
    expect(stderr).toContain("25000 rows predicted");
    expect(written?.trimEnd().split("\n")).toHaveLength(25_001);
  });

  it.each`
    what                    | name            | rows                   | said
    ${"a row that is torn"} | ${"rows.csv"}   | ${"delay,b\n1,2\n3\n"} | ${"row 2 has another number of fields"}
    ${"a line of no JSON"}  | ${"rows.jsonl"} | ${'{"delay": 1}\nx\n'} | ${":2 is not JSON"}
    ${"a row of a list"}    | ${"rows.jsonl"} | ${"[1]\n"}             | ${":1 is not an object"}
    ${"a missing column"}   | ${"rows.csv"}   | ${"a\n1\n"}            | ${"KeyError"}
    ${"a file of no kind"}  | ${"rows.txt"}   | ${"delay\n1\n"}        | ${"must end in .csv or .jsonl"}
  `("leaves nothing behind where there is $what", async ({ name, rows, said }) => {
    const { code, stderr, written, part } = await batch(name, rows);
    expect(code).toBe(1);
    expect(stderr).toContain(said);
    expect({ written, part }).toEqual({ written: undefined, part: false });
  });
});

describe.skipIf(!hasPython)("telling GitHub about a deployment", () => {
  async function github(deployments: readonly object[]) {
    const told: unknown[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        if (request.method === "POST") told.push({ url: request.url, ...JSON.parse(body) });
        response.end(JSON.stringify(request.method === "POST" ? {} : deployments));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const url = `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
    return {
      told,
      env: { GITHUB_API_URL: url, GITHUB_REPOSITORY: "acme/demo", GITHUB_TOKEN: "t", GITHUB_RUN_ID: "9" },
    };
  }

  it("finds the deployment of the key, whether its payload comes as an object or as text", async () => {
    const payload = { "pawl-key": "late-flights/production/4" };
    for (const given of [payload, JSON.stringify(payload)]) {
      const { told, env } = await github([
        { id: 1, payload: {} },
        { id: 2, payload: "no" },
        { id: 7, payload: given },
      ]);
      const ended = await run("deployment.py", ["success", "https://flights.example.com"], {
        ...env,
        PAWL_KEY: payload["pawl-key"],
      });
      expect(ended).toMatchObject({ code: 0, stdout: "deployment 7 is success\n" });
      expect(told).toEqual([
        {
          url: "/repos/acme/demo/deployments/7/statuses",
          state: "success",
          log_url: "https://github.com/acme/demo/actions/runs/9",
          environment_url: "https://flights.example.com",
        },
      ]);
    }
  });

  it("fails where there is none, and tells nobody where nobody asked", async () => {
    const { told, env } = await github([]);
    expect(await run("deployment.py", ["success"], { ...env, PAWL_KEY: "a/b/1" })).toMatchObject({ code: 1 });
    expect(await run("deployment.py", ["success"], env)).toMatchObject({ code: 0 });
    expect(await run("deployment.py", ["fine"], env)).toMatchObject({ code: 1 });
    expect(told).toEqual([]);
  });
});

describe.skipIf(!hasPython || !existsSync("/proc"))("restarting a server", () => {
  const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

  async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    return typeof address === "object" ? (address?.port ?? 0) : 0;
  }

  /** One that has ended and that nobody has asked about has no command line. */
  function isServing(pid: number): boolean {
    try {
      return readFileSync(`/proc/${String(pid)}/cmdline`, "utf8") !== "";
    } catch {
      return false;
    }
  }

  it("serves the new package, goes back to the old one, and keeps the old one where the new one does not start", async () => {
    const state = join(temporaryFolder(), "state");
    const port = await freePort();
    const restart = (version: string, folder: string) =>
      run("restart.py", ["--package", folder, "--state", state, "--port", String(port), "--wait", "20"], {
        PAWL_VERSION: version,
        PAWL_DIGEST: digestOf(version),
      });
    onTestFinished(() => {
      const { pid } = JSON.parse(readFileSync(join(state, "running.json"), "utf8"));
      process.kill(pid, "SIGKILL");
    });
    const serving = async (): Promise<unknown> =>
      Object(await (await fetch(`http://127.0.0.1:${String(port)}/version`)).json()).version;
    expect(await restart("7", packageFolder())).toMatchObject({ code: 0 });
    expect(await serving()).toBe("7");
    expect(await restart("8", packageFolder())).toMatchObject({ code: 0 });
    expect(await serving()).toBe("8");
    const broken = await restart("9", packageFolder({ "predict.py": "raise SystemExit('no')" }));
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain("the old one goes on");
    expect(await serving()).toBe("8");
    // Its folder is there still, so a rollback needs no registry.
    expect(await restart("7", packageFolder())).toMatchObject({ code: 0 });
    expect(await serving()).toBe("7");
  }, 120_000);

  it("ends the server that a deployment from another checkout has started, and never takes its answer for the new one's", async () => {
    const state = join(temporaryFolder(), "state");
    const port = await freePort();
    const restart = async (version: string) => {
      // Every runner has a checkout of its own.
      const checkout = join(temporaryFolder(), "serving");
      cpSync(SERVING, checkout, { recursive: true });
      const args = ["--package", packageFolder(), "--state", state, "--port", String(port), "--wait", "20"];
      return run("restart.py", args, { PAWL_VERSION: version, PAWL_DIGEST: digestOf(version) }, checkout);
    };
    const pidOf = () => Number(JSON.parse(readFileSync(join(state, "running.json"), "utf8")).pid);
    expect(await restart("7")).toMatchObject({ code: 0 });
    const first = pidOf();
    onTestFinished(() => {
      for (const pid of [first, pidOf()]) if (isServing(pid)) process.kill(pid, "SIGKILL");
    });
    expect(await restart("8")).toMatchObject({ code: 0 });
    const response = await fetch(`http://127.0.0.1:${String(port)}/version`);
    expect(await response.json()).toMatchObject({ version: "8", digest: digestOf("8") });
    expect(isServing(first)).toBe(false);
  }, 120_000);
});
