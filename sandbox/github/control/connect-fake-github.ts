import type { Control } from "./control.ts";

/**
 * The control of a fake GitHub that runs in another process, over `POST /_control/<name>`.
 * @throws Error with the other side's message when a call fails there
 */
export function connectFakeGitHub(url: string): Control {
  const call = async (name: string, argument: unknown): Promise<unknown> => {
    const response = await fetch(new URL(`/_control/${name}`, url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(argument ?? null),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const message = typeof answer === "object" && answer !== null && "message" in answer ? answer.message : answer;
    throw new Error(`The fake GitHub refused ${name}: ${String(message)}`);
  };
  const calls = new Proxy(
    {},
    { get: (_, name) => (name === "then" ? undefined : (argument: unknown) => call(String(name), argument)) },
  );
  // every property is a call of that name, and the other side has the type
  return calls as Control;
}
