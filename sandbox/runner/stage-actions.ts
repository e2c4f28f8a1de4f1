import { cp, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * Copies what a release of this repository consists of into `folder`: every `actions/<name>/action.yml` and the bundle.
 * act copies an action's tree for each of its steps, so that `node_modules` in it would cost half a minute.
 *
 * @throws Error when the bundle is not there.
 */
export async function stageActions(root: string, folder: string): Promise<void> {
  const bundle = join(root, "actions", "dist");
  if (!(await exists(join(bundle, "index.js")))) throw new Error(`${bundle} is empty: npm run build`);
  await cp(bundle, join(folder, "actions", "dist"), { recursive: true, filter: (file) => !file.endsWith(".map") });
  for (const name of await readdir(join(root, "actions"))) {
    const file = join(root, "actions", name, "action.yml");
    if (await exists(file)) await cp(file, join(folder, "actions", name, "action.yml"));
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
