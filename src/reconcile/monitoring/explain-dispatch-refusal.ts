import { toOneLine } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { isForbidden, isNotFound, isUnprocessable, messageOf, statusOf } from "../../github/request-failure.ts";

/**
 * Why GitHub does not start a workflow, and the way out, as Markdown; `undefined` where the error says no such thing.
 *
 * @param inputs Names of the inputs that were sent.
 */
export function explainDispatchRefusal(
  error: unknown,
  { workflow, inputs }: { readonly workflow: string; readonly inputs: readonly string[] },
): string | undefined {
  const file = `\`.github/workflows/${workflow}\``;
  const said = messageOf(error);
  // These pass by themselves: a limit, and a token that has just expired.
  if (/rate limit/i.test(said) || statusOf(error) === 401) return undefined;
  if (isNotFound(error)) {
    return `There is no workflow ${file} on the default branch, or the App may not see it. Add the file, or name another one with \`drift.workflow\`.`;
  }
  if (/not allowed/i.test(said) && (isUnprocessable(error) || isForbidden(error))) {
    return `An Actions policy keeps the App from starting workflows (${quote(said)}). Allow the event \`workflow_dispatch\` and the App as its actor in the execution protections of the repository or organization.`;
  }
  if (isForbidden(error)) {
    return `The App may not start ${file} (${quote(said)}). It needs the permission “Actions: write”: accept it on the App's installation page.`;
  }
  if (!isUnprocessable(error)) return undefined;
  if (/disabled/i.test(said)) {
    return `The workflow ${file} is disabled. Enable it on the Actions page of the repository.`;
  }
  if (/unexpected inputs/i.test(said)) {
    return `The workflow ${file} does not declare what it is sent (${quote(said)}). Declare ${list(inputs)} under \`on.workflow_dispatch.inputs\`.`;
  }
  if (/workflow_dispatch/.test(said)) {
    return `The workflow ${file} cannot be started: it needs \`on: workflow_dispatch\` with ${inputs.length === 1 ? "the input" : "the inputs"} ${list(inputs)}.`;
  }
  return `GitHub did not start ${file} (${quote(said)}). It needs \`on: workflow_dispatch\` with ${list(inputs)} and no other input that is required.`;
}

/** Octokit puts an address for readers behind GitHub's words. */
function quote(said: string): string {
  return formatCode(toOneLine(said.replace(/\s-\shttps?:\/\/\S+$/, ""), 160));
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
