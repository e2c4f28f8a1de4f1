import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findSecret } from "../../../src/runner/package/find-secret.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const ENV = { DATABASE_PASSWORD: "correct-horse", PATH: "/usr/bin:/bin:/opt", TOKENIZERS_PARALLELISM: "falsefalse" };

async function search(path: string, text: string, more: readonly string[] = []): Promise<string | undefined> {
  const absolute = join(temporaryFolder(), "file");
  writeFileSync(absolute, text);
  return findSecret({ path, absolute, bytes: Buffer.byteLength(text), env: ENV, more });
}

describe("a secret is found before it is packed", () => {
  it.each`
    what                         | path                   | text                                                  | said
    ${"a file of variables"}     | ${".env"}              | ${"A=1"}                                              | ${"a name that only files with secrets have"}
    ${"one for production"}      | ${"a/.env.production"} | ${"A=1"}                                              | ${"a name that only files with secrets have"}
    ${"a key of SSH"}            | ${"keys/id_ed25519"}   | ${"x"}                                                | ${"a name that only files with secrets have"}
    ${"a certificate's key"}     | ${"a/server.pem"}      | ${"x"}                                                | ${"a name that only files with secrets have"}
    ${"a private key in a text"} | ${"a.py"}              | ${"K = '''-----BEGIN OPENSSH PRIVATE KEY-----\nb'''"} | ${"a private key"}
    ${"a token of GitHub"}       | ${"a.py"}              | ${`t = "ghs_${"a1".repeat(20)}"`}                     | ${"a token of GitHub"}
    ${"a fine-grained token"}    | ${"a.py"}              | ${`t = "github_pat_${"a1_".repeat(20)}"`}             | ${"a token of GitHub"}
    ${"a key of AWS"}            | ${"a.yml"}             | ${`id: AKIA${"ABCD".repeat(4)}`}                      | ${"a key of AWS"}
    ${"a token of Hugging Face"} | ${"a.py"}              | ${`hf_${"aB1".repeat(12)}`}                           | ${"a token of Hugging Face"}
    ${"the value of a variable"} | ${"notes.md"}          | ${"it is correct-horse, they say"}                    | ${"the value of the variable DATABASE_PASSWORD"}
  `("$what", async ({ path, text, said }: { path: string; text: string; said: string }) => {
    expect(await search(path, text)).toBe(said);
  });

  it("a secret of the job, in letters beyond ASCII as well", async () => {
    expect(await search("a.md", "the word is schlüssel-wort", ["schlüssel-wort"])).toBe("a secret of this job");
    expect(await search("a.md", "the word is ab", ["ab"])).toBeUndefined();
  });

  it.each`
    what                             | path                 | text
    ${"code that speaks of tokens"}  | ${"train.py"}        | ${"token = tokenizer.encode(text)\npassword = None\n"}
    ${"a public key"}                | ${"a.txt"}           | ${"-----BEGIN PUBLIC KEY-----"}
    ${"a file about environments"}   | ${"environment.yml"} | ${"name: a"}
    ${"a harmless variable's value"} | ${"a.txt"}           | ${"/usr/bin:/bin:/opt falsefalse"}
  `("and not in $what", async ({ path, text }: { path: string; text: string }) => {
    expect(await search(path, text)).toBeUndefined();
  });
});
