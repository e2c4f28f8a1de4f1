/** Work of several parts, of which one that fails does not keep the others. */
export interface Attempts {
  readonly attempt: (work: () => Promise<unknown>) => Promise<void>;
  /** Throws the first error, if there was one. */
  readonly finish: () => void;
}

export function createAttempts(): Attempts {
  const errors: unknown[] = [];
  return {
    attempt: async (work) => {
      try {
        await work();
      } catch (error) {
        errors.push(error);
      }
    },
    finish: () => {
      if (errors.length > 0) throw errors[0];
    },
  };
}
