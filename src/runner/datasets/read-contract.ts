import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { ConfigIssue } from "../../core/config/config-issue.ts";
import { formatConfigIssue } from "../../core/config/config-issue.ts";
import { findContractSchema } from "../../core/dataset/contract/find-contract-schema.ts";
import { parseContract } from "../../core/dataset/contract/parse-contract.ts";
import type { ContractSchema, DataContract } from "../../core/dataset/contract.ts";
import { PawlError } from "../../core/errors.ts";

const MAX_CONTRACT_BYTES = 4 * 1024 * 1024;
const MAX_TOLD = 5;

export interface ReadContract {
  readonly contract: DataContract;
  /** As it was named. */
  readonly path: string;
  readonly sha256: string;
}

/** What a contract that is not valid is refused with: the issues have lines, for annotations. */
export class ContractError extends PawlError {
  readonly path: string;
  readonly issues: readonly ConfigIssue[];

  constructor(path: string, issues: readonly ConfigIssue[]) {
    const told = issues.map((issue) => formatConfigIssue(issue, path));
    super({
      code: "CONFIG_INVALID",
      message: told[0] ?? `${path} is not a data contract`,
      hint: told.length < 2 ? undefined : told.slice(1, MAX_TOLD).join("\n"),
    });
    this.path = path;
    this.issues = issues;
  }
}

/** A contract of a checkout. Throws `NOT_FOUND` where there is no such file, `ContractError` where it is not valid. */
export async function readContract(folder: string, path: string): Promise<ReadContract> {
  const bytes = await readBounded(resolve(folder, path), path);
  const parsed = parseContract(bytes);
  if ("issues" in parsed) throw new ContractError(path, parsed.issues);
  return { contract: parsed.contract, path, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/**
 * The part of a contract that speaks about a dataset: the object that has one of its names, or the only one. Throws
 * `CONFIG_INVALID` where that is none, or not clear.
 */
export function contractSchemaOf({ contract, path }: ReadContract, names: readonly string[]): ContractSchema {
  const schema = findContractSchema(contract, { names });
  if (schema !== undefined) return schema;
  const known = contract.schemas.map(({ name }) => name);
  throw new PawlError({
    code: "CONFIG_INVALID",
    message:
      known.length === 0
        ? `the data contract ${path} has no schema`
        : `the data contract ${path} describes ${known.join(", ")}, and none of them is called ${names.join(" or ")}`,
    hint: "Give the object under `schema:` the dataset's name as its `name` or `physicalName`.",
  });
}

async function readBounded(absolute: string, path: string): Promise<Uint8Array> {
  const found = await stat(absolute).catch(() => undefined);
  if (found?.isFile() !== true) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `the data contract ${path} ${found === undefined ? "does not exist" : "is not a file"}`,
      hint: "It is the path of an Open Data Contract Standard v3 YAML file. `pawl infer` writes one from data.",
    });
  }
  if (found.size > MAX_CONTRACT_BYTES) {
    throw new PawlError({ code: "CONFIG_INVALID", message: `the data contract ${path} is larger than 4 MiB` });
  }
  return readFile(absolute);
}
