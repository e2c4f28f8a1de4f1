import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Evidence, serializeEvidence } from "../../../src/core/evidence/statement.ts";
import { findKeptSources, readNamedSources, sortSources } from "../../../src/runner/package/read-sources.ts";
import { evaluationEvidence } from "../../support/package-sources.ts";
import { runEvidence } from "../../support/run-evidence.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const REQUEST = { model: "late-flights", key: undefined, workflowRun: { id: 41, attempt: 1 } };
const { identity } = runEvidence();
const ofRun = (id: number) => ({ identity: { ...identity, workflowRun: { ...identity.workflowRun, id } } });

function keep(files: Readonly<Record<string, Evidence | string>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : serializeEvidence(content));
  }
  return join(folder, "41-1-late-flights");
}

describe("evidence of this job", () => {
  it("is found where train and evaluate keep it", async () => {
    const kept = keep({
      "41-1-late-flights/run.json": runEvidence(),
      "41-1-late-flights/evaluation.json": evaluationEvidence(),
      "41-1-late-flights/log.txt": "a log",
    });
    const found = await findKeptSources({ ...REQUEST, kept });
    expect(found.map(({ name }) => name)).toEqual(["run.json", "evaluation.json"]);
    expect(sortSources(found)).toMatchObject({
      run: { evidence: { model: "late-flights" } },
      evaluations: [{}],
      data: [],
    });
  });

  it.each`
    what                               | path                                 | document
    ${"another key"}                   | ${"41-1-late-flights-seed/run.json"} | ${runEvidence({ key: "seed" })}
    ${"a model whose name goes on"}    | ${"41-1-late-flights-eu/run.json"}   | ${runEvidence({ model: "late-flights-eu" })}
    ${"another workflow run"}          | ${"41-1-late-flights/run.json"}      | ${runEvidence(ofRun(40))}
    ${"an earlier attempt"}            | ${"41-2-late-flights/run.json"}      | ${runEvidence()}
    ${"a file that is torn"}           | ${"41-1-late-flights/run.json"}      | ${"{"}
    ${"a document under a false name"} | ${"41-1-late-flights/notes.json"}    | ${runEvidence()}
  `("is not that of $what", async ({ path, document }: { path: string; document: Evidence | string }) => {
    expect(await findKeptSources({ ...REQUEST, kept: keep({ [path]: document }) })).toEqual([]);
  });

  it("is none where nothing was kept", async () => {
    expect(await findKeptSources({ ...REQUEST, kept: join(temporaryFolder(), "none", "a") })).toEqual([]);
  });
});

describe("evidence that a workflow names", () => {
  it.each`
    what                     | document                           | said
    ${"is of another model"} | ${runEvidence({ model: "other" })} | ${"is about the model other, not late-flights"}
    ${"is none"}             | ${"{}"}                            | ${"a.json: "}
  `("is refused where it $what", async ({ document, said }: { document: Evidence | string; said: string }) => {
    const folder = dirname(keep({ "a.json": document }));
    await expect(readNamedSources(["a.json"], folder, REQUEST)).rejects.toThrow(said);
  });

  it("may not name two trainings", async () => {
    const folder = dirname(keep({ "a.json": runEvidence(), "b.json": runEvidence({ command: "other" }) }));
    const read = await readNamedSources(["a.json", "b.json"], folder, REQUEST);
    expect(() => sortSources(read)).toThrow("2 documents say how the model was trained");
  });
});
