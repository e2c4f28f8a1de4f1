import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { LogReaderChoice } from "../../../src/runner/readers/log-readers.ts";
import { readTrainingLogs, type TrainingLogs } from "../../../src/runner/readers/read-training-logs.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");

/** A folder in which a command has just "run". */
export interface TrainingFolder extends Disposable {
  readonly root: string;
  readonly since: Date;
  /** Copies what a library wrote, or a part of it, as if it were written now. */
  readonly addFixture: (name: string, from?: string, to?: string) => void;
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly text: (path: string) => string;
  readonly bytes: (path: string) => Buffer;
  /** Makes a file look as if it had been there for an hour. */
  readonly age: (path: string) => void;
  readonly read: (
    reader?: LogReaderChoice,
    more?: { path?: string; env?: NodeJS.ProcessEnv; since?: Date },
  ) => Promise<TrainingLogs>;
}

export function createTrainingFolder(): TrainingFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pawl-readers-")));
  const since = new Date(Date.now() - 5_000);
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  return {
    root,
    since,
    write,
    addFixture(name, from = ".", to = from) {
      const source = join(FIXTURES, name, from);
      if (!existsSync(source)) throw new Error(`no fixture ${source}`);
      mkdirSync(dirname(join(root, to)), { recursive: true });
      cpSync(source, join(root, to), { recursive: true });
      for (const name of ["mlflow.db", "mlflow.db-wal"]) {
        const packed = join(root, to, `${name}.gz`);
        if (!existsSync(packed)) continue;
        write(join(to, name), gunzipSync(readFileSync(packed)));
        rmSync(packed);
      }
    },
    text: (path) => readFileSync(join(root, path), "utf8"),
    bytes: (path) => readFileSync(join(root, path)),
    age(path) {
      const hourAgo = new Date(Date.now() - 3_600_000);
      utimesSync(join(root, path), hourAgo, hourAgo);
    },
    read: (reader = "auto", { path, env = {}, since: start = since } = {}) =>
      readTrainingLogs({ root, since: start, reader, path, env }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
