import type { CliCommand } from "./command.ts";

export interface ListedCommand {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Loaded when called, so that starting stays quick. */
  readonly load: () => Promise<CliCommand>;
}

/** The commands of `pawl`, in the order of the help; adding one is one file and one entry. */
export const CLI_COMMANDS: Readonly<Record<string, ListedCommand>> = {
  init: {
    summary: "Write a configuration and workflows from what is found in a repository.",
    load: async () => (await import("./init.ts")).initCommand,
  },
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
  status: {
    summary: "What serves where, since when, and whether it can be pulled now.",
    load: async () => (await import("./status.ts")).statusCommand,
  },
  history: {
    summary: "Which version served where, from when to when, by whose decision.",
    load: async () => (await import("./history.ts")).historyCommand,
  },
  rollback: {
    summary: "Open the pull request that moves an alias back to an earlier version.",
    load: async () => (await import("./rollback.ts")).rollbackCommand,
  },
  verify: {
    summary: "Check a package's content, evidence, ledger commit and attestation against each other.",
    load: async () => (await import("./verify.ts")).verifyCommand,
  },
  simulate: {
    summary: "What a policy would have decided about past promotions.",
    load: async () => (await import("./simulate.ts")).simulateCommand,
  },
  doctor: {
    summary: "What in the repository's settings stands in the way of promotions that can be trusted.",
    load: async () => (await import("./doctor.ts")).doctorCommand,
  },
  adopt: {
    summary: "Have a version that was made elsewhere entered in the registry.",
    load: async () => (await import("./adopt.ts")).adoptCommand,
  },
  uninstall: {
    summary: "What has to be lifted before the App goes, and the registry as files.",
    load: async () => (await import("./uninstall.ts")).uninstallCommand,
  },
};
