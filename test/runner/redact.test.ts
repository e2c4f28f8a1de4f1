import { describe, expect, it } from "vitest";
import { createRedact, hasSecretName } from "../../src/runner/redact.ts";

const redact = createRedact({});

describe("values of variables with secret names", () => {
  it.each([
    "HF_TOKEN",
    "WANDB_API_KEY",
    "DB_PASSWORD",
    "CLIENT_SECRET",
    "MYSQL_PWD",
    "SSH_PRIVATE_KEY",
    "SENTRY_DSN",
    "NETRC_PASS",
  ])("%s", (name) => {
    const { text } = createRedact({ [name]: "hunter2-and-more" });
    expect(text("a hunter2-and-more b")).toBe("a [redacted] b");
  });

  it.each(["PATH", "PWD", "OLDPWD", "HOME", "TOKENIZERS_PARALLELISM", "KEYBOARD_LAYOUT", "SEED"])(
    "%s is not one",
    (name) => {
      expect(hasSecretName(name)).toBe(false);
    },
  );

  it.each`
    spelling      | shown
    ${"plain"}    | ${"p@ss word/1"}
    ${"in a URL"} | ${"p%40ss%20word%2F1"}
    ${"base64"}   | ${Buffer.from("p@ss word/1").toString("base64").replace(/=+$/, "")}
  `("are found $spelling", ({ shown }) => {
    expect(createRedact({ DB_PASSWORD: "p@ss word/1" }).text(`x=${String(shown)};`)).not.toContain(shown);
  });

  it("of several lines are found line by line", () => {
    const { text } = createRedact({ SERVICE_KEY: "first-line\nsecond-line" });
    expect(text("second-line alone")).toBe("[redacted] alone");
  });

  it("are literal text, not patterns", () => {
    expect(createRedact({ API_KEY: "a.*b+c(d" }).text("a.*b+c(d and aXXb")).toBe("[redacted] and aXXb");
  });

  it("that are short or plain words stay readable", () => {
    expect(createRedact({ CACHE_KEY: "abc", USE_TOKEN: "enabled" }).text("abc enabled")).toBe("abc enabled");
  });

  it("longer ones are replaced before shorter ones that they contain", () => {
    expect(createRedact({ A_TOKEN: "abcdef", B_TOKEN: "abcdefghi" }).text("abcdefghi")).toBe("[redacted]");
  });
});

describe("attacks: credentials that no variable holds", () => {
  it.each`
    what                      | text                                                               | secret
    ${"installation token"}   | ${"using ghs_16C7e42F292c6912E7710c838347Ae178B4a now"}            | ${"16C7e42F"}
    ${"long token with dots"} | ${`ghs_${"aB3.".repeat(120)}end`}                                  | ${"aB3.aB3"}
    ${"personal token"}       | ${"ghp_16C7e42F292c6912E7710c838347Ae178B4a"}                      | ${"16C7e"}
    ${"fine-grained token"}   | ${"github_pat_11ABCDEFG0aBcDeFgHiJ_kLmNoP"}                        | ${"11ABCDEFG"}
    ${"AWS key id"}           | ${"key AKIAIOSFODNN7EXAMPLE"}                                      | ${"IOSFODNN7"}
    ${"AWS secret"}           | ${"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE"} | ${"wJalrXUtn"}
    ${"URL with password"}    | ${"postgres://ana:s3cr3t@db:5432/x"}                               | ${"s3cr3t"}
    ${"URL with an @ inside"} | ${"https://ana:p@ss@example.com/x"}                                | ${"p@ss"}
    ${"URL with a token"}     | ${"git clone https://x-access-token:abc@github.com/a/b"}           | ${":abc@"}
    ${"bearer"}               | ${"Authorization: Bearer abc.def-ghi"}                             | ${"abc.def"}
    ${"basic"}                | ${"authorization: Basic dXNlcjpwYXNz"}                             | ${"dXNlcjpwYXNz"}
    ${"JSON header"}          | ${'{"Authorization": "token abcdefgh"}'}                           | ${"abcdefgh"}
    ${"JWT"}                  | ${"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-_x"}               | ${"eyJzdWIi"}
    ${"Hugging Face"}         | ${"hf_AbCdEfGhIjKlMnOpQrStUvWx"}                                   | ${"AbCdEf"}
    ${"flag with ="}          | ${"train.py --db-password=hunter2x --lr 0.1"}                      | ${"hunter2x"}
    ${"flag with a space"}    | ${"train.py --api-key hunter2x --lr 0.1"}                          | ${"hunter2x"}
    ${"assignment"}           | ${"WANDB_API_KEY=0123abcd0123abcd python train.py"}                | ${"0123abcd0123abcd"}
    ${"signed URL"}           | ${"https://x.blob/y?sv=1&sig=abc%2Fdef&se=2"}                      | ${"abc%2Fdef"}
    ${"S3 signed URL"}        | ${"https://b.s3/y?X-Amz-Signature=deadbeef&x=1"}                   | ${"deadbeef"}
  `("$what", ({ text, secret }) => {
    expect(redact.text(String(text))).not.toContain(secret);
    expect(redact.lines()(String(text))).not.toContain(secret);
  });

  it("a PEM block, also one whose beginning is out of sight", () => {
    const block = [
      "-----BEGIN RSA PRIVATE KEY-----",
      "MIIEowIBAAKCAQEA",
      "q83v",
      "-----END RSA PRIVATE KEY-----",
      "after",
    ];
    expect(redact.text(block.join("\n"))).toBe("[redacted]\nafter");
    const line = redact.lines();
    expect(block.map(line)).toEqual(["[redacted]", "[redacted]", "[redacted]", "[redacted]", "after"]);
  });

  it.each([
    "a".repeat(65_536),
    "://".repeat(20_000),
    "-a".repeat(30_000),
    `eyJ${"a.".repeat(30_000)}`,
    "token".repeat(13_000),
  ])("a line made to be slow takes no time (%#)", (line) => {
    const started = performance.now();
    redact.text(line);
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe("ordinary text stays as it is", () => {
  it.each([
    "epoch 3/10 loss=0.123 tokens=512 max_token: 1024",
    "python train.py --lr 1e-3 --depth 8 --monkey banana",
    "https://example.com/path?page=2",
    "basic settings, bearer of news, key takeaways",
    "pad_token_id = 0",
    "saved to s3://bucket/key/model.pkl",
  ])("%s", (text) => {
    expect(redact.text(text)).toBe(text);
  });
});
