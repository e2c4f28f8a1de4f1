/** GitHub asks whether the jobs of a workflow run may use an environment. Nothing in it is believed but as a name to look up. */
export interface ProtectionRequest {
  readonly workflowRunId: number;
  readonly environment: string;
}
