import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { conditionalFetch } from "../../src/github/conditional-fetch.ts";
import { openEtagStore } from "../../src/github/etag-store.ts";

const API = "https://api.github.test";
const ACCEPT = "application/vnd.github.v3+json";

interface Page {
  body: unknown;
  readonly link?: string;
  readonly type?: string;
}

/** A server that makes ETags as GitHub does, and what it was asked. */
function createServer(pages: Record<string, Page>, etagOf = githubEtag) {
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = String(input);
    const headers = new Headers(init?.headers);
    const page = pages[url.slice(API.length)];
    if (page === undefined) return new Response("{}", { status: 404, headers: { "content-type": "application/json" } });
    const body = JSON.stringify(page.body);
    const etag = etagOf(body, headers);
    const same = headers.get("if-none-match") === etag;
    asked.push(`${same ? "304" : "200"} ${url.slice(API.length)}`);
    const answered = { etag, ...(page.link === undefined ? {} : { link: page.link }) };
    if (same) return new Response(null, { status: 304, headers: { etag } });
    return new Response(body, {
      status: 200,
      headers: { ...answered, "content-type": page.type ?? "application/json" },
    });
  };
  return { fetch, asked };
}

function githubEtag(body: string, headers: Headers): string {
  const hash = createHash("sha256").update(`${headers.get("accept")}:${headers.get("authorization")}:${body}`);
  return `"${hash.digest("hex")}"`;
}

const as = (token: string) => ({ method: "GET", headers: { accept: ACCEPT, authorization: `token ${token}` } });

/** Asks in one job, and hands what was learnt to the next. */
async function ask(server: ReturnType<typeof createServer>, path: string, token: string, kept?: string) {
  const store = openEtagStore(kept);
  const { fetch, counts } = conditionalFetch({ store, apiUrl: API, fetch: server.fetch });
  const response = await fetch(`${API}${path}`, as(token));
  return {
    status: response.status,
    body: await response.text(),
    url: response.url,
    link: response.headers.get("link"),
    counts: counts(),
    store,
  };
}

describe("a question that was asked before", () => {
  it("is answered from the store where nothing changed, though the token is another one", async () => {
    const server = createServer({ "/repos/a/b/pulls?per_page=100": { body: [{ number: 1 }] } });
    const first = await ask(server, "/repos/a/b/pulls?per_page=100", "ghs_one");
    expect(first.store.isChanged()).toBe(true);
    const second = await ask(server, "/repos/a/b/pulls?per_page=100", "ghs_two", first.store.serialize());
    expect(server.asked).toEqual(["200 /repos/a/b/pulls?per_page=100", "304 /repos/a/b/pulls?per_page=100"]);
    expect(second).toMatchObject({ status: 200, body: first.body, counts: { unchanged: 1, billed: 0 } });
    expect(second.url).toBe(`${API}/repos/a/b/pulls?per_page=100`);
    expect(second.store.isChanged()).toBe(false);
  });

  it("is answered anew where something changed", async () => {
    const page: Page = { body: { state: "open" } };
    const server = createServer({ "/repos/a/b/pulls/1": page });
    const first = await ask(server, "/repos/a/b/pulls/1", "ghs_one");
    page.body = { state: "closed" };
    const second = await ask(server, "/repos/a/b/pulls/1", "ghs_two", first.store.serialize());
    expect(second.body).toBe('{"state":"closed"}');
    const third = await ask(server, "/repos/a/b/pulls/1", "ghs_three", second.store.serialize());
    expect(third).toMatchObject({ body: second.body, counts: { unchanged: 1, billed: 0 } });
  });
});

describe("a list that goes on", () => {
  const path = "/repos/a/b/x?per_page=2";
  const pages = {
    [path]: { body: [1, 2], link: `<${API}${path}&page=2>; rel="next", <${API}${path}&page=2>; rel="last"` },
    [`${path}&page=2`]: { body: { total_count: 3, items: [3] } },
  };

  it("has its next page worked out where nothing changed: a 304 does not name it", async () => {
    const server = createServer(pages);
    const first = await ask(server, path, "ghs_one");
    const second = await ask(server, path, "ghs_two", first.store.serialize());
    expect(second.counts.billed).toBe(0);
    expect(second.link).toBe(`<${API}${path}&page=2>; rel="next"`);
    expect((await ask(server, `${path}&page=2`, "ghs_one")).link).toBeNull();
  });

  it("has none worked out where a list inside an answer is not full", async () => {
    const server = createServer(pages);
    const first = await ask(server, `${path}&page=2`, "ghs_one");
    expect((await ask(server, `${path}&page=2`, "ghs_two", first.store.serialize())).link).toBeNull();
  });

  it("is asked for anew from its hundredth page on", async () => {
    const server = createServer({ [`${path}&page=101`]: { body: [1, 2] } });
    expect((await ask(server, `${path}&page=101`, "ghs_one")).store.size()).toBe(0);
  });
});

describe("what is not kept", () => {
  it.each<[string, string, Page]>([
    [
      "a list with cursors",
      "/repos/a/b/x?per_page=1",
      { body: [1], link: `<${API}/repos/a/b/x?after=Y3V>; rel="next"` },
    ],
    ["what is no JSON", "/repos/a/b/x", { body: "text", type: "application/zip" }],
  ])("%s", async (_, path, page) => {
    const server = createServer({ [path]: page });
    const { store, counts } = await ask(server, path, "ghs_one");
    expect(store.size()).toBe(0);
    expect(counts).toEqual({ unchanged: 0, billed: 1 });
  });

  it("anything of a server whose ETags are made in another way", async () => {
    const server = createServer({ "/repos/a/b": { body: {} } }, (body) => `"${String(body.length)}"`);
    expect((await ask(server, "/repos/a/b", "ghs_one")).store.size()).toBe(0);
  });

  it("writes, and addresses outside the API", async () => {
    const store = openEtagStore(undefined);
    const { fetch, counts } = conditionalFetch({
      store,
      apiUrl: API,
      fetch: async () => new Response("{}", { headers: { "content-type": "application/json" } }),
    });
    await fetch(`${API}/repos/a/b/issues`, { ...as("ghs_one"), method: "POST" });
    await fetch("https://elsewhere.test/repos/a/b", as("ghs_one"));
    await fetch(`${API}.elsewhere.test/repos/a/b`, as("ghs_one"));
    expect(store.size()).toBe(0);
    expect(counts()).toEqual({ unchanged: 0, billed: 3 });
  });
});

describe("attack: somebody wrote into the store", () => {
  const path = "/repos/a/b/pulls/1/reviews?per_page=100";
  const forged = (body: unknown, url = `${API}${path}`) =>
    JSON.stringify({ schema: "pawl.etags/v1", answers: [[url, ACCEPT, JSON.stringify(body)]] });

  it("an approval that does not exist is not believed", async () => {
    const server = createServer({ [path]: { body: [] } });
    const { body, counts } = await ask(server, path, "ghs_one", forged([{ state: "APPROVED" }]));
    expect(body).toBe("[]");
    expect(counts).toEqual({ unchanged: 0, billed: 1 });
  });

  it("the first page of a list does not hide the second, and the second is not asked of somebody else", async () => {
    const page = Array.from({ length: 100 }, (_, id) => ({ id }));
    const server = createServer({ [path]: { body: page, link: `<${API}${path}&page=2>; rel="next"` } });
    const { link, counts } = await ask(server, path, "ghs_one", forged(page));
    expect(counts.unchanged).toBe(1);
    expect(link).toBe(`<${API}${path}&page=2>; rel="next"`);
  });

  it.each([
    ["is no JSON", "{"],
    ["has another form", '{"schema":"pawl.etags/v2","answers":[]}'],
    ["has more in it", '{"schema":"pawl.etags/v1","answers":[],"link":"<https://elsewhere.test>"}'],
    ["has an answer that is no text", '{"schema":"pawl.etags/v1","answers":[["a","b",1]]}'],
  ])("a store that %s is thrown away", (_, text) => {
    expect(openEtagStore(text).size()).toBe(0);
  });
});

describe("the store's bounds", () => {
  it("what was asked for least recently goes first", () => {
    const store = openEtagStore(undefined, { entries: 2, characters: 1000 });
    const question = (url: string) => ({ url, accept: ACCEPT });
    store.write(question("a"), "1");
    store.write(question("b"), "2");
    store.read(question("a"));
    store.write(question("c"), "3");
    const again = openEtagStore(store.serialize(), { entries: 2, characters: 1000 });
    expect(["a", "b", "c"].map((url) => again.read(question(url)))).toEqual(["1", undefined, "3"]);
  });

  it("is a number of characters, and one answer is never more than a million of them", () => {
    const store = openEtagStore(undefined);
    store.write({ url: "large", accept: "" }, "x".repeat(1024 * 1024 + 1));
    expect(store.size()).toBe(0);
    for (let page = 0; page < 60; page++) store.write({ url: `${String(page)}`, accept: "" }, "x".repeat(1_000_000));
    expect(store.serialize().length).toBeLessThan(25 * 1024 * 1024);
  });
});
