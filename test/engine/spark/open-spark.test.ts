import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSpark } from "../../../src/engine/spark/open-spark.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A program in place of Python with Spark; it gets the path of the socket last. */
function sparkOf(program: string) {
  const script = join(temporaryFolder(), "program.mjs");
  writeFileSync(
    script,
    `import { connect } from "node:net"; import { createInterface } from "node:readline";\n${program}`,
  );
  return openSpark({ command: [process.execPath, script], env: process.env, from: import.meta.dirname });
}

const CONNECT = `const socket = connect(process.argv.at(-1)); const say = (value) => socket.write(JSON.stringify(value) + "\\n");`;

describe("a program that runs Spark's statements", () => {
  it("is asked one statement after the other, and ends when it is closed", async () => {
    const spark = await sparkOf(`${CONNECT}
      say({ version: "4.1.4" });
      createInterface({ input: socket }).on("line", (line) => {
        const { sql, rows } = JSON.parse(line);
        say(rows ? { columns: ["sql", "x", "n"], rows: [[sql, { double: "-Infinity" }, null]] } : { columns: [], rows: [] });
      });`);
    expect(spark.version).toBe("4.1.4");
    const [one, two] = await Promise.all([spark.query("SELECT 1"), spark.query("SELECT 2"), spark.execute("CACHE 3")]);
    expect(one).toEqual([{ sql: "SELECT 1", x: Number.NEGATIVE_INFINITY, n: null }]);
    expect(two).toEqual([{ sql: "SELECT 2", x: Number.NEGATIVE_INFINITY, n: null }]);
    await spark.close();
  });

  it("may be refused a statement, and goes on", async () => {
    const spark = await sparkOf(`${CONNECT}
      say({ version: "4.1.4" });
      createInterface({ input: socket }).on("line", (line) =>
        say(JSON.parse(line).sql === "bad" ? { error: "ParseException: at s3a://key:secret@bucket/x" } : { columns: ["n"], rows: [[1]] }));`);
    await expect(spark.query("bad")).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: "Spark refuses: ParseException: at s3a://bucket/x",
    });
    expect(await spark.query("good")).toEqual([{ n: 1 }]);
    await spark.close();
  });

  it.each`
    what                       | program                                                                                   | said
    ${"does not find Spark"}   | ${`${CONNECT} say({ error: "ModuleNotFoundError: No module named 'pyspark'" })`}          | ${"No module named 'pyspark'"}
    ${"ends before it speaks"} | ${'console.error("JAVA_HOME is not set"); process.exitCode = 1;'}                         | ${"JAVA_HOME is not set"}
    ${"ends while connected"}  | ${`${CONNECT} socket.on("connect", () => { console.error("killed"); process.exit(1); })`} | ${"killed"}
  `("that $what is an error that says why", async ({ program, said }: { program: string; said: string }) => {
    await expect(sparkOf(program)).rejects.toMatchObject({
      code: "ENGINE_UNAVAILABLE",
      message: expect.stringContaining(said),
      hint: expect.stringContaining("pip install pyspark"),
    });
  });

  it("that cannot be started is an error too", async () => {
    const opened = openSpark({ command: ["/no/such/python"], env: process.env, from: import.meta.dirname });
    await expect(opened).rejects.toMatchObject({
      code: "ENGINE_UNAVAILABLE",
      message: expect.stringContaining("ENOENT"),
    });
  });
});
