import { type BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { readFields } from "./read-fields.ts";

/** Numbers of `tensorflow.DataType`, with how one little-endian element is read from `tensor_content`. */
const ELEMENTS: Readonly<Record<number, { readonly bytes: number; readonly read: (view: DataView) => number }>> = {
  1: { bytes: 4, read: (view) => view.getFloat32(0, true) },
  2: { bytes: 8, read: (view) => view.getFloat64(0, true) },
  3: { bytes: 4, read: (view) => view.getInt32(0, true) },
  9: { bytes: 8, read: (view) => Number(view.getBigInt64(0, true)) },
};

/**
 * The number in a `tensorflow.TensorProto` of one element, `undefined` for any other tensor. Field numbers are those of
 * tensorflow/core/framework/tensor.proto.
 */
export function parseScalarTensor(bytes: Uint8Array): number | undefined {
  let type = 0;
  let content: Uint8Array | undefined;
  const values: number[] = [];
  readFields(bytes, {
    1: (reader) => {
      type = reader.int32();
    },
    4: (reader) => {
      content = reader.bytes();
    },
    5: (reader, wire) => collect(values, reader, wire, (packed) => packed.float()),
    6: (reader, wire) => collect(values, reader, wire, (packed) => packed.double()),
    7: (reader, wire) => collect(values, reader, wire, (packed) => packed.int32()),
    10: (reader, wire) => collect(values, reader, wire, (packed) => Number(packed.int64())),
  });
  const element = ELEMENTS[type];
  if (element === undefined) return undefined;
  if (content === undefined || content.length === 0) return values.length === 1 ? values[0] : undefined;
  if (content.length !== element.bytes) return undefined;
  return element.read(new DataView(content.buffer, content.byteOffset, content.byteLength));
}

/** Repeated numbers come packed or one by one. Two are enough to know that it is no scalar. */
function collect(values: number[], reader: BinaryReader, wire: WireType, read: (reader: BinaryReader) => number): void {
  if (wire !== WireType.LengthDelimited) {
    values.push(read(reader));
    return;
  }
  const end = reader.uint32() + reader.pos;
  while (reader.pos < end) values.push(read(reader));
}
