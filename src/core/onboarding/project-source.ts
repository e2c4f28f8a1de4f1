import type { Sentence } from "../report/sentence.ts";

/** A project as both doors can show it: the App from git's tree and blobs, the terminal from a folder. */
export interface ProjectSource {
  /** Of the repository or folder. */
  readonly name: string;
  /** All files, relative to the root, with slashes. */
  readonly paths: readonly string[];
  /** Of the small files that `chooseFiles` asked for, as far as they could be read. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Something that was found out, and what it was concluded from: nothing is guessed silently. */
export interface Guess<Value> {
  readonly value: Value;
  readonly why: Sentence;
}

/** A file longer than this is not read to find out what a project is. */
export const MAX_SOURCE_BYTES = 64 * 1024;
