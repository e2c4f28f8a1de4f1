import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { vi } from "vitest";
import type { CreatedApp } from "../../../sandbox/github/control/control.ts";
import { type FakeGitHub, type FakeGitHubOptions, startFakeGitHub } from "../../../sandbox/github/start-fake-github.ts";

// a fake starts in a second, but tests run beside each other
vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 });

const WORKFLOW = `name: train
run-name: train \${{ inputs.pawl-key || github.event.pull_request.title }}
on:
  pull_request:
    paths: ["model/**"]
  push:
    branches: [main]
  workflow_dispatch:
    inputs:
      pawl-key: {}
jobs:
  train:
    runs-on: [self-hosted, gpu]
    steps: []
`;

/** A fake with an owner, a writer and a stranger, one private repository and one App installed on it. */
export interface Scene {
  readonly fake: FakeGitHub;
  readonly control: FakeGitHub["control"];
  readonly app: CreatedApp;
  readonly installationId: number;
  readonly repository: string;
  readonly at: { readonly owner: string; readonly repo: string };
  readonly headOfMain: string;
  /** As the App's installation. */
  readonly octokit: Octokit;
  readonly ana: Octokit;
  readonly ben: Octokit;
  readonly stranger: Octokit;
  readonly as: (auth: string) => Octokit;
  /** A branch with one changed file, and a pull request of it. */
  readonly openPull: (
    branch?: string,
    files?: Readonly<Record<string, string>>,
  ) => Promise<{ number: number; headSha: string }>;
}

export async function startScene(options: FakeGitHubOptions & { webhookUrl?: string } = {}): Promise<Scene> {
  const fake = await startFakeGitHub({ validate: true, ...options });
  const { control } = fake;
  const [ana, ben, stranger] = await Promise.all(
    ["ana", "ben", "mallory"].map((login) => control.createUser({ login })),
  );
  const app = await control.createApp({
    name: "Pawl",
    owner: "ana",
    permissions: {
      actions: "write",
      checks: "write",
      contents: "write",
      deployments: "write",
      issues: "write",
      pull_requests: "write",
      statuses: "write",
    },
    events: [
      "check_run",
      "check_suite",
      "create",
      "delete",
      "deployment",
      "deployment_protection_rule",
      "deployment_status",
      "issue_comment",
      "issues",
      "merge_group",
      "pull_request",
      "pull_request_review",
      "push",
      "repository_dispatch",
      "status",
      "workflow_dispatch",
      "workflow_job",
      "workflow_run",
    ],
    ...(options.webhookUrl === undefined ? {} : { webhookUrl: options.webhookUrl }),
  });
  const { repository, headSha } = await control.createRepository({
    owner: "ana",
    name: "flights",
    private: true,
    files: { "README.md": "# Flights\n", "model/train.py": "depth = 3\n", ".github/workflows/train.yml": WORKFLOW },
  });
  await control.addCollaborator({ repository, login: "ben", permission: "write" });
  const { installationId } = await control.install({ app: app.slug, account: "ana", repositories: ["flights"] });
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const as = (auth: string): Octokit => new Octokit({ baseUrl: `${fake.url}/api/v3`, auth, log });
  return {
    fake,
    control,
    app,
    installationId,
    repository,
    at: { owner: "ana", repo: "flights" },
    headOfMain: headSha!,
    octokit: new Octokit({
      baseUrl: fake.url,
      log,
      authStrategy: createAppAuth,
      auth: { appId: app.appId, privateKey: app.privateKey, installationId },
    }),
    ana: as(ana!.token),
    ben: as(ben!.token),
    stranger: as(stranger!.token),
    as,
    openPull: async (branch = "deeper", files = { "model/train.py": "depth = 5\n" }) => {
      await control.commitFiles({ repository, branch, files, message: "Go deeper", author: "ben" });
      return control.openPull({ repository, head: branch, title: "Go deeper", author: "ben" });
    },
  };
}
