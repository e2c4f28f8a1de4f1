import { BinaryReader, type WireType } from "@bufbuild/protobuf/wire";

/** What to do with a field, by its number; fields without an entry are skipped. */
export type FieldHandlers = Readonly<Record<number, (reader: BinaryReader, wire: WireType) => void>>;

/** Walks over the fields of one protobuf message. Throws where the bytes are no message. */
export function readFields(bytes: Uint8Array, handlers: FieldHandlers): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const handle = handlers[field];
    if (handle === undefined) reader.skip(wire, field);
    else handle(reader, wire);
  }
}
