import { describe, expect, it } from "vitest";
import { createValidator } from "../../../sandbox/github/description/create-validator.ts";

function differences(check: (validator: ReturnType<typeof createValidator>) => void): readonly string[] {
  const found: string[] = [];
  check(createValidator((difference) => found.push(difference)));
  return found;
}

const exchange = {
  method: "GET",
  template: "/repos/{owner}/{repo}/labels",
  request: { query: new URLSearchParams(), rawBody: Buffer.alloc(0) },
  status: 200,
};
const label = {
  id: 1,
  node_id: "L",
  url: "http://127.0.0.1/l",
  name: "n",
  description: null,
  color: "fff",
  default: false,
};

describe("the comparison with GitHub's description", () => {
  it("is content with what GitHub describes", () => {
    expect(differences(({ exchange: check }) => check({ ...exchange, body: [label] }))).toEqual([]);
  });

  it.each([
    ["a missing property", { ...exchange, body: [{ ...label, color: undefined }] }, /required property 'color'/],
    ["a wrong type", { ...exchange, body: [{ ...label, id: "1" }] }, /must be integer/],
    ["a null that GitHub never sends", { ...exchange, body: [{ ...label, name: null }] }, /must be string/],
    [
      "an unknown query parameter",
      { ...exchange, body: [], request: { ...exchange.request, query: new URLSearchParams("pages=2") } },
      /no query parameter pages/,
    ],
    [
      "an operation that GitHub does not have",
      { ...exchange, template: "/repos/{owner}/{repo}/wishes", body: [] },
      /no such operation/,
    ],
    [
      "a misspelt key in a request",
      {
        ...exchange,
        method: "POST",
        status: 201,
        body: label,
        request: { query: new URLSearchParams(), rawBody: Buffer.from('{"name":"n","colour":"fff"}') },
      },
      /no colour in the body/,
    ],
    [
      "a request without a required key",
      {
        ...exchange,
        method: "POST",
        status: 201,
        body: label,
        request: { query: new URLSearchParams(), rawBody: Buffer.from('{"color":"fff"}') },
      },
      /required property 'name'/,
    ],
  ])("finds %s", (_, wrong, message) => {
    expect(differences(({ exchange: check }) => check(wrong)).join("\n")).toMatch(message);
  });

  it("finds events that GitHub would not send", () => {
    expect(differences(({ event }) => event("push", { ref: "refs/heads/main" }))[0]).toMatch(
      /webhook push: .*required property/,
    );
    expect(differences(({ event }) => event("wish", { action: "granted" }))[0]).toMatch(/no such event/);
  });
});
