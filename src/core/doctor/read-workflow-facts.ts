import { readYaml } from "../config/read-yaml.ts";
import type { WorkflowFacts } from "./repository-facts.ts";

/** Labels of GitHub's own machines begin with one of these. */
const HOSTED = /^(ubuntu|windows|macos)-/;

const KEY_INPUT = "pawl-key";

const NOTHING = {
  dispatchable: false,
  keyed: false,
  undeclared: [],
  selfHosted: false,
  onPullRequests: false,
  secrets: [],
};

/**
 * What matters of a workflow file for the App; one that cannot be read starts nothing.
 *
 * @param sent Inputs that it is started with beside `pawl-key`.
 */
export function readWorkflowFacts(
  file: string,
  bytes: Uint8Array | undefined,
  sent: readonly string[] = [],
): WorkflowFacts {
  const nothing = { file, ...NOTHING };
  if (bytes === undefined) return { ...nothing, exists: false };
  const yaml = readYaml(bytes);
  if ("issues" in yaml) return { ...nothing, exists: true };
  const on = property(yaml.value, "on");
  const dispatch = eventOf(on, "workflow_dispatch");
  const declared = new Set(entriesOf(property(dispatch.options, "inputs")).map(([name]) => name));
  return {
    file,
    exists: true,
    dispatchable: dispatch.exists,
    keyed: declared.has(KEY_INPUT),
    undeclared: sent.filter((name) => !declared.has(name)),
    selfHosted: entriesOf(property(yaml.value, "jobs")).some(([, job]) => isSelfHosted(property(job, "runs-on"))),
    onPullRequests: ["pull_request", "pull_request_target"].some((event) => eventOf(on, event).exists),
    secrets: secretsIn(new TextDecoder().decode(bytes)),
  };
}

/** `on: push`, `on: [push]` and `on: { push: … }` are all the same. */
function eventOf(on: unknown, event: string): { readonly exists: boolean; readonly options: unknown } {
  if (typeof on === "string") return { exists: on === event, options: undefined };
  if (Array.isArray(on)) return { exists: on.includes(event), options: undefined };
  const found = entriesOf(on).find(([name]) => name === event);
  return { exists: found !== undefined, options: found?.[1] };
}

/** Whatever is not GitHub's is somebody's own machine; an expression may be either, and is not guessed at. */
function isSelfHosted(runsOn: unknown): boolean {
  const labels: readonly unknown[] = Array.isArray(runsOn) ? runsOn : [property(runsOn, "labels") ?? runsOn];
  return labels.flat().some((label) => {
    if (typeof label !== "string" || label.includes("${{")) return false;
    return label === "self-hosted" || !HOSTED.test(label);
  });
}

function secretsIn(text: string): readonly string[] {
  const names = [...text.matchAll(/\bsecrets\.([A-Za-z_]\w{0,99})/g)].map(([, name]) => name ?? "");
  return [...new Set(names)];
}

function property(value: unknown, key: string): unknown {
  return entriesOf(value).find(([name]) => name === key)?.[1];
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
