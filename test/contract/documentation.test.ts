import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseProjectConfig } from "../../src/core/config/parse-project-config.ts";
import { gateTable } from "../../tools/gate-table.ts";
import { replaceMarkedPart } from "../../tools/marked-part.ts";
import { metricTable } from "../../tools/metric-table.ts";
import { readerTable } from "../../tools/reader-table.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...["docs", "templates", "actions", "bench"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  ),
].filter((path) => !/node_modules|\/dist\//.test(path));

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Every key that the schema allows, with `*` for a name and for an entry of a list. */
function keysOf(schema: JsonSchema, prefix = ""): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return [path, ...keysOf(value, path)];
  });
  const named =
    typeof schema.additionalProperties === "object" ? keysOf(schema.additionalProperties, `${prefix}.*`) : [];
  const items = schema.items === undefined ? [] : keysOf(schema.items, `${prefix}.*`);
  return [...own, ...named, ...items, ...(schema.anyOf ?? []).flatMap((option) => keysOf(option, prefix))];
}

describe("docs/configuration.md", () => {
  const page = read("docs/configuration.md");

  it("has a row for every key of the schema, and no other", () => {
    const documented = [...page.matchAll(/^\| `([a-z.*-]+)` \| .* \| .* \|$/gm)]
      .map(([, key]) => key ?? "")
      .filter((key) => /^(models|report|promotion)/.test(key));
    expect(documented.toSorted()).toEqual(keysOf(JSON.parse(read("templates/pawl.schema.json"))).toSorted());
  });

  it("shows the catalogue of metrics as it is", () => {
    expect(replaceMarkedPart(page, "metrics", metricTable())).toBe(page);
  });

  it("begins with a configuration that works", () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    expect(parseProjectConfig(example)).toHaveProperty("project");
  });
});

describe("docs/gate.md", () => {
  const page = read("docs/gate.md");

  it("shows every rule and option as it is", () => {
    expect(replaceMarkedPart(page, "rules", gateTable())).toBe(page);
  });

  const examples = [...page.matchAll(/```yaml\n(promotion:[\s\S]*?)```/g)].map(([, example]) => example ?? "");

  it("has examples", () => {
    expect(examples.length).toBeGreaterThan(2);
  });

  it.each(examples)("shows a policy that is valid: %s", (example) => {
    const models = "models:\n  late-flights:\n    paths: [train.py]\n    primary-metric: roc-auc\n";
    expect(parseProjectConfig(models + example)).toHaveProperty("project");
  });
});

describe("README.md", () => {
  it("shows the registry of log readers as it is", () => {
    expect(replaceMarkedPart(read("README.md"), "readers", readerTable({ full: false }))).toBe(read("README.md"));
    const page = read("docs/log-readers.md");
    expect(replaceMarkedPart(page, "readers", readerTable({ full: true }))).toBe(page);
  });

  it("has a row for every action", () => {
    const actions = readdirSync(join(ROOT, "actions"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, "actions", entry.name, "action.yml")))
      .map(({ name }) => `actions/${name}`);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(read("README.md")).toContain(`[\`${action}\`](${action}/README.md)`);
  });
});

/** A link inside code is not a link. */
function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```/g, "").replace(/`[^`\n]*`/g, "code");
}

describe("pages", () => {
  it.each(PAGES)("%s links to files that exist", (path) => {
    const broken = [...withoutCode(read(path)).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target]) => normalize(join(dirname(path), target ?? "")))
      .filter((target) => !target.startsWith("..") && !existsSync(join(ROOT, target)));
    expect(broken).toEqual([]);
  });

  it.each(PAGES)("%s names commands that package.json has", (path) => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"));
    const named = [...read(path).matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name]) => name ?? "");
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe("docs/statistics.md", () => {
  it("names every method that evidence can name", () => {
    const sources = ["src/core/evaluation", "src/engine"].flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((name) => name.endsWith(".ts"))
        .map((name) => read(`${folder}/${name}`)),
    );
    const calls = /(?:estimate|[dD]ifference)\((?:[^;]*?), "([a-z]+(?:-[a-z]+)*)"(?:, [\w.]+)*,?\s*\)/g;
    const methods = new Set(sources.flatMap((text) => [...text.matchAll(calls)].map(([, method]) => method ?? "")));
    expect([...methods]).toEqual(expect.arrayContaining(["wilson", "delong", "paired-t", "jackknife"]));
    for (const method of methods) expect(read("docs/statistics.md")).toContain(`\`${method}\``);
  });
});

describe("docs/security.md", () => {
  const claims = [...read("docs/security.md").matchAll(/\[`(test\/[^`]+\.test\.ts)`\]\([^)]+\)(?::? "([^"]+)")?/g)];

  it("names a test for every attack", () => {
    expect(claims.length).toBeGreaterThan(10);
  });

  it.each(claims.map(([, path, title]) => [path ?? "", title ?? ""]))("%s has: %s", (path, title) => {
    expect(statSync(join(ROOT, path)).isFile()).toBe(true);
    expect(read(path)).toContain(title);
  });
});
