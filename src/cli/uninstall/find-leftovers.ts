import { CONFIG_FILE } from "../../core/config/parse-project-config.ts";
import type { CloneBranch } from "../clone/open-clone.ts";

const USES_PAWL = /uses:\s*["']?[\w.-]+\/pawl(\/actions\/[\w-]+)?@/;

/** Files of the default branch that say nothing to anybody when Pawl is gone: configuration, aliases, workflows that use it. */
export async function findLeftovers(main: CloneBranch): Promise<readonly string[]> {
  const found: string[] = [];
  if ((await main.read(CONFIG_FILE)) !== undefined) found.push(CONFIG_FILE);
  for (const name of await main.list(".pawl/aliases")) found.push(`.pawl/aliases/${name}`);
  for (const name of await main.list(".github/workflows")) {
    const path = `.github/workflows/${name}`;
    if (/\.ya?ml$/.test(name) && USES_PAWL.test((await main.read(path)) ?? "")) found.push(path);
  }
  return found;
}
