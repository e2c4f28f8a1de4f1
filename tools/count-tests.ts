import { readFileSync } from "node:fs";
import { z } from "zod";

const Assertion = z.looseObject({ status: z.string(), fullName: z.string() });
const Report = z.looseObject({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numFailedTestSuites: z.int(),
  testResults: z.array(z.looseObject({ name: z.string(), status: z.string(), assertionResults: z.array(Assertion) })),
});

/** Reads the JSON reports of vitest that are named as arguments and ends with one line: `412 passed, 0 failed, 0 skipped`. */
function countTests(files: readonly string[]): number {
  const reports = files.map((file) => Report.parse(JSON.parse(readFileSync(file, "utf8"))));
  const suites = reports.flatMap(({ testResults }) => testResults);
  const tests = suites.flatMap(({ assertionResults }) => assertionResults);
  // A file that could not be loaded has no tests to fail.
  const broken = suites.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0);
  const passed = tests.filter(({ status }) => status === "passed").length;
  const failed = tests.filter(({ status }) => status === "failed").length + broken.length;
  const skipped = tests.filter(({ status }) => status !== "passed" && status !== "failed");

  for (const { name } of broken) console.log(`could not be loaded: ${name}`);
  for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
  console.log(`${String(passed)} passed, ${String(failed)} failed, ${String(skipped.length)} skipped`);
  return passed > 0 && failed === 0 && skipped.length === 0 ? 0 : 1;
}

process.exitCode = countTests(process.argv.slice(2));
