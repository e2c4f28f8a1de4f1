import { withoutSecrets } from "../../core/dataset/remote-address.ts";
import type { Engine } from "../engine.ts";
import { dataUnreadable } from "./data-unreadable.ts";

/**
 * Makes addresses readable. Keys of S3 are taken from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
 * `AWS_SESSION_TOKEN`, `AWS_REGION`) by the extension itself. Throws `DATA_UNREADABLE` where it cannot be loaded.
 */
export async function loadRemoteReading(engine: Engine, address: string): Promise<void> {
  try {
    await engine.execute("LOAD httpfs").catch(() => engine.execute("INSTALL httpfs; LOAD httpfs"));
  } catch (cause) {
    throw dataUnreadable(
      `${withoutSecrets(address)} cannot be read: the engine's extension httpfs is not installed and cannot be downloaded here`,
      "Download the data in an earlier step (curl, aws s3 cp, dvc pull) and name the local path; or allow the runner to reach extensions.duckdb.org.",
      cause,
    );
  }
}
