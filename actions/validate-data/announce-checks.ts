import type { Check } from "../../src/core/dataset/check.ts";
import { formatError, PawlError } from "../../src/core/errors.ts";
import type { DataEvidence } from "../../src/core/evidence/data-evidence.ts";
import { ContractError } from "../../src/runner/datasets/read-contract.ts";
import type { Redact } from "../../src/runner/redact.ts";
import { logAnnotation, logLine, logMessage } from "../../src/runner/workflow-commands.ts";

/** GitHub shows so many annotations of each level for a step. */
const MAX_ANNOTATIONS = 10;

const LEVELS = { error: "error", warning: "warning", info: "notice" } as const;

/** Says every broken rule in the job's log: the first of each severity as annotations on the contract's lines. */
export function announceChecks({ checks, contract, verdict, outcome, profile }: DataEvidence): void {
  const said = { error: 0, warning: 0, info: 0 };
  for (const check of checks) {
    if (check.verdict !== "fail") continue;
    said[check.severity] += 1;
    if (said[check.severity] > MAX_ANNOTATIONS) logLine(`${check.severity}: ${describe(check)}`);
    else {
      const onContract = check.origin === "contract" && contract !== undefined;
      const place = onContract ? { file: contract.path, line: check.line } : {};
      logAnnotation(LEVELS[check.severity], describe(check), { ...place, title: check.title.slice(0, 200) });
    }
  }
  if (outcome.kind !== "succeeded") return;
  const failed = said.error + said.warning + said.info;
  const open = checks.filter((check) => check.verdict === "not-evaluated").length;
  const counts = `${String(checks.length - failed - open)} passed, ${String(failed)} failed, ${String(open)} not evaluated`;
  logLine(`${String(profile?.rows ?? 0)} rows, ${String(checks.length)} checks: ${counts}. Verdict: ${verdict}.`);
}

function describe({ title, expected, actual, reason }: Check): string {
  return `${title}: expected ${expected}, found ${actual}${reason === undefined ? "" : ` (${reason})`}`;
}

export interface Speech {
  readonly redact: Redact;
  /** Messages of the engine may quote a value of the data. */
  readonly showValues: boolean;
}

/** Says why data or contract could not be read: each fault of a contract on its line. */
export function announceFailure(error: unknown, { redact, showValues }: Speech): void {
  if (error instanceof ContractError && error.issues.length > 0) announceIssues(error);
  else if (error instanceof PawlError || showValues) logMessage("error", redact.text(formatError(error)));
  else logMessage("error", "The engine stopped. Its message may quote the data: `show-values: true` shows it.");
}

function announceIssues({ path, issues }: ContractError): void {
  for (const [index, { line, key, message, hint }] of issues.entries()) {
    const text = `${key === "" ? "" : `${key} `}${message}${hint === undefined ? "" : ` ${hint}`}`;
    if (index < MAX_ANNOTATIONS) logAnnotation("error", text, { file: path, line, title: "Data contract" });
    else logLine(`error: ${path}:${String(line)} ${text}`);
  }
}
