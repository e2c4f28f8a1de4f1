import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatError } from "../src/core/errors.ts";

/** Keeps one text from one workflow run to the next. Neither call ever rejects: without it everything costs more, no more. */
export interface AnswerCache {
  readonly restore: () => Promise<string | undefined>;
  readonly save: (text: string) => Promise<void>;
}

type CacheClient = typeof import("@actions/cache");

const KEY = "pawl-answers-v1-";
/** What a store can be at most; a larger file is none of ours. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The cache of GitHub Actions. An entry is never overwritten, so each workflow run writes one of its own name, and the
 * newest is found by what all names begin with.
 *
 * @param folder The same one in every workflow run: its path is a part of what names an entry.
 */
export function createAnswerCache({
  folder,
  runKey,
  warn,
}: {
  readonly folder: string;
  readonly runKey: string;
  readonly warn: (text: string) => void;
}): AnswerCache {
  const file = join(folder, "pawl-answers.json");
  const attempt = async <Result>(
    what: string,
    work: (client: CacheClient) => Promise<Result>,
  ): Promise<Result | undefined> => {
    try {
      // Loaded here, because it has an export for `import` alone, and the bundler asks for the rest with `require`.
      const client = await import("@actions/cache");
      return client.isFeatureAvailable() ? await work(client) : undefined;
    } catch (error) {
      warn(`The cache of answers was not ${what}: ${formatError(error)}`);
      return undefined;
    }
  };
  return {
    restore: () =>
      attempt("read", async ({ restoreCache }) => {
        const found = await restoreCache([file], `${KEY}${runKey}`, [KEY]);
        if (found === undefined || (await stat(file)).size > MAX_BYTES) return undefined;
        return readFile(file, "utf8");
      }),
    save: async (text) => {
      await attempt("written", async ({ saveCache }) => {
        await mkdir(folder, { recursive: true });
        await writeFile(file, text);
        await saveCache([file], `${KEY}${runKey}`);
      });
    },
  };
}
