import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { connectFakeGitHub } from "./github/control/connect-fake-github.ts";
import type { Control } from "./github/control/control.ts";
import { type Child, startChild } from "./start-child.ts";

export interface GitHubProcess {
  readonly child: Child;
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  readonly control: Control;
}

const SCRIPT = fileURLToPath(new URL("serve-github.ts", import.meta.url));
const Ready = z.object({ kind: z.literal("ready"), url: z.string() });

/** Starts the fake GitHub as a process of its own; `port` 0 takes a free one. */
export async function startGitHub(port: number): Promise<GitHubProcess> {
  let isReady: (url: string) => void = () => undefined;
  const ready = new Promise<string>((resolve) => {
    isReady = resolve;
  });
  const child = startChild({
    name: "the fake GitHub",
    script: SCRIPT,
    args: [String(port)],
    environment: { PATH: env["PATH"] },
    onMessage: (message) => {
      const parsed = Ready.safeParse(message);
      if (parsed.success) isReady(parsed.data.url);
    },
  });
  const url = await Promise.race([ready, child.unexpectedEnd]);
  return { child, url, control: connectFakeGitHub(url) };
}
