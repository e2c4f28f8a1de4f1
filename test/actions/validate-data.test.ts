import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VALIDATE_DATA_OUTPUTS } from "../../actions/validate-data/inputs.ts";
import type { DataEvidence } from "../../src/core/evidence/data-evidence.ts";
import { parseStatement, serializeEvidence } from "../../src/core/evidence/statement.ts";
import type { EndedAction } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { buildDataEntry } from "../support/data-entry.ts";
import { CONTRACT, createDataJob, flights } from "../support/data-job.ts";
import { serveLedger } from "../support/serve-ledger.ts";

const bundle = builtBundle();
const job = (files: Readonly<Record<string, string>> = {}) => createDataJob(bundle(), files);
const inputs = (more: Record<string, string> = {}) => ({ model: "late-flights", "github-token": "", ...more });

function evidenceOf({ outputs, printed }: EndedAction): DataEvidence {
  const file = outputs["evidence"] ?? "";
  if (file === "") throw new Error(`no evidence: ${printed}`);
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.data/v1") throw new Error(`${file} is no data evidence`);
  return predicate;
}

describe("data that keep their contract", () => {
  it("leave evidence, outputs and a summary", async () => {
    const ended = await job().run("validate-data", inputs());
    const evidence = evidenceOf(ended);
    expect(ended.code).toBe(0);
    expect(evidence).toMatchObject({
      model: "late-flights",
      key: "flights",
      outcome: { kind: "succeeded" },
      verdict: "pass",
      source: { format: "csv", path: "data/flights.csv", files: 1 },
      dataset: { name: "flights", algorithm: "sha256", source: "content" },
      contract: { path: "data/flights.odcs.yaml", id: "flights", version: "1.0.0" },
      profile: { rows: 200 },
      label: "late",
      notes: [],
    });
    expect(evidence.reference).toBeUndefined();
    expect(Object.keys(ended.outputs).sort()).toEqual(Object.keys(VALIDATE_DATA_OUTPUTS).sort());
    expect(ended.outputs).toMatchObject({
      verdict: "pass",
      outcome: "succeeded",
      "artifact-name": "pawl-data-late-flights-flights",
      "failed-checks": "0",
      rows: "200",
    });
    expect(ended.summary).toContain("200 rows");
    expect(ended.printed).toMatch(/200 rows, \d+ checks: \d+ passed, 0 failed, 0 not evaluated. Verdict: pass\./);
  });

  it("name no category but those of the contract and of show-categories", async () => {
    const { profile } = evidenceOf(await job().run("validate-data", inputs()));
    const names = Object.fromEntries(
      (profile?.columns ?? []).flatMap((column) =>
        column.kind === "categorical"
          ? [[column.name, column.frame.categories.flatMap(({ name }) => name ?? []).sort()]]
          : [],
      ),
    );
    expect(names).toEqual({ origin: ["HNL", "JFK"], carrier: [], aircraft: ["A320", "B737"] });
  });

  it("are those that the input names, where it names some", async () => {
    const { run, write } = job();
    write("other/1.csv", flights(30));
    write("other/2.csv", flights(20));
    const ended = await run("validate-data", inputs({ data: "other/*.csv", "working-directory": "." }));
    const evidence = evidenceOf(ended);
    expect(evidence).toMatchObject({ source: { path: "other/*.csv", files: 2 }, dataset: { files: 2 } });
    expect(evidence.profile?.rows).toBe(50);
  });

  it("need no configuration", async () => {
    const { run } = job({ ".github/pawl.yml": "models: { late-flights: { paths: [a], primary-metric: auc } }" });
    const given = { dataset: "mine", data: "flights.csv", contract: "flights.odcs.yaml", "working-directory": "data" };
    const evidence = evidenceOf(await run("validate-data", inputs(given)));
    expect(evidence).toMatchObject({ key: "mine", verdict: "pass", contract: { path: "data/flights.odcs.yaml" } });
    expect(evidence.notes.join()).toContain("does not have the dataset mine");
  });

  it("are not judged without a contract", async () => {
    const ended = await job().run("validate-data", inputs({ contract: "none" }));
    expect(ended.code).toBe(0);
    expect(evidenceOf(ended)).toMatchObject({ verdict: "inconclusive", checks: [], profile: { rows: 200 } });
  });
});

describe("data that break their contract", () => {
  const broken = { "data/flights.csv": flights(200).replace("HNL", "SECRET-AIRPORT").replace(/^1,/m, "99999,") };

  it("fail the step, with annotations on the contract's lines and no value anywhere", async () => {
    const ended = await job(broken).run("validate-data", inputs());
    const evidence = evidenceOf(ended);
    const failed = evidence.checks.filter(({ verdict }) => verdict === "fail");
    expect(ended.code).toBe(1);
    expect(ended.outputs).toMatchObject({ verdict: "fail", outcome: "succeeded", "failed-checks": "2" });
    expect(failed.map(({ column, failing }) => [column, failing?.rows])).toEqual([
      ["delay", 1],
      ["origin", 1],
    ]);
    for (const { line } of failed) {
      expect(ended.printed).toContain(`::error file=data/flights.odcs.yaml,line=${String(line)},title=`);
    }
    for (const text of [ended.printed, ended.summary, JSON.stringify(evidence)]) {
      expect(text).not.toContain("SECRET-AIRPORT");
    }
  });

  it("show their bad rows in the summary alone, where that is asked for", async () => {
    const ended = await job(broken).run("validate-data", inputs({ "show-values": "true" }));
    expect(ended.summary).toContain("SECRET-AIRPORT");
    expect(JSON.stringify(evidenceOf(ended))).not.toContain("SECRET-AIRPORT");
    expect(ended.printed).not.toContain("SECRET-AIRPORT");
  });

  it("fail no step that shall never fail", async () => {
    const ended = await job(broken).run("validate-data", inputs({ "fail-on": "never" }));
    expect([ended.code, ended.outputs["verdict"]]).toEqual([0, "fail"]);
  });

  it("by a warning fail only a step that is to be strict", async () => {
    const contract = CONTRACT.replaceAll("severity: error", "severity: warning");
    const given = inputs({ contract: "data/warning.odcs.yaml" });
    const files = { ...broken, "data/warning.odcs.yaml": `${contract}# warned\n` };
    const mild = job(files);
    mild.write("data/flights.csv", flights(200).replace(/^(\d+,\w+,\w+),A320/m, "$1,C172"));
    const ended = await mild.run("validate-data", given);
    expect([ended.code, ended.outputs["failed-checks"]]).toEqual([0, "1"]);
    expect(ended.printed).toContain("::warning file=data/warning.odcs.yaml,line=");
    expect((await mild.run("validate-data", { ...given, "fail-on": "warning" })).code).toBe(1);
  });
});

describe("the reference", () => {
  const EARLIER = "c".repeat(40);
  const TOKEN = { "github-token": "token-of-the-job" };

  /** What a run on the default branch left for other data. */
  async function accepted() {
    const evidence = evidenceOf(await job({ "data/flights.csv": flights(50) }).run("validate-data", inputs()));
    const text = serializeEvidence({ ...evidence, identity: { ...evidence.identity, commit: EARLIER } });
    return { text, profile: evidence.profile };
  }

  it("is the default branch's profile on the ledger: new data are counted in its bins", async () => {
    const { text, profile } = await accepted();
    const { url, entries } = await serveLedger("late-flights", [{ entry: buildDataEntry({ commit: EARLIER }), text }]);
    const ended = await job().run("validate-data", inputs(TOKEN), { GITHUB_API_URL: url });
    const evidence = evidenceOf(ended);
    expect(evidence.notes).toEqual([]);
    expect(evidence.reference).toMatchObject({ document: entries[0]?.digest, commit: EARLIER });
    const frames = (columns: readonly object[] = []) =>
      columns.map((column) => ("frame" in column ? column.frame : null));
    expect(frames(evidence.profile?.columns)).toEqual(frames(profile?.columns));
    const alone = evidenceOf(
      await job().run("validate-data", inputs({ ...TOKEN, reference: "none" }), { GITHUB_API_URL: url }),
    );
    expect(alone.reference).toBeUndefined();
    expect(frames(alone.profile?.columns)).not.toEqual(frames(profile?.columns));
  });

  it("that is not the document of the index is not believed", async () => {
    const { text } = await accepted();
    const entry = buildDataEntry({ commit: EARLIER, digest: "f".repeat(64) });
    const { url } = await serveLedger("late-flights", [{ entry, text, keepDigest: true }]);
    const evidence = evidenceOf(await job().run("validate-data", inputs(TOKEN), { GITHUB_API_URL: url }));
    expect(evidence).toMatchObject({ verdict: "pass" });
    expect(evidence.reference).toBeUndefined();
    expect(evidence.notes.join()).toContain("is not the document that the ledger's index names");
  });

  it.each`
    case                                 | answer | note
    ${"there is no ledger"}              | ${404} | ${[]}
    ${"the job may not read the ledger"} | ${403} | ${[expect.stringContaining("Reading the reference from the ledger failed")]}
  `("is not needed: $case", async ({ answer, note }) => {
    const { url } = await serveLedger("late-flights", [], { refusal: answer });
    const ended = await job().run("validate-data", inputs(TOKEN), { GITHUB_API_URL: url });
    expect(ended.code).toBe(0);
    expect(evidenceOf(ended).notes).toEqual(note);
  });

  it("can be a document that lies beside the code", async () => {
    const { text } = await accepted();
    const given = inputs({ reference: "reference.json" });
    const evidence = evidenceOf(await job({ "reference.json": text }).run("validate-data", given));
    expect(evidence.reference).toMatchObject({ commit: EARLIER });
  });

  it("that is named and is none fails the step, with evidence", async () => {
    const ended = await job({ "reference.json": "{}" }).run("validate-data", inputs({ reference: "reference.json" }));
    expect(ended.code).toBe(1);
    expect(evidenceOf(ended).outcome).toMatchObject({ kind: "failed" });
  });
});

describe("what cannot be read leaves evidence that says so", () => {
  const POINTER = "outs:\n- md5: ec1d2935f811b77cc49b031b999cbf17\n  size: 37\n  path: flights.csv\n";
  const MISSING = { "data/flights.csv": "" };

  it.each`
    case                                  | files                                           | given                                  | said
    ${"data that are nowhere"}            | ${{}}                                           | ${{ data: "data/none.csv" }}           | ${/^DATA_UNREADABLE: data\/none.csv does not exist/}
    ${"a glob that matches nothing"}      | ${{}}                                           | ${{ data: "data/*.parquet" }}          | ${/^DATA_UNREADABLE: nothing matches data\/\*\.parquet/}
    ${"a pointer alone"}                  | ${{ "data/a.csv.dvc": POINTER }}                | ${{ data: "data/a.csv" }}              | ${/^DATA_UNREADABLE: data\/a.csv is not there, only its pointer data\/a.csv.dvc\nRun `dvc pull/}
    ${"an empty file"}                    | ${MISSING}                                      | ${{}}                                  | ${/^DATA_UNREADABLE: .*is empty/}
    ${"a truncated Parquet file"}         | ${{ "data/a.parquet": "PAR1\u0000\u0001" }}     | ${{ data: "data/a.parquet" }}          | ${/^DATA_UNREADABLE: data\/a.parquet/}
    ${"a ragged row"}                     | ${{ "data/flights.csv": `${flights(9)}1,2\n` }} | ${{}}                                  | ${/^DATA_UNREADABLE: data\/flights.csv/}
    ${"two columns of one name"}          | ${{ "data/flights.csv": "a,a\n1,2\n" }}         | ${{}}                                  | ${/^DATA_UNREADABLE: data\/flights.csv/}
    ${"a contract that is nowhere"}       | ${{}}                                           | ${{ contract: "data/none.odcs.yaml" }} | ${/^NOT_FOUND: the data contract data\/none.odcs.yaml does not exist/}
    ${"a contract that is no contract"}   | ${{ "data/flights.odcs.yaml": "models: {}\n" }} | ${{}}                                  | ${/^CONFIG_INVALID: data\/flights.odcs.yaml is not valid: line 1/}
    ${"a contract of two other datasets"} | ${{ "data/flights.odcs.yaml": twoSchemas() }}   | ${{}}                                  | ${/^CONFIG_INVALID: the data contract .* describes ships, trains/}
  `("$case", async ({ files, given, said }) => {
    const ended = await job(files).run("validate-data", inputs(given));
    const { outcome, verdict, checks } = evidenceOf(ended);
    expect(ended.code).toBe(1);
    expect([outcome.kind, verdict, checks]).toEqual(["failed", "inconclusive", []]);
    expect("logTail" in outcome ? outcome.logTail.join("\n") : "").toMatch(said);
    expect(ended.printed).toContain("::error");
    expect(ended.outputs).toMatchObject({ outcome: "failed", verdict: "inconclusive", rows: "" });
    expect(ended.summary).toContain("❌");
  });

  it("with an annotation on each line of the contract that is wrong", async () => {
    const contract = CONTRACT.replace("kind: DataContract", "kind: DataContrakt");
    const ended = await job({ "data/flights.odcs.yaml": contract }).run("validate-data", inputs());
    expect(ended.printed).toMatch(/::error file=data\/flights.odcs.yaml,line=2,title=Data contract::/);
  });

  it("but not where it is not clear whose evidence it would be", async () => {
    const ended = await job().run("validate-data", inputs({ dataset: "wether" }));
    expect([ended.code, ended.outputs]).toEqual([1, {}]);
    expect(ended.printed).toContain('has no dataset with the name "wether"');
  });

  it("nor where the configuration is broken", async () => {
    const ended = await job({ ".github/pawl.yml": "models: 1\n" }).run("validate-data", inputs());
    expect([ended.code, ended.outputs]).toEqual([1, {}]);
    expect(ended.printed).toContain("CONFIG_INVALID: .github/pawl.yml is not valid: line 1");
  });
});

it("odd data leave evidence that can be read again", async () => {
  const names = ['"😀|`x`<b>"', "empty", "huge", "large", "old", `"${"n".repeat(400)}"`];
  const csv = `${names.join(",")}\n1,,9007199254740993,1e308,1815-12-10,a\n2,,9007199254740995,-1e308,1912-06-23,b\n`;
  const ended = await job({ "data/flights.csv": csv }).run("validate-data", inputs({ contract: "none" }));
  const { profile } = evidenceOf(ended);
  expect(ended.code).toBe(0);
  expect(profile?.columns).toHaveLength(6);
  expect(profile?.columns[2]).toMatchObject({ min: "9007199254740993", max: "9007199254740995" });
  expect(ended.summary).not.toContain("<b>");
});

it("an input that there is not is refused with the nearest one", async () => {
  const ended = await job().run("validate-data", inputs({ contrct: "x" }));
  expect(ended.code).toBe(1);
  expect(ended.printed).toContain('did you mean "contract"?');
});

it("a key in a URL of data is in no document", async () => {
  const url = "http://127.0.0.1:9/flights.csv?X-Amz-Signature=0123456789abcdef";
  const ended = await job().run("validate-data", inputs({ data: url }));
  expect(ended.code).toBe(1);
  for (const text of [JSON.stringify(evidenceOf(ended)), ended.summary, ended.printed]) {
    expect(text).not.toContain("0123456789abcdef");
  }
});

it("data that change while they are read are told from data that did not", async () => {
  const { run, workspace, write } = job();
  write("data/large.csv", flights(400_000));
  const running = run("validate-data", inputs({ data: "data/large.csv" }));
  const timer = setInterval(
    () => writeFileSync(join(workspace, "data/large.csv"), "1,HNL,x,A320,true\n", { flag: "a" }),
    50,
  );
  const ended = await running.finally(() => clearInterval(timer));
  expect(ended.code).toBe(1);
  expect(JSON.stringify(evidenceOf(ended).outcome)).toContain("changed while it was being read");
});

function twoSchemas(): string {
  const schema = (name: string) => `  - name: ${name}\n    properties: [{ name: a, logicalType: integer }]\n`;
  return `apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\nschema:\n${schema("ships")}${schema("trains")}`;
}
