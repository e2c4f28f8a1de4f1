import { expect, it } from "vitest";
import { planCodeOwners } from "../../../src/core/onboarding/plan-code-owners.ts";

const LINES = (owner: string) => `/.github/pawl.yml  ${owner}\n/.pawl/            ${owner}\n`;

it.each`
  what                                          | files                                                            | person       | path                    | text
  ${"nobody and nothing"}                       | ${{}}                                                            | ${undefined} | ${".github/CODEOWNERS"} | ${undefined}
  ${"a new file for whoever installed"}         | ${{}}                                                            | ${"ana"}     | ${".github/CODEOWNERS"} | ${LINES("@ana")}
  ${"the existing owners of everything"}        | ${{ CODEOWNERS: "# us\n* @acme/ml @bo" }}                        | ${"ana"}     | ${"CODEOWNERS"}         | ${`# us\n* @acme/ml @bo\n${LINES("@bo @acme/ml")}`}
  ${"the person, where nobody owns everything"} | ${{ CODEOWNERS: "docs/ @bo\n" }}                                 | ${"ana"}     | ${"CODEOWNERS"}         | ${`docs/ @bo\n${LINES("@ana")}`}
  ${"nothing, where both lines are there"}      | ${{ CODEOWNERS: `* @bo\n${LINES("@cleo")}` }}                    | ${"ana"}     | ${"CODEOWNERS"}         | ${undefined}
  ${"the file that GitHub reads first"}         | ${{ "docs/CODEOWNERS": "* @x", ".github/CODEOWNERS": "* @y\n" }} | ${"ana"}     | ${".github/CODEOWNERS"} | ${`* @y\n${LINES("@y")}`}
  ${"no login that is none"}                    | ${{}}                                                            | ${"a b"}     | ${".github/CODEOWNERS"} | ${undefined}
`("$what", ({ files, person, path, text }) => {
  const plan = planCodeOwners(new Map(Object.entries(files)), person);
  expect([plan.path, plan.text]).toEqual([path, text]);
});
