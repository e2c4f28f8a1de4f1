import type { ProjectSource } from "./project-source.ts";

/** File names of the workflows that onboarding writes. */
export interface WorkflowNames {
  readonly train: string;
  readonly data: string;
}

/** The usual names; where another workflow has one already, and does not use Pawl, another name. */
export function nameWorkflows({ paths, texts }: ProjectSource): WorkflowNames {
  const free = (name: string, action: string): string => {
    const path = `.github/workflows/${name}`;
    const ours = (texts.get(path) ?? "").includes(`/pawl/actions/${action}@`);
    return paths.includes(path) && !ours ? `pawl-${name}` : name;
  };
  return { train: free("train.yml", "train"), data: free("data.yml", "validate-data") };
}
