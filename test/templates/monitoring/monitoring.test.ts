import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { freePort } from "../../../sandbox/free-port.ts";
import { waitFor } from "../../../sandbox/wait-for.ts";
import { requireProgram } from "../../support/require-program.ts";
import { FULL_METRICS } from "./prometheus-metrics.ts";

const INSTALL = "install it: apt-get install prometheus";
const hasPromtool = requireProgram("promtool", INSTALL);
const hasPrometheus = requireProgram("prometheus", INSTALL);
const TEMPLATES = join(import.meta.dirname, "../../../templates/monitoring");
const ALERTS = join(TEMPLATES, "alerts.yml");

/** Every metric that the action writes. */
const WRITTEN = new Set([...FULL_METRICS.matchAll(/^# TYPE (\w+) gauge$/gm)].map(([, name = ""]) => name));
const metricsOf = (expression: string) => expression.match(/\bpawl_\w+/g) ?? [];

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.looseObject({ alert: z.string(), expr: z.string(), annotations: z.record(z.string(), z.string()) }),
      ),
    }),
  ),
});
const RULES = Rules.parse(parse(readFileSync(ALERTS, "utf8"))).groups.flatMap(({ rules }) => rules);

const Dashboard = z.looseObject({
  schemaVersion: z.number(),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), definition: z.string().optional() })) }),
  panels: z.array(
    z.looseObject({
      id: z.number(),
      type: z.enum(["stat", "timeseries"]),
      title: z.string().min(1),
      description: z.string().min(1),
      gridPos: z.object({ h: z.number(), w: z.number(), x: z.number(), y: z.number() }),
      targets: z.array(z.looseObject({ expr: z.string(), refId: z.string() })).min(1),
    }),
  ),
});
const DASHBOARD = Dashboard.parse(JSON.parse(readFileSync(join(TEMPLATES, "grafana-dashboard.json"), "utf8")));
const EXPRESSIONS = DASHBOARD.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr, refId }) => ({ title: `${title} ${refId}`, expr })),
);

describe("the alert rules", () => {
  it("ask only for what the action writes", () => {
    expect(RULES.length).toBeGreaterThan(4);
    for (const { expr } of RULES) {
      expect(metricsOf(expr).length).toBeGreaterThan(0);
      for (const metric of metricsOf(expr)) expect(WRITTEN).toContain(metric);
    }
  });

  it.skipIf(!hasPromtool)("are rules for Prometheus", () => {
    const { status, stdout, stderr } = spawnSync("promtool", ["check", "rules", ALERTS], { encoding: "utf8" });
    expect([status, stdout]).toEqual([0, expect.stringContaining(`SUCCESS: ${String(RULES.length)} rules found`)]);
    expect(stderr).toBe("");
  });

  it.skipIf(!hasPromtool)("fire when they shall, and not before", () => {
    const file = join(import.meta.dirname, "alerts.test.yml");
    const { status, stdout, stderr } = spawnSync("promtool", ["test", "rules", file], { encoding: "utf8" });
    expect(`${stdout}${stderr}`).toContain("SUCCESS");
    expect(status).toBe(0);
    const tested = new Set([...readFileSync(file, "utf8").matchAll(/alertname: (\w+)/g)].map(([, name]) => name));
    expect(RULES.map(({ alert }) => alert).filter((alert) => !tested.has(alert))).toEqual([]);
  });
});

describe("the dashboard", () => {
  it("asks only for what the action writes, and for every metric of it", () => {
    const asked = new Set(EXPRESSIONS.flatMap(({ expr }) => metricsOf(expr)));
    for (const metric of asked) expect(WRITTEN).toContain(metric);
    // Until when a window lasts is shown; when it began is for whoever computes with it.
    const shown = [...WRITTEN].filter((metric) => metric !== "pawl_drift_window_start_timestamp_seconds");
    expect([...asked].sort()).toEqual(shown.sort());
  });

  it("asks with variables that it has", () => {
    const names = DASHBOARD.templating.list.map(({ name }) => name);
    const used = JSON.stringify(DASHBOARD.panels).match(/\$\{?(\w+)\}?/g) ?? [];
    expect(used.length).toBeGreaterThan(0);
    for (const variable of used) expect(names).toContain(variable.replace(/\W/g, ""));
    for (const { definition = "" } of DASHBOARD.templating.list) {
      for (const metric of metricsOf(definition)) expect(WRITTEN).toContain(metric);
    }
  });

  it("has panels that do not lie on each other, in Grafana's grid of 24 columns", () => {
    expect(DASHBOARD.schemaVersion).toBe(42);
    expect(new Set(DASHBOARD.panels.map(({ id }) => id)).size).toBe(DASHBOARD.panels.length);
    const cells = DASHBOARD.panels.flatMap(({ gridPos: { h, w, x, y } }) =>
      Array.from({ length: h * w }, (_, index) => [x + (index % w), y + Math.floor(index / w)] as const),
    );
    expect(cells.every(([x]) => x < 24)).toBe(true);
    expect(new Set(cells.map(String)).size).toBe(cells.length);
  });
});

const Answer = z.object({ status: z.literal("success"), data: z.object({ result: z.array(z.unknown()) }) });
const RuleAnswer = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        file: z.string(),
        rules: z.array(z.looseObject({ name: z.string(), health: z.string(), state: z.string() })),
      }),
    ),
  }),
});

describe.skipIf(!hasPrometheus)("a real Prometheus", () => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-prometheus-"));
  let metrics: Server;
  let server: ChildProcess;
  let address = "";
  const ask = async (path: string): Promise<unknown> => (await fetch(`${address}${path}`)).json();
  const query = async (expression: string) =>
    Answer.parse(await ask(`/api/v1/query?query=${encodeURIComponent(expression)}`)).data.result;
  const rules = async () => RuleAnswer.parse(await ask("/api/v1/rules")).data.groups.flatMap((group) => group.rules);

  beforeAll(async () => {
    // As the textfile collector or a Pushgateway would hand the action's file over.
    metrics = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(FULL_METRICS);
    });
    const port = await freePort();
    await new Promise<void>((resolve) => metrics.listen(port, "127.0.0.1", resolve));
    const config = join(folder, "prometheus.yml");
    writeFileSync(
      config,
      JSON.stringify({
        global: { scrape_interval: "1s", evaluation_interval: "1s" },
        rule_files: [ALERTS],
        scrape_configs: [{ job_name: "pawl", static_configs: [{ targets: [`127.0.0.1:${String(port)}`] }] }],
      }),
    );
    const listen = `127.0.0.1:${String(await freePort())}`;
    address = `http://${listen}`;
    const options = [`--config.file=${config}`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=${listen}`];
    server = spawn("prometheus", options, { stdio: "ignore" });
    const judged = async () => {
      const loaded = await rules().catch(() => []);
      return loaded.some(({ state }) => state === "firing") ? loaded : undefined;
    };
    await waitFor({ what: "Prometheus to judge what it read", look: judged, seconds: 60 });
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    metrics.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("loads the rules, and they fire on what the action wrote", async () => {
    const loaded = await rules();
    expect(loaded.map(({ name }) => name)).toEqual(RULES.map(({ alert }) => alert));
    expect(loaded.map(({ health }) => health)).toEqual(RULES.map(() => "ok"));
    const firing = loaded.filter(({ state }) => state === "firing").map(({ name }) => name);
    expect(firing).toEqual(expect.arrayContaining(["PawlDriftFound", "PawlPerformanceDrop", "PawlConceptDrift"]));
    expect(firing).not.toContain("PawlDriftCheckFailed");
  });

  it.each(EXPRESSIONS)("answers the panel: $title", async ({ expr }) => {
    const filled = expr.replace(/\$(model|dataset|metric)\b/g, ".*");
    expect(filled).not.toContain("$");
    expect(await query(filled)).not.toEqual([]);
  });

  it("has what the action wrote, number for number", async () => {
    const [found] = await query('pawl_drift_effect{column="delay"}');
    expect(found).toMatchObject({
      metric: { model: "late-flights", dataset: "flights", aspect: "distribution" },
      value: [expect.any(Number), "0.4"],
    });
  });
});
