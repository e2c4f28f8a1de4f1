import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const NOT_OURS = /(^|\/)(node_modules|dist|\.git|\.work|fixtures)(\/|$)/;
const WORKFLOW = /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$|^templates\/workflows\/[^/]+\.ya?ml$|(^|\/)action\.ya?ml$/;

/** Every workflow and every `action.yml` of the repository, ours, those that users copy and the example's. */
export function workflowFiles(root: string): string[] {
  return [".github", "actions", "templates", "sandbox", "action.yml"]
    .filter((name) => existsSync(join(root, name)))
    .flatMap((name) =>
      name.endsWith(".yml")
        ? [name]
        : readdirSync(join(root, name), { recursive: true, encoding: "utf8" }).map((path) => `${name}/${path}`),
    )
    .filter((path) => !NOT_OURS.test(path) && WORKFLOW.test(path))
    .sort();
}
