// The runner masks secrets in the log that GitHub shows. It does not mask files, so whatever Pawl writes into one
// (log, log tail, command, parameters) passes through here first.

export const REDACTED = "[redacted]";

/** Shorter values occur by chance in ordinary text. */
const MIN_SECRET_LENGTH = 6;

const SECRET_NAME =
  /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|KEY$|_KEY_|(^|_)(PASS|PAT|DSN|AUTH)$|[^D]PWD$|CONNECTION_STRING|DATABASE_URL/i;

/** Names of variables that look secret and hold nothing that is. */
const HARMLESS_NAME = /^(OLDPWD|PWD|TOKENIZERS_PARALLELISM|SSH_AUTH_SOCK)$/;

/** Values that a secret-looking variable may have without being a secret. */
const HARMLESS_VALUE = /^(true|false|none|null|enabled|disabled|default)$/i;

interface Pattern {
  readonly find: RegExp;
  readonly put: string;
}

// Every pattern is linear: no nested repetition, and what can be long has a bound.
const PATTERNS: readonly Pattern[] = [
  { find: /\bgh[opsur]_[\w.-]+/g, put: REDACTED },
  { find: /\bgithub_pat_\w+/g, put: REDACTED },
  { find: /\b(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,}/g, put: REDACTED },
  { find: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, put: REDACTED },
  { find: /\b(?:hf|npm|glpat|sk|rk|pk|xox[abeoprs]|dop_v1|dapi|pypi)[-_][\w-]{16,}/g, put: REDACTED },
  { find: /\bAIza[\w-]{35}/g, put: REDACTED },
  { find: /:\/\/[^\s/]{1,500}@/g, put: `://${REDACTED}@` },
  { find: /\b(authorization["']?\s{0,5}[:=]\s{0,5}["']?)[^\s"'][^\r\n"']*/gi, put: `$1${REDACTED}` },
  { find: /\b(bearer\s{1,5})[\w.~+/=-]{6,}/gi, put: `$1${REDACTED}` },
  {
    find: /([?&](?:sig|signature|token|access_token|api_?key|key|password|x-amz-(?:signature|credential|security-token)|x-goog-signature)=)[^&\s"']+/gi,
    put: `$1${REDACTED}`,
  },
  {
    find: /((?:token|secret|password|passwd|passphrase|api[-_]?key|access[-_]?key|secret[-_]?key|account[-_]?key)["']?\s{0,3}[=:]\s{0,3}["']?)(?!\[redacted\])(?![\d.]+\b)[^\s"',;&)}\]]{6,}/gi,
    put: `$1${REDACTED}`,
  },
  {
    find: /(--?[\w-]{0,40}(?:token|secret|password|passwd|api-?key|access-?key)[ =]["']?)(?!\[redacted\])(?!-)(?![\d.]+\b)[^\s"']{3,}/gi,
    put: `$1${REDACTED}`,
  },
];

const PEM =
  /-----BEGIN [A-Z0-9 ]{0,60}(?:KEY|CERTIFICATE)[A-Z0-9 ]{0,20}-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,80}-----|$)/g;

export interface Redact {
  /** A text of one or more lines with everything secret replaced by `[redacted]`. */
  readonly text: (text: string) => string;
  /** The same for lines that come one after the other: a PEM block is recognised across them. */
  readonly lines: () => (line: string) => string;
}

/** Whether a variable or parameter of this name is likely to hold a secret. */
export function hasSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replaceAll(/[.\s-]/g, "_")) && !HARMLESS_NAME.test(name);
}

/** Knows the secrets of an environment, `more` besides, and how common kinds of credentials look. */
export function createRedact(env: NodeJS.ProcessEnv, more: readonly string[] = []): Redact {
  const literal = literalPattern([...secretValues(env), ...more]);
  const line = (text: string): string => {
    let result = literal === undefined ? text : text.replace(literal, REDACTED);
    for (const { find, put } of PATTERNS) result = result.replace(find, put);
    return result;
  };
  return {
    text: (text) => line(text.replace(PEM, REDACTED)),
    lines: () => {
      let inBlock = false;
      return (text) => {
        const begins = /-----BEGIN [A-Z0-9 ]{0,60}(?:KEY|CERTIFICATE)/.test(text);
        const ends = /-----END [A-Z0-9 ]{0,60}(?:KEY|CERTIFICATE)/.test(text);
        const inside = inBlock || begins || ends;
        inBlock = (inBlock || begins) && !ends;
        return inside ? REDACTED : line(text);
      };
    },
  };
}

function secretValues(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && hasSecretName(name) && !HARMLESS_VALUE.test(value) ? [value] : [],
  );
}

/** Every spelling in which a secret is likely to be printed; longest first, so that no end of one is left over. */
function literalPattern(secrets: readonly string[]): RegExp | undefined {
  const spellings = new Set<string>();
  for (const secret of secrets) {
    // Through bytes, so that half a surrogate pair cannot make the encoder throw.
    const trimmed = Buffer.from(secret).toString("utf8").trim();
    if (trimmed.length < MIN_SECRET_LENGTH) continue;
    spellings.add(trimmed);
    spellings.add(JSON.stringify(trimmed).slice(1, -1));
    spellings.add(encodeURIComponent(trimmed));
    spellings.add(Buffer.from(trimmed).toString("base64").replace(/=+$/, ""));
    for (const line of trimmed.split(/\r?\n/)) {
      if (line.trim().length >= MIN_SECRET_LENGTH) spellings.add(line.trim());
    }
  }
  if (spellings.size === 0) return undefined;
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}
