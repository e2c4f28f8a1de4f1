import { describe, expect, it } from "vitest";
import { PackageLineage } from "../../../src/core/evidence/package-evidence.ts";
import type { Outcome } from "../../../src/core/evidence/run-evidence.ts";
import type { PackageFile } from "../../../src/core/package/package-file.ts";
import type { PackageSources } from "../../../src/core/package/package-sources.ts";
import { traceLineage } from "../../../src/core/package/trace-lineage.ts";
import { COMMIT, PREDICTIONS, packageSources, WEIGHTS } from "../../support/package-sources.ts";
import { runEvidence } from "../../support/run-evidence.ts";

const trace = (sources: PackageSources, files: readonly PackageFile[] = [WEIGHTS, PREDICTIONS]) =>
  traceLineage({ commit: COMMIT, files, sources });
const failed: Outcome = { kind: "failed", exitCode: 1, logTail: [] };
const identity = { ...runEvidence().identity, commit: "b".repeat(40) };

describe("lineage", () => {
  it("names the documents, the data and the inputs", () => {
    const lineage = trace(packageSources());
    expect(PackageLineage.parse(lineage)).toEqual(lineage);
    expect(lineage).toEqual({
      run: { document: "7".repeat(64), workflowRun: { id: 41, attempt: 1 } },
      evaluations: [{ document: "8".repeat(64), workflowRun: { id: 41, attempt: 1 } }],
      data: [{ name: "flights", fingerprint: `sha256:${"f".repeat(64)}` }],
      inputDigest: "e".repeat(64),
    });
  });

  it.each`
    what                                 | sources                                                      | said
    ${"no run"}                          | ${{ ...packageSources(), run: undefined }}                   | ${"No evidence says which training"}
    ${"no evaluation"}                   | ${{ ...packageSources(), evaluations: [] }}                  | ${"No evaluation says"}
    ${"weights that nobody trained"}     | ${packageSources({ run: { outputs: [] } })}                  | ${"model.joblib is not one of the training's outputs"}
    ${"predictions that nobody trained"} | ${packageSources({ run: { outputs: [] } })}                  | ${"judged predictions that are not"}
    ${"a failed training"}               | ${packageSources({ run: { outcome: failed } })}              | ${"The training failed."}
    ${"a failed evaluation"}             | ${packageSources({ evaluation: { outcome: failed } })}       | ${"The evaluation failed."}
    ${"a training of another commit"}    | ${packageSources({ run: { identity } })}                     | ${"was of commit bbbbbbbb, not of aaaaaaaa"}
    ${"an evaluation of another commit"} | ${packageSources({ evaluation: { identity, key: "seed" } })} | ${"The evaluation seed was of commit bbbbbbbb"}
  `("is broken by $what, and says so", ({ sources, said }: { sources: PackageSources; said: string }) => {
    const lineage = trace(sources);
    expect(PackageLineage.safeParse(lineage).success).toBe(true);
    expect(lineage.broken?.join("\n")).toContain(said);
  });

  it("is whole where the evaluation's own command wrote the predictions", () => {
    const outputs = [{ path: "model.joblib", bytes: 12, sha256: WEIGHTS.sha256 }];
    const sources = packageSources({ run: { outputs }, evaluation: { command: "python predict.py" } });
    expect(trace(sources).broken).toBeUndefined();
  });

  it("names a few of many files without a training", () => {
    const files = Array.from({ length: 30 }, (_, index) => ({
      ...WEIGHTS,
      path: `w${String(index)}`,
      sha256: "0".repeat(64),
    }));
    const { broken } = trace(packageSources(), files);
    expect(broken).toHaveLength(6);
    expect(broken?.[5]).toBe("25 more weight files are none of its outputs.");
  });
});
