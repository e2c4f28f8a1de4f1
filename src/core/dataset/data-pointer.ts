import { parse as parseYaml } from "yaml";
import { z } from "zod";

// What DVC and Git LFS write down about data, so that it need not be read again to know which data it is.

export interface DataPointer {
  readonly algorithm: "md5" | "git-lfs";
  readonly source: "dvc" | "git-lfs";
  readonly value: string;
  readonly bytes?: number | undefined;
  readonly files?: number | undefined;
}

const DvcOutput = z.object({
  path: z.string(),
  md5: z.string().regex(/^[0-9a-f]{32}(\.dir)?$/),
  size: z.coerce.number().int().nonnegative().optional(),
  nfiles: z.coerce.number().int().nonnegative().optional(),
});
type DvcOutput = z.infer<typeof DvcOutput>;

// Not strict: both files have more keys, and DVC adds some from time to time.
const DvcFile = z.object({ outs: z.array(z.unknown()) });
const DvcStage = z.object({ deps: z.array(z.unknown()).default([]), outs: z.array(z.unknown()).default([]) });
const DvcLock = z.object({ stages: z.record(z.string(), DvcStage) });

/** The first output that a `.dvc` file records; `undefined` where it holds none, as before `dvc commit`. Throws where it is no YAML. */
export function parseDvcFile(text: string): DataPointer | undefined {
  const parsed = DvcFile.safeParse(readYaml(text));
  const outputs = parsed.success ? dvcOutputs(parsed.data.outs) : [];
  return outputs[0] === undefined ? undefined : toPointer(outputs[0]);
}

/** What `dvc.lock` records of a path (as written in `dvc.yaml`), as an output or else as a dependency of a stage. Throws where it is no YAML. */
export function parseDvcLock(text: string, data: string): DataPointer | undefined {
  const parsed = DvcLock.safeParse(readYaml(text));
  if (!parsed.success) return undefined;
  const stages = Object.values(parsed.data.stages);
  const recorded = [
    ...stages.flatMap(({ outs }) => dvcOutputs(outs)),
    ...stages.flatMap(({ deps }) => dvcOutputs(deps)),
  ];
  const wanted = recorded.find((output) => output.path.replace(/\/+$/, "") === data);
  return wanted === undefined ? undefined : toPointer(wanted);
}

/** @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
export function parseLfsPointer(text: string): DataPointer | undefined {
  if (!text.startsWith("version https://git-lfs.github.com/spec/v1\n")) return undefined;
  const value = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const bytes = /^size (\d{1,15})$/m.exec(text)?.[1];
  if (value === undefined || bytes === undefined) return undefined;
  return { algorithm: "git-lfs", source: "git-lfs", value, bytes: Number(bytes) };
}

function readYaml(text: string): unknown {
  // Everything stays text: an md5 of digits alone, or like 1e5…, is no number.
  return parseYaml(text, { schema: "failsafe" });
}

function dvcOutputs(outputs: readonly unknown[]): DvcOutput[] {
  return outputs.flatMap((output) => {
    const parsed = DvcOutput.safeParse(output);
    return parsed.success ? [parsed.data] : [];
  });
}

function toPointer({ md5, size, nfiles }: DvcOutput): DataPointer {
  return { algorithm: "md5", source: "dvc", value: md5, bytes: size, files: nfiles };
}
