import type { ParameterValue } from "../../core/evidence/run-evidence.ts";
import { parseScalarTensor } from "./parse-scalar-tensor.ts";
import { readFields } from "./read-fields.ts";

/** What one event says; histograms, pictures, texts and graphs are left out. */
export interface TensorBoardEvent {
  readonly step: number;
  readonly scalars: readonly { readonly tag: string; readonly value: number }[];
  readonly parameters: ReadonlyMap<string, ParameterValue>;
}

interface SummaryValue {
  tag: string;
  simple?: number;
  tensor?: Uint8Array;
  plugin?: string;
  content?: Uint8Array;
}

/**
 * Decodes `tensorflow.Event`. Field numbers are those of tensorflow/core/util/event.proto and
 * tensorflow/core/framework/summary.proto. `plugins` remembers which plugin a tag belongs to, because only the first
 * value of a tag says so. Throws where the bytes are no event.
 */
export function parseTensorBoardEvent(record: Uint8Array, plugins: Map<string, string>): TensorBoardEvent {
  let step = 0;
  const values: SummaryValue[] = [];
  readFields(record, {
    2: (reader) => {
      step = Number(reader.int64());
    },
    5: (reader) => readFields(reader.bytes(), { 1: (summary) => void values.push(parseValue(summary.bytes())) }),
  });
  const scalars: { tag: string; value: number }[] = [];
  const parameters = new Map<string, ParameterValue>();
  for (const value of values) {
    if (value.plugin !== undefined) plugins.set(value.tag, value.plugin);
    const scalar = toScalar(value, plugins.get(value.tag));
    if (scalar !== undefined) scalars.push({ tag: value.tag, value: scalar });
    if (value.plugin === "hparams" && value.content !== undefined) addHyperparameters(value.content, parameters);
  }
  return { step, scalars, parameters };
}

function parseValue(bytes: Uint8Array): SummaryValue {
  const value: SummaryValue = { tag: "" };
  readFields(bytes, {
    1: (reader) => {
      value.tag = reader.string();
    },
    2: (reader) => {
      value.simple = reader.float();
    },
    8: (reader) => {
      value.tensor = reader.bytes();
    },
    9: (reader) =>
      readFields(reader.bytes(), {
        1: (metadata) =>
          readFields(metadata.bytes(), {
            1: (plugin) => {
              value.plugin = plugin.string();
            },
            2: (plugin) => {
              value.content = plugin.bytes();
            },
          }),
      }),
  });
  return value;
}

/** Tensors hold texts and histograms too: they count where the scalars plugin wrote them. */
function toScalar({ simple, tensor }: SummaryValue, plugin: string | undefined): number | undefined {
  if (simple !== undefined) return simple;
  return tensor !== undefined && plugin === "scalars" ? parseScalarTensor(tensor) : undefined;
}

/** `HParamsPluginData.session_start_info.hparams`: a map from names to `google.protobuf.Value`. */
function addHyperparameters(content: Uint8Array, parameters: Map<string, ParameterValue>): void {
  readFields(content, {
    3: (reader) =>
      readFields(reader.bytes(), {
        1: (session) => {
          let name = "";
          let value: ParameterValue = null;
          readFields(session.bytes(), {
            1: (entry) => {
              name = entry.string();
            },
            2: (entry) => {
              value = parseProtobufValue(entry.bytes());
            },
          });
          parameters.set(name, value);
        },
      }),
  });
}

function parseProtobufValue(bytes: Uint8Array): ParameterValue {
  let value: ParameterValue = null;
  readFields(bytes, {
    2: (reader) => {
      const number = reader.double();
      value = Number.isFinite(number) ? number : String(number);
    },
    3: (reader) => {
      value = reader.string();
    },
    4: (reader) => {
      value = reader.bool();
    },
  });
  return value;
}
