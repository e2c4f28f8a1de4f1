import { PawlError } from "../core/errors.ts";
import { parseModelName } from "../core/evidence/names.ts";
import { askApp } from "./ask-app.ts";
import { openClone } from "./clone/open-clone.ts";
import { type CliCommand, EXIT, type ExitCode } from "./command.ts";
import { openGitHubRemote } from "./github-remote.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { toPrintable } from "./to-printable.ts";

/** `pawl adopt`: a version that exists elsewhere enters the registry, as not verified. */
export const adoptCommand: CliCommand = {
  usage: "<model> <uri> <sha256:digest> [options]",
  details: [
    "Weights may stay where they are: the registry keeps their address and digest. How the version was made is not known,",
    "so it is marked as adopted, and rules about evidence do not pass for it. Only the App writes to the ledger: this asks",
    "it in an issue, in your name, and waits for the answer.",
  ],
  examples: [
    "pawl adopt late-flights s3://models/late-flights/7/model.pkl sha256:9f86d08…",
    "pawl adopt late-flights ghcr.io/acme/late-flights sha256:9f86d08…",
  ],
  options: {
    wait: { value: "seconds", description: "How long to wait for the App's answer; 120 if not given." },
    json: { description: "The answer as JSON." },
  },
  run: runAdopt,
};

const DEFAULT_WAIT = "120";

async function runAdopt(given: ParsedOptions, terminal: Terminal): Promise<ExitCode> {
  const [name, uri, digest, ...rest] = given.positionals;
  if (name === undefined || uri === undefined || digest === undefined || rest.length > 0) {
    throw refusal("a model, an address and a digest are needed", "pawl adopt <model> <uri> <sha256:digest>");
  }
  const model = parseModelName(name);
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw refusal(
      `"${digest.slice(0, 80)}" is not a digest`,
      "`sha256sum <file>` gives it; write sha256: in front of it.",
    );
  }
  if (/\s/.test(uri)) throw refusal("the address has a space in it", "Write %20 for a space.");
  const wait = Number(given.text("wait") ?? DEFAULT_WAIT);
  if (!Number.isFinite(wait) || wait <= 0) throw refusal("--wait is not a number of seconds", "--wait 120");

  const clone = await openClone({ folder: terminal.folder, env: terminal.env, fetch: false });
  const answer = await askApp(await openGitHubRemote(clone, terminal), {
    title: `Adopt a version of ${model}`,
    text: `A version of \`${model}\` that was made elsewhere is to enter the registry.`,
    command: `/pawl adopt ${model} ${uri} ${digest}`,
    waitSeconds: wait,
    onWaiting: (url) => terminal.tell(terminal.style.quiet(`Asked in ${url}; waiting for the App.`)),
  });
  if (given.flag("json")) terminal.print(JSON.stringify(answer, undefined, 2));
  else terminal.print(toPrintable(answer.text ?? (answer.refused ? "The App refused." : "Done.")));
  return answer.refused ? EXIT.against : EXIT.good;
}

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
