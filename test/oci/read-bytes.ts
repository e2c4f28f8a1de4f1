import type { Readable } from "node:stream";
import { digestOf } from "../../src/core/package/digest-of.ts";

/** Everything that a stream gives. */
export async function readBytes(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What a stream gives, by its digest: comparing megabytes element by element takes minutes. */
export async function readDigest(stream: Readable): Promise<string> {
  return digestOf(await readBytes(stream));
}
