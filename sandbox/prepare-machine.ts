import { mkdir } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { env, execPath } from "node:process";
import { prepareDataRemote } from "./data-remote.ts";
import { SERVING_VARIABLE } from "./end-serving.ts";
import { buildStandIns, listStandIns } from "./runner/build-stand-ins.ts";
import { type Machine, networkVariables } from "./runner/machine.ts";
import { stageActions } from "./runner/stage-actions.ts";

/** As templates and the example name it in `uses`. */
const OWN_REPOSITORY = "pawl-ml/pawl";

export interface MachineOptions {
  /** Root of this repository. */
  readonly root: string;
  /** A new folder for everything that jobs write. */
  readonly workFolder: string;
  readonly pythonFolder: string;
  /** Where packages go: `127.0.0.1:5000`. */
  readonly registry: string;
  /** Where the served model listens. */
  readonly servingPort: number;
}

/** Makes the runner's machine: our actions as a release would have them, the stand-ins, and the shared data. */
export async function prepareMachine({
  root,
  workFolder,
  pythonFolder,
  registry,
  servingPort,
}: MachineOptions): Promise<Machine & { readonly dataRemote: string; readonly feed: string }> {
  const standIns = join(workFolder, "stand-ins");
  const ownFolder = join(workFolder, "pawl");
  const feed = join(workFolder, "feed");
  await mkdir(feed, { recursive: true });
  const [dataRemote] = await Promise.all([
    prepareDataRemote(root, join(workFolder, "remote")),
    buildStandIns(standIns),
    stageActions(root, ownFolder),
  ]);
  return {
    dataRemote,
    feed,
    act: join(pythonFolder, "act"),
    path: [pythonFolder, dirname(execPath), ...(env["PATH"] ?? "").split(delimiter)],
    workFolder,
    actions: { standIns, standInNames: await listStandIns(standIns), own: OWN_REPOSITORY, ownFolder },
    variables: {
      ...networkVariables(env),
      PIP_DISABLE_PIP_VERSION_CHECK: "1",
      FLIGHTS_REMOTE: dataRemote,
      FLIGHTS_FEED: feed,
      // The engine is installed here already; a job need not install it once more.
      PAWL_DUCKDB: root,
      [SERVING_VARIABLE]: join(workFolder, "serving"),
      SERVING_PORT: String(servingPort),
    },
    repositoryVariables: { MODEL_REGISTRY: registry },
  };
}
