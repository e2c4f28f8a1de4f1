import { LRUCache } from "lru-cache";
import { z } from "zod";

/** Bodies of GitHub's answers from earlier, by what was asked. */
export interface EtagStore {
  readonly read: (question: Question) => string | undefined;
  readonly write: (question: Question, body: string) => void;
  readonly forget: (question: Question) => void;
  /** Whether something was learnt since the store was opened. */
  readonly isChanged: () => boolean;
  /** How many answers it holds. */
  readonly size: () => number;
  /** Text that {@link openEtagStore} reads. */
  readonly serialize: () => string;
}

/** What makes one answer another: the whole address, and the media type that was asked for. */
export interface Question {
  readonly url: string;
  readonly accept: string;
}

export interface EtagStoreLimits {
  readonly entries: number;
  /** Characters of all questions and bodies together. */
  readonly characters: number;
}

/** A hundred open pull requests with all that belongs to them. */
const LIMITS: EtagStoreLimits = { entries: 4000, characters: 24 * 1024 * 1024 };
/** One answer that large is asked for again sooner than it stays the same. */
const MAX_BODY = 1024 * 1024;

const Kept = z.strictObject({
  schema: z.literal("pawl.etags/v1"),
  answers: z.array(z.tuple([z.string(), z.string(), z.string()])),
});

/**
 * Opens what {@link EtagStore.serialize} wrote; anything else is thrown away, and the store begins empty. Nothing in it
 * is believed: see {@link conditionalFetch}.
 */
export function openEtagStore(text: string | undefined, limits: EtagStoreLimits = LIMITS): EtagStore {
  const answers = new LRUCache<string, { readonly question: Question; readonly body: string }>({
    max: limits.entries,
    maxSize: limits.characters,
    sizeCalculation: ({ question, body }, key) =>
      key.length + question.url.length + question.accept.length + body.length,
  });
  const keyOf = ({ accept, url }: Question): string => `${accept}\n${url}`;
  const keep = (question: Question, body: string): void => {
    if (body.length <= MAX_BODY) answers.set(keyOf(question), { question, body });
  };
  // Oldest first, as they were written.
  for (const [url, accept, body] of parseKept(text)) keep({ url, accept }, body);
  let changed = false;
  return {
    read: (question) => answers.get(keyOf(question))?.body,
    write: (question, body) => {
      if (answers.peek(keyOf(question))?.body === body) return;
      keep(question, body);
      changed = true;
    },
    forget: (question) => {
      changed = answers.delete(keyOf(question)) || changed;
    },
    isChanged: () => changed,
    size: () => answers.size,
    serialize: () => {
      const kept = [...answers.values()].reverse().map(({ question: { url, accept }, body }) => [url, accept, body]);
      return JSON.stringify({ schema: "pawl.etags/v1", answers: kept });
    },
  };
}

function parseKept(text: string | undefined): readonly (readonly [string, string, string])[] {
  if (text === undefined) return [];
  try {
    return Kept.safeParse(JSON.parse(text)).data?.answers ?? [];
  } catch {
    return [];
  }
}
