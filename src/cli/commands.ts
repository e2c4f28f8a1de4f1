import type { CliCommand } from "./command.ts";

export interface ListedCommand {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Loaded when called, so that starting stays quick. */
  readonly load: () => Promise<CliCommand>;
}

/** The commands of `pawl`, in the order of the help; adding one is one file and one entry. */
export const CLI_COMMANDS: Readonly<Record<string, ListedCommand>> = {
  profile: {
    summary: "What is in a dataset: types, nulls, ranges, frequent values.",
    load: async () => (await import("./profile.ts")).profileCommand,
  },
  infer: {
    summary: "Write a data contract from data, to be read and kept.",
    load: async () => (await import("./infer.ts")).inferCommand,
  },
  validate: {
    summary: "Check a dataset against its data contract.",
    load: async () => (await import("./validate.ts")).validateCommand,
  },
  drift: {
    summary: "Compare data with earlier data: what has changed, and does it matter?",
    load: async () => (await import("./drift.ts")).driftCommand,
  },
  verify: {
    summary: "Check a package's content, evidence, ledger commit and attestation against each other.",
    load: async () => (await import("./verify.ts")).verifyCommand,
  },
};
