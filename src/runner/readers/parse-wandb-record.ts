import { readFields } from "./read-fields.ts";

/** A key, in parts where it is nested, and its value as JSON; no value means that it was removed. */
export interface WandbItem {
  readonly key: readonly string[];
  readonly json: string | undefined;
}

export interface WandbRecord {
  readonly history: readonly WandbItem[];
  /** `_step` as the record itself has it, where the items do not. */
  readonly step: number | undefined;
  readonly summary: readonly WandbItem[];
  readonly config: readonly WandbItem[];
  /** True for the record that ends the log of a run that finished. */
  readonly isExit: boolean;
}

/**
 * Decodes what is needed of `wandb_internal.Record`. Field numbers are those of wandb/proto/wandb_internal.proto.
 * Throws where the bytes are no record.
 */
export function parseWandbRecord(bytes: Uint8Array): WandbRecord {
  const history: WandbItem[] = [];
  const summary: WandbItem[] = [];
  const config: WandbItem[] = [];
  let step: number | undefined;
  let isExit = false;
  readFields(bytes, {
    2: (record) => {
      step = parseHistory(record.bytes(), history);
    },
    3: (record) => parseUpdates(record.bytes(), summary),
    5: (record) => parseUpdates(record.bytes(), config),
    17: (record) =>
      readFields(record.bytes(), {
        4: (run) => parseUpdates(run.bytes(), config),
        5: (run) => parseUpdates(run.bytes(), summary),
      }),
    18: (record, wire) => {
      record.skip(wire);
      isExit = true;
    },
  });
  return { history, step, summary, config, isExit };
}

function parseHistory(bytes: Uint8Array, items: WandbItem[]): number | undefined {
  let step: number | undefined;
  readFields(bytes, {
    1: (history) => void items.push(parseItem(history.bytes())),
    2: (history) => {
      step = 0;
      readFields(history.bytes(), {
        1: (record) => {
          step = Number(record.int64());
        },
      });
    },
  });
  return step;
}

/** Config and summary records alike: `update = 1`, `remove = 2`. */
function parseUpdates(bytes: Uint8Array, items: WandbItem[]): void {
  readFields(bytes, {
    1: (record) => void items.push(parseItem(record.bytes())),
    2: (record) => void items.push({ ...parseItem(record.bytes()), json: undefined }),
  });
}

function parseItem(bytes: Uint8Array): WandbItem {
  let key: string[] = [];
  const nested: string[] = [];
  let json: string | undefined;
  readFields(bytes, {
    1: (item) => {
      key = [item.string()];
    },
    2: (item) => void nested.push(item.string()),
    16: (item) => {
      json = item.string();
    },
  });
  return { key: nested.length > 0 ? nested : key, json };
}
