import { PINNED } from "./pinned-actions.ts";
import { yamlScalar } from "./yaml-text.ts";

/** What a workflow begins with that runs on pull requests and on the default branch. */
export function renderTriggers(name: string, branch: string): string {
  return `name: ${name}

on:
  pull_request:
  push:
    branches: [${yamlScalar(branch)}]
  workflow_dispatch:
    inputs:
      pawl-key:
        description: Set by the App, so that it finds the workflow run that it asked for
        required: false
        type: string

# The App looks for its key in this name.
run-name: ${name} \${{ github.head_ref || github.ref_name }} \${{ inputs.pawl-key }}

permissions: {}

concurrency:
  group: ${name}-\${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
`;
}

/** Never for a fork, whose code nobody has read yet, and never for a bot. */
export const TRUSTED = `if: >-
      github.event_name != 'pull_request' ||
      (github.event.pull_request.head.repo.full_name == github.repository && github.event.pull_request.user.type != 'Bot')`;

export function renderCheckout({ lfs }: { readonly lfs: boolean }): string {
  return `      - name: Check out
        uses: ${PINNED.checkout}
        with:
          persist-credentials: false # training code has no business with the token${lfs ? "\n          lfs: true" : ""}
`;
}

/** A step that runs lines of shell. */
export function renderRun(name: string, lines: readonly string[]): string {
  const [only = ""] = lines;
  const plain = lines.length === 1 && !/[:#"'{}&|>]/.test(only) ? ` ${only}` : ` |\n${indent(lines, 10)}`;
  return `      - name: ${name}\n        run:${plain}\n`;
}

export function indent(lines: readonly string[], by: number): string {
  return lines.map((line) => `${" ".repeat(by)}${line}`).join("\n");
}
