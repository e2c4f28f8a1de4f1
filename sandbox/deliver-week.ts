import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Sandbox } from "./start-sandbox.ts";

/** One week of the real flights, as `sandbox/example/data/deliver.py` cuts it out. */
export interface Delivery {
  /** Counted from 0; 14 is the first that no model has seen. */
  readonly week: number;
  readonly fault?: "seconds";
  readonly world?: "airport-closed";
}

const EXAMPLE = fileURLToPath(new URL("example", import.meta.url));
const SCRIPT = join("data", "deliver.py");

/** Has a week arrive in the feed, at this moment. Returns what the script says: file and flights. */
export async function deliverWeek(
  { workFolder, dataRemote, feed, pythonFolder }: Pick<Sandbox, "workFolder" | "dataRemote" | "feed" | "pythonFolder">,
  { week, fault, world }: Delivery,
): Promise<string> {
  const folder = await mkdtemp(join(workFolder, "supplier-"));
  try {
    await mkdir(join(folder, "data"));
    for (const file of ["flights.py", SCRIPT]) await cp(join(EXAMPLE, file), join(folder, file));
    await symlink(await originalFlights(dataRemote), join(folder, "data", "flights-3m.parquet"));
    const args = [SCRIPT, String(week), ...option("--fault", fault), ...option("--world", world)];
    const environment = { PATH: env["PATH"], FLIGHTS_FEED: feed };
    const { stdout } = await promisify(execFile)(join(pythonFolder, "python"), args, { cwd: folder, env: environment });
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

/** The file that the example's pointer names, in the remote. */
async function originalFlights(remote: string): Promise<string> {
  const pointer = await readFile(join(EXAMPLE, "data", "flights-3m.parquet.dvc"), "utf8");
  const [, md5 = ""] = /md5: ([0-9a-f]{32})/.exec(pointer) ?? [];
  return join(remote, "files", "md5", md5.slice(0, 2), md5.slice(2));
}
