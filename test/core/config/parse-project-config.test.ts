import { describe, expect, it } from "vitest";
import { formatConfigIssue } from "../../../src/core/config/config-issue.ts";
import { CONFIG_FILE, parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";

const SHORTEST = "models:\n  late-flights:\n    paths: [src/**]\n    primary-metric: roc-auc\n";

/** A dataset of which the configuration says nothing more than where it is. */
const DATASET = {
  contract: undefined,
  workflow: "train-churn.yaml",
  label: undefined,
  id: [],
  time: undefined,
  showCategories: [],
  checks: {},
};

/** The mistakes as a person reads them, after `line:column`. */
function mistakes(source: string | Uint8Array): string[] {
  const parsed = parseProjectConfig(source);
  if (!("issues" in parsed)) throw new Error("the configuration is valid");
  return parsed.issues.map(
    (issue) =>
      `${String(issue.line)}:${String(issue.column)} ${formatConfigIssue(issue, "f").replace(/^f is not valid: line \d+, /, "")}`,
  );
}

function project(source: string) {
  const parsed = parseProjectConfig(source);
  if ("issues" in parsed)
    throw new Error(parsed.issues.map((issue) => formatConfigIssue(issue, CONFIG_FILE)).join("\n"));
  return parsed.project;
}

/** A model with these further lines. */
function model(...lines: string[]): string {
  return `${SHORTEST}${lines.map((line) => `    ${line}\n`).join("")}`;
}

describe("a valid configuration", () => {
  it("needs a name, paths and a primary metric; the rest has defaults", () => {
    expect(project(SHORTEST)).toEqual({
      models: [
        {
          name: "late-flights",
          paths: ["src/**"],
          workflow: "train.yml",
          primaryMetric: { name: "roc-auc", direction: "higher", margin: 0 },
          metrics: [],
          slices: [],
          data: [],
          evaluationPaths: [],
          evaluationData: [],
          environments: [],
        },
      ],
      staleAfterDays: 14,
    });
  });

  it("can say everything", () => {
    const text = `models:
  churn:
    paths: [churn/, "!churn/**/*.md"]
    workflow: train-churn.yaml
    primary-metric: { name: uplift, direction: higher, margin: 0.5 }
    metrics: [logloss, { name: latency, direction: lower }]
    slices: [country]
    data: [{ path: data/churn.dvc }, { name: places, path: data/places }]
    evaluation: { paths: [evaluate.py], data: [data/test.csv] }
report:
  stale-after-days: 30
`;
    expect(project(text)).toEqual({
      models: [
        {
          name: "churn",
          paths: ["churn/", "!churn/**/*.md"],
          workflow: "train-churn.yaml",
          primaryMetric: { name: "uplift", direction: "higher", margin: 0.5 },
          metrics: [
            { name: "log-loss", direction: "lower", margin: 0 },
            { name: "latency", direction: "lower", margin: 0 },
          ],
          slices: ["country"],
          data: [
            { ...DATASET, name: "data/churn.dvc", key: undefined, path: "data/churn.dvc" },
            { ...DATASET, name: "places", key: "places", path: "data/places" },
          ],
          evaluationPaths: ["evaluate.py"],
          evaluationData: ["data/test.csv"],
          environments: [],
        },
      ],
      staleAfterDays: 30,
    });
  });

  it("may repeat a value by an alias", () => {
    const { models } = project("models:\n  a: &a\n    paths: [x]\n    primary-metric: f1\n  b: *a\n");
    expect(models.map(({ name, paths }) => [name, paths])).toEqual([
      ["a", ["x"]],
      ["b", ["x"]],
    ]);
  });

  it("may have a hundred models, a byte order mark and Windows line ends", () => {
    const many = Array.from(
      { length: 100 },
      (_, index) => `  m${String(index)}:\n    paths: [p/${String(index)}/**]\n    primary-metric: f1\n`,
    );
    expect(project(`\uFEFFmodels:\n${many.join("")}`.replaceAll("\n", "\r\n")).models).toHaveLength(100);
  });

  it("keeps the names of metrics that only a training log has", () => {
    expect(project(model("metrics: [train-loss, val-loss]")).models[0]?.metrics.map(({ name }) => name)).toEqual([
      "train-loss",
      "val-loss",
    ]);
  });
});

describe("a mistake is named with its line, key and way out", () => {
  it.each([
    [
      "a misspelled key, once",
      SHORTEST.replace("primary", "primay"),
      ["4:5 models.late-flights.primay-metric is not a key. Did you mean primary-metric?"],
    ],
    [
      "an unknown key",
      model("colour: red"),
      [expect.stringMatching(/^5:5 models\.late-flights\.colour is not a key\. Known keys here: paths, workflow/)],
    ],
    ["an unknown key at the top", `${SHORTEST}reprot: {}\n`, ["5:1 reprot is not a key. Did you mean report?"]],
    [
      "an unknown key of a metric",
      model("metrics: [{ name: f1, directon: lower }]"),
      ["5:27 models.late-flights.metrics[0].directon is not a key. Did you mean direction?"],
    ],
    ["a missing key, at its parent", "models:\n  a:\n    paths: [x]\n", ["2:3 models.a.primary-metric is missing."]],
    [
      "text for a list",
      SHORTEST.replace("[src/**]", "src/**"),
      ['3:12 models.late-flights.paths must be a list, but is the text "src/**". Write ["src/**"].'],
    ],
    [
      "an empty list",
      SHORTEST.replace("[src/**]", "[]"),
      ["3:12 models.late-flights.paths must not be an empty list."],
    ],
    ["a key without a value", model("slices:"), ["5:5 models.late-flights.slices has no value; it must be a list."]],
    [
      "a number for a metric",
      SHORTEST.replace("roc-auc", "3"),
      [
        "4:21 models.late-flights.primary-metric must be the name of a metric, or a mapping with name, direction and margin, but is 3.",
      ],
    ],
    [
      "a negative margin",
      model("metrics: [{ name: f1, margin: -1 }]"),
      ["5:35 models.late-flights.metrics[0].margin must be at least 0, but is -1."],
    ],
    [
      "an infinite margin",
      model("metrics: [{ name: f1, margin: .inf }]"),
      ["5:35 models.late-flights.metrics[0].margin must be a number, but is Infinity."],
    ],
    [
      "another direction",
      model("metrics: [{ name: x, direction: up }]"),
      ['5:37 models.late-flights.metrics[0].direction must be higher or lower, but is the text "up".'],
    ],
    [
      "a metric of unknown direction",
      SHORTEST.replace("roc-auc", "gini"),
      [
        expect.stringMatching(
          /^4:21 .* names the metric "gini", of which it is not known .*Say which way is better: \{ name: gini, direction: higher \}\.$/,
        ),
      ],
    ],
    [
      "a metric twice, by another name",
      model("metrics: [auc]"),
      ['5:15 models.late-flights.metrics[0] names the metric "auc" a second time (as "roc-auc"). Name it once.'],
    ],
    [
      "a slice twice",
      model("slices: [a, a]"),
      ['5:17 models.late-flights.slices[1] names the slice "a" a second time. Name it once.'],
    ],
    [
      "a data set twice",
      model("data: [{ path: a }, { name: a, path: b }]"),
      ['5:25 models.late-flights.data[1] names the data set "a" a second time. Name it once.'],
    ],
    [
      "a workflow with a folder",
      model("workflow: .github/workflows/train.yml"),
      [expect.stringContaining("Write it without a folder, like train.yml.")],
    ],
    [
      "a model name",
      SHORTEST.replace("late-flights", "Late_Flights"),
      ["2:3 models.Late_Flights must be lower-case letters, digits and inner hyphens, like late-flights."],
    ],
    ["no model", "models: {}\n", ["1:1 models names no model. Add one entry for each model."]],
    [
      "half a day",
      `${SHORTEST}report: { stale-after-days: 1.5 }\n`,
      ["5:29 report.stale-after-days must be a whole number, but is 1.5."],
    ],
  ])("%s", (_, source, expected) => {
    expect(mistakes(source)).toEqual(expected);
  });

  it.each([
    ["/src/**", "Write src/**."],
    ["./src", "Write src."],
    ["../other", "Paths begin at the root of the repository."],
    ["src\\\\x", "Write folders with /."],
    ["src//x", "Write one / between folders."],
    ["!src/**", "Put what is selected before what is taken out again."],
  ])("a glob that can match nothing: %s", (glob, hint) => {
    expect(mistakes(SHORTEST.replace("[src/**]", `["${glob}"]`))).toEqual([expect.stringContaining(hint)]);
  });
});

describe("a file that is not a configuration", () => {
  it.each([
    ["empty", "", "1:1 the file is empty."],
    ["only comments", "# nothing\n", "1:1 the file is empty."],
    ["a number", "3", "1:1 the file must be a mapping of keys, but is 3."],
    ["a list", "- a\n", "1:1 the file must be a mapping of keys, but is a list."],
    ["indented by a tab", "models:\n  a:\n\tpaths: 1\n", "3:1 a tab is used for indentation."],
    ["two documents", `${SHORTEST}---\na: 1\n`, "5:1 a second document begins here."],
    ["a doubled key", "models:\n  a: 1\n  a: 2\n", "3:3 models.a is there twice."],
    ["a merge key", "x: &x {}\nmodels:\n  <<: *x\n", "3:3 models.<< is a merge key"],
    ["a key that is a list", "? [a]\n: b\n", "1:3 a key is not plain text."],
    ["a prototype", "__proto__: { a: 1 }\n", "1:1 __proto__ is not a key."],
    ["a tag that makes objects", "models: !!js/function x\n", "1:9 the YAML cannot be read: Unresolved tag"],
    ["an unknown alias", "models: *nobody\n", "1:9 the alias *nobody has no anchor above it."],
  ])("%s", (_, source, expected) => {
    expect(mistakes(source)[0]).toContain(expected);
  });

  it("of bytes that are not UTF-8", () => {
    expect(mistakes(Uint8Array.of(0x6d, 0xff))).toEqual(["1:1 the file is not UTF-8. Save it as UTF-8."]);
  });

  // Anybody who can open a pull request can write this file; the parser alone dies or hangs on each of these.
  it.each([
    ["more than 1 MiB", "#".repeat(2 ** 20 + 1)],
    ["a hundred thousand brackets", "[".repeat(100_000)],
    ["a hundred thousand mappings", "{a: ".repeat(100_000)],
    ["a list in a list in a list", "- ".repeat(500_000)],
    ["a key of a key of a key", "? ".repeat(100_000)],
    ["half a million texts", '"'.repeat(1_000_000)],
    ["sixty thousand keys", Array.from({ length: 60_000 }, (_, index) => `k${String(index)}: 1`).join("\n")],
    ["a hundred thousand anchors", "&a ".repeat(100_000)],
    [
      "a bomb of aliases",
      `a: &a [${"x,".repeat(9)}]\n${[..."bcdefgh"].map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index] ?? ""},`.repeat(9)}]\n`).join("")}`,
    ],
    ["an alias of itself", "a: &a [*a]\n"],
    ["a staircase", Array.from({ length: 1_300 }, (_, index) => `${" ".repeat(index)}k:`).join("\n")],
  ])("of %s is refused quickly", (_, source) => {
    const before = performance.now();
    expect(mistakes(source).length).toBeGreaterThan(0);
    expect(performance.now() - before).toBeLessThan(60_000);
  });
});
