import { describe, expect, it } from "vitest";
import { BIGQUERY_CLIENT, TRINO_CLIENT } from "../../../src/engine/remote/client-protocols.ts";
import { type ClientProtocol, openClient } from "../../../src/engine/remote/open-client.ts";

/** A client whose program is JavaScript: `said` is its standard input, `args` what it was started with. */
function clientOf(protocol: ClientProtocol, program: string) {
  const read = `let said = ""; process.stdin.on("data", (d) => (said += d)).on("end", () => { const args = process.argv.slice(1); ${program} });`;
  return openClient({ protocol, command: [process.execPath, "-e", read, "--"], env: process.env });
}

describe("an engine's own program", () => {
  it("is Trino's: statements end with a semicolon, rows come one a line", async () => {
    const program = `console.log(JSON.stringify({ n: 3, said, option: args[0] })); console.log('{"n":1.5E9,"said":null,"option":true}')`;
    expect(await clientOf(TRINO_CLIENT, program).query("SELECT 1")).toEqual([
      { n: 3, said: "SELECT 1;\n", option: "--output-format=JSON" },
      { n: 1.5e9, said: null, option: true },
    ]);
  });

  it("is Google's: numbers stay numbers and texts of digits stay texts", async () => {
    const program = `console.log(JSON.stringify([{ row_text: JSON.stringify({ n: 3, x: "007", said, args: args.join(" ") }) }]))`;
    expect(await clientOf(BIGQUERY_CLIENT, program).query("SELECT 1")).toEqual([
      {
        n: 3,
        x: "007",
        said: "SELECT TO_JSON_STRING(found) AS row_text FROM (SELECT 1) AS found\n",
        args: "--quiet --headless --format=json query --use_legacy_sql=false --max_rows=1000000",
      },
    ]);
  });

  it.each`
    what               | text
    ${"no rows"}       | ${""}
    ${"an empty list"} | ${"[]"}
  `("of Google that finds $what gives none", async ({ text }: { text: string }) => {
    expect(await clientOf(BIGQUERY_CLIENT, `console.log(${JSON.stringify(text)})`).query("SELECT 1")).toEqual([]);
  });

  it.each`
    what                    | protocol           | program                                                                 | said
    ${"words"}              | ${TRINO_CLIENT}    | ${"console.log('Welcome!')"}                                            | ${"wrote something else than rows in JSON"}
    ${"a list in a cell"}   | ${TRINO_CLIENT}    | ${"console.log('{\"n\":[1]}')"}                                         | ${"wrote something else than rows in JSON"}
    ${"rows without types"} | ${BIGQUERY_CLIENT} | ${'console.log(\'[{"n":"1"}]\')'}                                       | ${"wrote something else than rows in JSON"}
    ${"an exit code"}       | ${TRINO_CLIENT}    | ${"console.error('Query failed: no such table'); process.exitCode = 1"} | ${"refuses: Query failed: no such table"}
  `(
    "that answers with $what is an error that says so",
    async ({ protocol, program, said }: { protocol: ClientProtocol; program: string; said: string }) => {
      await expect(clientOf(protocol, program).query("SELECT 1")).rejects.toMatchObject({
        code: "DATA_UNREADABLE",
        message: expect.stringContaining(said),
      });
    },
  );

  it("that is not there is an error with the way out", async () => {
    const { query } = openClient({ protocol: TRINO_CLIENT, command: ["/no/such/trino"], env: process.env });
    await expect(query("SELECT 1")).rejects.toMatchObject({
      code: "ENGINE_UNAVAILABLE",
      hint: expect.stringContaining("--client"),
    });
  });

  it("that names its address with a password when it fails does not have it in the message", async () => {
    const program =
      "console.error('cannot reach https://me:hunter2@trino.example/v1?token=hunter3'); process.exitCode = 1";
    const failed = clientOf(TRINO_CLIENT, program).query("SELECT 1");
    await expect(failed).rejects.toMatchObject({ message: expect.stringContaining("https://trino.example/v1") });
    await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining("hunter") });
  });
});
