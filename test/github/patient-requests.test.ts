import { describe, expect, it } from "vitest";
import {
  createLanes,
  createPatientSender,
  type Patience,
  type RequestEvent,
} from "../../src/github/patient-requests.ts";
import { limitWaitMs } from "../../src/github/rate-limit.ts";

const QUICK: Patience = {
  writeGapMs: 0,
  notifyGapMs: 0,
  timeoutMs: 1000,
  attempts: 3,
  pauseMs: 1,
  longestWaitMs: 60_000,
};

function failure(status: number, headers: Record<string, string> = {}, message = "no") {
  return Object.assign(new Error(message), { status, response: { headers } });
}

/** A sender whose requests fail in this order and then succeed. */
function scripted(failures: readonly unknown[], patience: Partial<Patience> = {}) {
  const events: RequestEvent[] = [];
  const settings = { ...QUICK, onEvent: (event: RequestEvent) => void events.push(event), ...patience };
  const send = createPatientSender(settings, createLanes(settings));
  let sent = 0;
  const sentAt = new Map<string, number>();
  const request = (method: string, url: string) =>
    send(
      async () => {
        const error = failures[sent];
        sent += 1;
        sentAt.set(url, performance.now());
        if (error !== undefined) throw error;
        return { status: 200, headers: {} };
      },
      { method, url: `https://api.example${url}` },
      "installation/1",
    );
  return { request, sent: () => sent, sentAt, events };
}

describe("a request whose answer was lost", () => {
  it.each`
    what                                                               | method      | url                                                    | times
    ${"a read"}                                                        | ${"GET"}    | ${"/repos/a/b/pulls/1"}                                | ${2}
    ${"an edited comment"}                                             | ${"PATCH"}  | ${"/repos/a/b/issues/comments/1"}                      | ${2}
    ${"a deleted comment"}                                             | ${"DELETE"} | ${"/repos/a/b/issues/comments/1"}                      | ${2}
    ${"a new comment"}                                                 | ${"POST"}   | ${"/repos/a/b/issues/1/comments"}                      | ${1}
    ${"a new check run"}                                               | ${"POST"}   | ${"/repos/a/b/check-runs"}                             | ${1}
    ${"a dispatch"}                                                    | ${"POST"}   | ${"/repos/a/b/actions/workflows/train.yml/dispatches"} | ${1}
    ${"a commit by GraphQL"}                                           | ${"POST"}   | ${"/graphql"}                                          | ${1}
    ${"an updated check run (GitHub would add its annotations again)"} | ${"PATCH"}  | ${"/repos/a/b/check-runs/1"}                           | ${1}
  `("$what is sent $times time(s)", async ({ method, url, times }) => {
    const { request, sent } = scripted([failure(502)]);
    await request(method, url).catch(() => undefined);
    expect(sent()).toBe(times);
  });

  it("a read is given up after so many attempts", async () => {
    const { request, sent } = scripted([failure(502), failure(500), failure(503), failure(500)]);
    await expect(request("GET", "/x")).rejects.toMatchObject({ status: 503 });
    expect(sent()).toBe(3);
  });

  it("a refusal is not repeated", async () => {
    const { request, sent } = scripted([failure(404)]);
    await expect(request("GET", "/x")).rejects.toMatchObject({ status: 404 });
    expect(sent()).toBe(1);
  });
});

describe("a rate limit", () => {
  const NOW = Date.parse("2026-11-25T12:00:00Z");
  it.each`
    answer                                    | status | headers                                                                                                                  | message                                       | wait
    ${"secondary, with retry-after"}          | ${403} | ${{ "retry-after": "30" }}                                                                                               | ${"secondary rate limit"}                     | ${30_000}
    ${"429 with retry-after"}                 | ${429} | ${{ "retry-after": "5" }}                                                                                                | ${""}                                         | ${5000}
    ${"secondary, without a header"}          | ${403} | ${{}}                                                                                                                    | ${"You have exceeded a secondary rate limit"} | ${60_000}
    ${"primary, until the reset"}             | ${403} | ${{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 90) }}                                        | ${"API rate limit exceeded"}                  | ${91_000}
    ${"primary, in GitHub's clock, not ours"} | ${403} | ${{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 90), date: "Wed, 25 Nov 2026 12:01:00 GMT" }} | ${""}                                         | ${31_000}
    ${"a missing permission"}                 | ${403} | ${{ "x-ratelimit-remaining": "4999" }}                                                                                   | ${"Resource not accessible by integration"}   | ${undefined}
    ${"something else"}                       | ${500} | ${{ "retry-after": "30" }}                                                                                               | ${""}                                         | ${undefined}
  `("$answer → $wait", ({ status, headers, message, wait }) => {
    expect(limitWaitMs({ status, headers, message }, NOW, 0)).toBe(wait);
  });

  it("is waited out, a creation included, because a refused request had no effect", async () => {
    const { request, sent, events } = scripted([failure(403, { "retry-after": "0" }, "secondary rate limit")]);
    await expect(request("POST", "/repos/a/b/check-runs")).resolves.toMatchObject({ status: 200 });
    expect(sent()).toBe(2);
    expect(events.map(({ kind }) => kind)).toEqual(["answered", "limited", "answered"]);
  });

  it("that asks for too long is given to the caller", async () => {
    const { request } = scripted([failure(429, { "retry-after": "3600" })]);
    await expect(request("GET", "/x")).rejects.toMatchObject({ status: 429 });
  });

  it("stops everybody who shares the token", async () => {
    const { request, events } = scripted([failure(429, { "retry-after": "0.2" })]);
    const started = performance.now();
    await Promise.all([
      request("GET", "/a"),
      new Promise((resolve) => setTimeout(resolve, 20)).then(() => request("GET", "/b")),
    ]);
    expect(performance.now() - started).toBeGreaterThan(180);
    expect(events.filter(({ kind }) => kind === "answered")).toHaveLength(3);
  });
});

it("writes keep their distance, reads do not wait", async () => {
  const { request, sentAt } = scripted([], { writeGapMs: 60, notifyGapMs: 150 });
  const at = (url: string) => sentAt.get(url) ?? Number.NaN;
  await Promise.all([
    request("POST", "/repos/a/b/issues/1/comments"),
    request("POST", "/repos/a/b/issues/2/comments"),
    request("POST", "/repos/a/b/check-runs"),
    request("GET", "/x"),
  ]);
  const [comment, other] = [at("/repos/a/b/issues/1/comments"), at("/repos/a/b/issues/2/comments")];
  // Only that something comes later is demanded: a busy machine makes anything late. Timers are a millisecond early at times.
  expect(at("/x")).toBeLessThan(other);
  expect(other - comment).toBeGreaterThanOrEqual(140);
  expect(at("/repos/a/b/check-runs") - other).toBeGreaterThanOrEqual(50);
});
