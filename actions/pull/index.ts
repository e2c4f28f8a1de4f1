import { resolve } from "node:path";
import { PawlError } from "../../src/core/errors.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { pullPackage } from "../../src/oci/pull-package.ts";
import { readInputs } from "../../src/runner/inputs.ts";
import { writeOutputs } from "../../src/runner/outputs.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import { chooseCredentials } from "../registry-credentials.ts";
import { choosePackage } from "./choose-package.ts";
import { PullInputs, type PullOutputs } from "./inputs.ts";

/** Unpacks a package that is known by its digest. The folder appears only when every byte was right. */
export async function pull(env: NodeJS.ProcessEnv): Promise<number> {
  process.stdout.on("error", () => undefined);
  const inputs = readInputs(PullInputs, env);
  const workspace = resolve(env["GITHUB_WORKSPACE"] ?? process.cwd());
  const chosen = await choosePackage(inputs, async (wanted) => {
    const { readRegistryVersion } = await import("./read-registry-version.ts");
    const repository = env["GITHUB_REPOSITORY"];
    if (repository === undefined || inputs.model === undefined) {
      throw new PawlError({
        code: "INPUT_INVALID",
        message: "GITHUB_REPOSITORY is not set",
        hint: "The runner sets it.",
      });
    }
    return readRegistryVersion({
      ...wanted,
      "github-token": inputs["github-token"],
      model: inputs.model,
      repository,
      env,
    });
  });
  const address = /^oci-layout:/.test(chosen.repository)
    ? `oci-layout:${resolve(workspace, chosen.repository.slice("oci-layout:".length))}`
    : chosen.repository;
  const store = openOciStore(address, {
    credentials: chooseCredentials(inputs, chosen.repository.split("/")[0] ?? "", {
      user: env["GITHUB_ACTOR"] ?? "",
      env,
    }),
  });
  const folder = resolve(workspace, inputs.folder);
  const { files, digest } = await pullPackage(store, chosen.digest, folder);
  const outputs: PullOutputs = {
    folder,
    digest,
    reference: `${chosen.repository}@${digest}`,
    version: chosen.version,
    files: files.length,
  };
  writeOutputs(outputs, env);
  logLine(
    `${String(files.length)} files of ${chosen.repository}@${digest} are in ${inputs.folder}; every digest was right.`,
  );
  return 0;
}
