import { readFileSync, writeFileSync } from "node:fs";
import { graphqlRoute } from "../graphql/execute-graphql.ts";
import { allRoutes } from "../routes/all-routes.ts";
import { createConverter, isRecord, type JsonSchema, shareRepeats } from "./convert-schema.ts";
import { SENT_EVENTS } from "./sent-events.ts";

/**
 * Makes `rest.json` and `webhooks.json` from GitHub's own description: only the operations that the fake answers and
 * the events that it sends, without texts and examples, as plain JSON Schema.
 *
 * npm pack @octokit/openapi@23.0.2 @octokit/openapi-webhooks@12.1.0   # and unpack both
 * npx tsx sandbox/github/description/trim.ts <openapi>/generated/api.github.com.json <webhooks>/generated/api.github.com.json
 */
function main([restFile, webhookFile]: readonly string[]): void {
  if (restFile === undefined || webhookFile === undefined) throw new Error("Name the two files api.github.com.json.");
  write("rest.json", "@octokit/openapi 23.0.2", trimRest(readJson(restFile)));
  write("webhooks.json", "@octokit/openapi-webhooks 12.1.0", trimWebhooks(readJson(webhookFile)));
}

function readJson(file: string): JsonSchema {
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isRecord(value)) throw new Error(`${file} is no JSON object.`);
  return value;
}

interface Trimmed {
  readonly entries: Readonly<Record<string, unknown>>;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

function trimRest(document: JsonSchema): Trimmed {
  const converter = createConverter(document, "rest");
  const entries: Record<string, unknown> = {};
  for (const { method, template } of [...allRoutes((delivery) => delivery), graphqlRoute()]) {
    const operation = converter.at(["paths", template, method.toLowerCase()]);
    // parts of GitHub that its description leaves out: GraphQL and the paths of contents without a name
    if (operation === undefined) {
      process.stderr.write(`not described: ${method} ${template}\n`);
      continue;
    }
    const shared = converter.list(converter.at(["paths", template, "parameters"]));
    const parameters = [...shared, ...converter.list(operation["parameters"])].map(converter.resolve);
    const query = parameters.filter((parameter) => parameter["in"] === "query");
    entries[`${method} ${template}`] = {
      query: Object.fromEntries(query.map((one) => [String(one["name"]), converter.convert(one["schema"])])),
      body: converter.content(operation["requestBody"]),
      responses: Object.fromEntries(
        Object.entries(isRecord(operation["responses"]) ? operation["responses"] : {}).map(([status, response]) => [
          status,
          converter.content(response),
        ]),
      ),
    };
  }
  return { entries, schemas: converter.used() };
}

function trimWebhooks(document: JsonSchema): Trimmed {
  const converter = createConverter(document, "webhooks");
  const root = isRecord(document["webhooks"]) ? "webhooks" : "x-webhooks";
  const entries = Object.fromEntries(
    SENT_EVENTS.map((event) => {
      const operation = converter.at([root, event, "post"]);
      if (operation === undefined) throw new Error(`GitHub describes no event ${event}.`);
      return [event, converter.content(operation["requestBody"])];
    }),
  );
  return { entries, schemas: converter.used() };
}

function write(name: string, source: string, trimmed: Trimmed): void {
  const { entries, schemas } = shareRepeats(trimmed, name.replace(".json", ""));
  const lines = (record: Readonly<Record<string, unknown>>): string =>
    Object.entries(record)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(",\n");
  const text = `{\n"source": ${JSON.stringify(source)},\n"entries": {\n${lines(entries)}\n},\n"schemas": {\n${lines(schemas)}\n}\n}\n`;
  writeFileSync(new URL(name, import.meta.url), text);
}

main(process.argv.slice(2));
