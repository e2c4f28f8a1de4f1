import type { ChildProcess } from "node:child_process";

const KEPT = 4000;
const SHOWN = 300;

/** Reads what a program says, and keeps its last line for the message that it failed: without addresses' keys, shortened. */
export function lastWords({ stdout, stderr }: ChildProcess, streams = [stdout, stderr]): () => string {
  let said = "";
  for (const stream of streams) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-KEPT);
    });
  }
  return () => withoutKeys(said.trim().split("\n").at(-1) ?? "").slice(0, SHOWN);
}

/** A text of somebody else's program without user, password and query of the addresses in it. */
export function withoutKeys(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, "$1").replace(/(:\/\/[^\s?]*)\?[^\s'")]*/g, "$1?…");
}
