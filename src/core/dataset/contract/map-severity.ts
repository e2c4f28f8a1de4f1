import type { Severity } from "../check.ts";

// The standard leaves the words open; its examples are info, warning and error.
const WORDS: Readonly<Record<Severity, readonly string[]>> = {
  error: ["error", "critical", "fatal", "blocker", "high", "major", "severe"],
  warning: ["warning", "warn", "medium", "moderate", "minor", "low"],
  info: ["info", "information", "informational", "notice", "trivial"],
};

/** The severity of a quality rule: `error` where the contract gives none, undefined for a word that nobody agreed on. */
export function mapSeverity(word: string | undefined): Severity | undefined {
  const plain = word?.trim().toLowerCase() ?? "";
  if (plain === "") return "error";
  if (WORDS.error.includes(plain)) return "error";
  if (WORDS.warning.includes(plain)) return "warning";
  return WORDS.info.includes(plain) ? "info" : undefined;
}
