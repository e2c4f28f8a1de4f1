/** Runs one command of the bundle and gives the exit code of its step. */
export type ActionCommand = (env: NodeJS.ProcessEnv) => Promise<number>;

/** The commands of the bundle; adding one is one folder and one line. Loaded when called, so that starting stays quick. */
export const ACTION_COMMANDS: Readonly<Record<string, () => Promise<ActionCommand>>> = {
  train: async () => (await import("./train/index.ts")).train,
  evaluate: async () => (await import("./evaluate/index.ts")).evaluate,
  "validate-data": async () => (await import("./validate-data/index.ts")).validateData,
  package: async () => (await import("./package/index.ts")).packageModel,
  pull: async () => (await import("./pull/index.ts")).pull,
  drift: async () => (await import("./drift/index.ts")).drift,
  "train-prepare": async () => (await import("./train/prepare.ts")).prepareTraining,
};
