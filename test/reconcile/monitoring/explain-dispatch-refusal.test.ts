import { expect, it } from "vitest";
import { explainDispatchRefusal } from "../../../src/reconcile/monitoring/explain-dispatch-refusal.ts";

const ORDER = { workflow: "drift.yml", inputs: ["pawl-key", "window-start", "window-end"] };

function answer(status: number, message: string): Error {
  return Object.assign(new Error(`${message} - https://docs.github.com/rest`), { status });
}

it.each([
  [404, "Not Found", "There is no workflow `.github/workflows/drift.yml` on the default branch"],
  [403, "Resource not accessible by integration", "It needs the permission “Actions: write”"],
  [
    422,
    "Event 'workflow_dispatch' is not allowed to trigger Actions workflows",
    "Allow the event `workflow_dispatch` and the App as its actor in the execution protections",
  ],
  [403, "Event 'workflow_dispatch' is not allowed to trigger Actions workflows", "execution protections"],
  [422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow", "is disabled. Enable it on the Actions page"],
  [
    422,
    "Workflow does not have 'workflow_dispatch' trigger",
    "it needs `on: workflow_dispatch` with the inputs `pawl-key`, `window-start`, `window-end`",
  ],
  [
    422,
    'Unexpected inputs provided: ["window-start", "window-end"]',
    "Declare `pawl-key`, `window-start`, `window-end` under `on.workflow_dispatch.inputs`",
  ],
  [422, "Required input 'city' not provided", "and no other input that is required"],
])("%i %s", (status, message, way) => {
  const said = explainDispatchRefusal(answer(status, message), ORDER);
  expect(said).toContain(way);
  expect(said).not.toContain("docs.github.com");
});

it.each([
  ["a rate limit", answer(403, "API rate limit exceeded for installation")],
  ["a token that expired", answer(401, "Bad credentials")],
  ["an answer that was lost", answer(502, "Bad gateway")],
])("%s is no refusal: it passes", (_, error) => {
  expect(explainDispatchRefusal(error, ORDER)).toBeUndefined();
});

it("attack: what GitHub quotes of a workflow stays code", () => {
  const said = explainDispatchRefusal(answer(422, "Required input '`<img src=x>` @ana' not provided"), ORDER);
  expect(said).not.toContain("<img");
  expect(said).not.toMatch(/[^;]@ana/);
});
