import { z } from "zod";
import { readYaml } from "../config/read-yaml.ts";

/** A stage of dvc.yaml, as far as it is of use here. */
export interface DvcStage {
  readonly name: string;
  /** Files and folders. */
  readonly deps: readonly string[];
  readonly outs: readonly string[];
  readonly metrics: readonly string[];
  /** Files with parameters; `params.yaml` is what DVC reads where none is named. */
  readonly params: readonly string[];
}

export interface DvcPipeline {
  readonly stages: readonly DvcStage[];
  readonly metrics: readonly string[];
}

/** DVC lists a file by its name, or as a mapping from its name to options. */
const Entries = z
  .array(z.union([z.string(), z.record(z.string(), z.unknown())]).catch(""))
  .catch([])
  .transform((list) => list.flatMap((one) => (typeof one === "string" ? [one] : Object.keys(one))));
const Stage = z.object({
  wdir: z.string().optional().catch(undefined),
  deps: Entries.prefault([]),
  outs: Entries.prefault([]),
  metrics: Entries.prefault([]),
  params: z
    .array(z.union([z.string(), z.record(z.string(), z.unknown())]))
    .catch([])
    .transform((list) => list.flatMap((one) => (typeof one === "string" ? ["params.yaml"] : Object.keys(one)))),
});
const Pipeline = z.object({
  stages: z.record(z.string(), Stage.optional().catch(undefined)).catch({}),
  metrics: Entries.prefault([]),
});

/** The pipeline that the text of a `dvc.yaml` at the root describes; one that cannot be read has no stages. */
export function readDvcPipeline(text: string | undefined): DvcPipeline {
  const yaml = text === undefined ? undefined : readYaml(text);
  const parsed = yaml === undefined || "issues" in yaml ? undefined : Pipeline.safeParse(yaml.value);
  if (parsed?.success !== true) return { stages: [], metrics: [] };
  const stages = Object.entries(parsed.data.stages).flatMap(([name, stage]) => {
    if (stage === undefined) return [];
    const { wdir, deps, outs, metrics, params } = stage;
    const from = (files: readonly string[]) => files.map((file) => join(wdir, file));
    return [{ name, deps: from(deps), outs: from(outs), metrics: from(metrics), params: [...new Set(from(params))] }];
  });
  return { stages, metrics: parsed.data.metrics };
}

function join(folder: string | undefined, file: string): string {
  const plain = (folder ?? "").replace(/^\.?\/+|^\.$|\/+$/g, "");
  return plain === "" ? file : `${plain}/${file}`;
}
