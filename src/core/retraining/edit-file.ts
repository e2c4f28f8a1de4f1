import { JSON_EDITS } from "./edit-json.ts";
import type { EditFormat } from "./edit-target.ts";
import { TOML_EDITS } from "./edit-toml.ts";
import { YAML_EDITS } from "./edit-yaml.ts";

/** Formats by the end of a file's name. */
const FORMATS: Readonly<Record<string, EditFormat>> = {
  yaml: YAML_EDITS,
  yml: YAML_EDITS,
  json: JSON_EDITS,
  toml: TOML_EDITS,
  // DVC's pointers and its lock are YAML; other locks are not made by hand.
  dvc: YAML_EDITS,
};

/**
 * How a file is edited. Workflows and what Pawl itself goes by are not: whoever may change the parameters of a training
 * could otherwise change what judges it. A problem is the end of a sentence.
 */
export function findEditFormat(file: string): EditFormat | { readonly problem: string } {
  const folders = file.split("/");
  if (/[\\\p{Cc}]/u.test(file) || /^[A-Za-z]:/.test(file) || folders.some((name) => ["", ".", ".."].includes(name))) {
    return { problem: "is not edited: `file` has to be a path within the repository, like configs/train.yaml" };
  }
  const first = (folders[0] ?? "").toLowerCase();
  if ([".github", ".pawl", ".git"].includes(first) || folders.some((name) => name.toLowerCase() === ".git")) {
    return {
      problem: `is not edited: workflows and policies in ${first}/ change only by people; edit a file of parameters`,
    };
  }
  if (folders.at(-1) === "dvc.lock") return YAML_EDITS;
  const extension = /\.([A-Za-z]+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
  return (
    format ?? { problem: "is not edited: only .yaml, .yml, .json, .toml and .dvc are; keep the value in one of them" }
  );
}
