import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findConfiguredModel } from "../../src/runner/find-configured-model.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const CONFIG = "models:\n  late-flights: { paths: [train.py], primary-metric: roc-auc }\n";

describe("the model of a checkout", () => {
  it.each`
    what                     | config                               | name              | notes
    ${"is configured"}       | ${CONFIG}                            | ${"late-flights"} | ${[]}
    ${"has no file"}         | ${undefined}                         | ${"late-flights"} | ${["There is no .github/pawl.yml, so this run cannot be reused."]}
    ${"is misspelt"}         | ${CONFIG}                            | ${"late-flight"}  | ${["late-flight is not a model in .github/pawl.yml, so no report shows it and this run cannot be reused. Did you mean late-flights?"]}
    ${"is another"}          | ${CONFIG}                            | ${"churn"}        | ${["churn is not a model in .github/pawl.yml, so no report shows it and this run cannot be reused."]}
    ${"is in no valid file"} | ${CONFIG.replace("paths", "pathes")} | ${"late-flights"} | ${[".github/pawl.yml is not valid, so this run cannot be reused."]}
  `("$what: $notes", ({ config, name, notes }) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, ".github"));
    if (config !== undefined) writeFileSync(join(folder, ".github/pawl.yml"), config);
    const found = findConfiguredModel(folder, name, "this run cannot be reused");
    expect(found.notes).toEqual(notes);
    expect(found.model?.name).toBe(notes.length === 0 ? name : undefined);
    const said = expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining("pathes") });
    expect(found.error).toEqual(config?.includes("pathes") === true ? said : undefined);
  });
});
