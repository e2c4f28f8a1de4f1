import { appendFileSync } from "node:fs";

/** Larger summaries are refused by the runner: 1 MiB a step. */
const MAX_SUMMARY_BYTES = 1024 * 1024 - 1024;

/** Appends Markdown to the job summary; does nothing where there is none. Too long a text is cut at a line, and says so. */
export function writeSummary(markdown: string, env: NodeJS.ProcessEnv = process.env): void {
  const file = env["GITHUB_STEP_SUMMARY"];
  if (file === undefined || file === "") return;
  appendFileSync(file, `${fitBytes(markdown, MAX_SUMMARY_BYTES)}\n`, "utf8");
}

function fitBytes(markdown: string, maxBytes: number): string {
  const bytes = Buffer.from(markdown, "utf8");
  if (bytes.byteLength <= maxBytes) return markdown;
  const end = bytes.lastIndexOf("\n", maxBytes);
  return `${bytes.subarray(0, Math.max(end, 0)).toString("utf8")}\n\n_The rest did not fit into the job summary._`;
}
