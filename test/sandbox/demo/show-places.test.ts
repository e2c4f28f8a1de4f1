import { expect, it } from "vitest";
import { showPlaces } from "../../../sandbox/demo/show-places.ts";

it("names every page, and commands that can be copied", () => {
  let printed = "";
  showPlaces({
    sandbox: {
      url: "http://127.0.0.1:4010",
      repository: { owner: "you", repo: "flights" },
      cloneUrl: "http://127.0.0.1:4010/you/flights.git",
      servingUrl: "http://127.0.0.1:4020",
    },
    pages: [{ pull: { url: "http://127.0.0.1:4010/you/flights/pull/3" }, what: "the promotion" }],
    write: (text) => {
      printed += text;
    },
  });
  expect(printed).toMatch(/^ {2}http:\/\/127\.0\.0\.1:4010\/you\/flights$/m);
  expect(printed).toContain("  http://127.0.0.1:4010/you/flights/pull/3\n      the promotion\n");
  expect(printed).toContain("git clone http://127.0.0.1:4010/you/flights.git && cd flights");
  expect(printed).toMatch(/^ {2}node \/.*\/src\/cli\/pawl\.js status$/m);
  const [, body = ""] = /curl -d '([^']+)' http:\/\/127\.0\.0\.1:4020\/predict/.exec(printed) ?? [];
  expect(JSON.parse(body).rows[0]).toMatchObject({ origin: "ORD", distance: 1745 });
});
