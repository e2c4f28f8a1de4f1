import { PawlError } from "../../core/errors.ts";

const PART = /^(?:"((?:[^"]|"")+)"|`((?:[^`]|``)+)`|([^."`]+))(\.|$)/;

/** `catalog.schema.table` in its parts; one with a point in it stands in quotes or backticks. Throws `INPUT_INVALID`. */
export function parseTableName(text: string): readonly string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const found = PART.exec(rest);
    if (found === null) throw refusal(text);
    const [all, quoted, ticked, plain] = found;
    parts.push(quoted?.replaceAll('""', '"') ?? ticked?.replaceAll("``", "`") ?? plain ?? "");
    rest = rest.slice(all.length);
    if (rest === "" && all.endsWith(".")) throw refusal(text);
  }
  if (parts.length === 0) throw refusal(text);
  return parts;
}

function refusal(text: string): PawlError {
  return new PawlError({
    code: "INPUT_INVALID",
    message: `"${text.slice(0, 100)}" is not a table's name`,
    hint: 'Write it as schema.table or catalog.schema.table; a part with a point in it stands in quotes: my."odd.name".',
  });
}
