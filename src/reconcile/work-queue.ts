/** One piece of work, repeatable at any time. */
export interface WorkQueueOptions<Job> {
  /** Jobs of different keys that run at once. */
  readonly concurrency: number;
  readonly run: (job: Job) => Promise<void>;
  /** Two jobs of one key that wait become one. */
  readonly merge: (waiting: Job, added: Job) => Job;
  /** A job failed for the nth time in a row: milliseconds until it is tried again, `undefined` to give it up. */
  readonly retryAfter: (job: Job, error: unknown, failures: number) => number | undefined;
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface WorkQueue<Job> {
  readonly add: (key: string, job: Job) => void;
  /** Jobs that wait or run; those that wait for another attempt are not counted. */
  readonly length: () => number;
  /** Jobs that wait for another attempt. */
  readonly retries: () => number;
  /** Resolves when nothing waits or runs. */
  readonly idle: () => Promise<void>;
  /** Takes nothing new and forgets what would be tried again later: the next start finds it. */
  readonly close: () => void;
}

interface Waiting<Job> {
  readonly job: Job;
  readonly failures: number;
}

/**
 * Work by key: one job of a key at a time, in the order in which keys came, and what is added while its key waits is
 * merged into what waits there. So ten events on one pull request are one or two looks at it, and never two at once.
 */
export function createWorkQueue<Job>(options: WorkQueueOptions<Job>): WorkQueue<Job> {
  const waiting = new Map<string, Waiting<Job>>();
  const running = new Set<string>();
  const closing = new AbortController();
  let retries = 0;
  let idleListeners: (() => void)[] = [];

  const put = (key: string, job: Job, failures: number): void => {
    const before = waiting.get(key);
    // What is new starts its count of failures anew.
    waiting.set(
      key,
      before === undefined
        ? { job, failures }
        : { job: options.merge(before.job, job), failures: Math.min(before.failures, failures) },
    );
    startNext();
  };

  const startNext = (): void => {
    for (const [key, next] of waiting) {
      if (running.size >= options.concurrency) return;
      if (running.has(key)) continue;
      waiting.delete(key);
      running.add(key);
      void work(key, next);
    }
  };

  const work = async (key: string, { job, failures }: Waiting<Job>): Promise<void> => {
    try {
      await options.run(job);
    } catch (error) {
      const delay = options.retryAfter(job, error, failures + 1);
      if (delay !== undefined) void retryLater(key, job, failures + 1, delay);
    }
    running.delete(key);
    startNext();
    if (running.size === 0 && waiting.size === 0) {
      const listeners = idleListeners;
      idleListeners = [];
      for (const listener of listeners) listener();
    }
  };

  const retryLater = async (key: string, job: Job, failures: number, delay: number): Promise<void> => {
    retries += 1;
    try {
      await options.pause(delay, closing.signal);
    } catch {
      return;
    } finally {
      retries -= 1;
    }
    if (!closing.signal.aborted) put(key, job, failures);
  };

  return {
    add: (key, job) => {
      if (!closing.signal.aborted) put(key, job, 0);
    },
    length: () => waiting.size + running.size,
    retries: () => retries,
    idle: async () => {
      if (running.size === 0 && waiting.size === 0) return;
      await new Promise<void>((resolve) => idleListeners.push(resolve));
    },
    close: () => closing.abort(),
  };
}
