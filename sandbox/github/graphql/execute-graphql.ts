import {
  buildSchema,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
  validate,
} from "graphql";
import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { type Context, ok, type Reply, type Route } from "../server/context.ts";
import { route } from "../server/route.ts";
import { mutationRoot } from "./mutations.ts";
import { queryRoot } from "./queries.ts";

const Request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** `POST /graphql`, executed against GitHub's own schema. */
export function graphqlRoute(): Route {
  return route("POST", "/graphql", "none", executeRequest);
}

let schema: Promise<GraphQLSchema> | undefined;

/** The schema takes a second to read and build, so only a process that needs it does that, once. */
function githubSchema(): Promise<GraphQLSchema> {
  schema ??= import("@octokit/graphql-schema").then(({ schema: { idl } }) =>
    buildSchema(idl, { assumeValidSDL: true }),
  );
  return schema;
}

async function executeRequest(context: Context): Promise<Reply> {
  if (context.caller.kind === "anonymous" || context.caller.kind === "app") {
    throw new ApiError(401, "This endpoint requires you to be authenticated.");
  }
  const { query, variables, operationName } = context.body(Request);
  const document = parseQuery(query);
  if (document instanceof GraphQLError) return ok({ errors: [renderError(document)] });
  const problems = validate(await githubSchema(), document);
  if (problems.length > 0) return ok({ errors: problems.map(renderError) });
  const result = await execute({
    schema: await githubSchema(),
    document,
    rootValue: { ...queryRoot(context), ...mutationRoot(context) },
    variableValues: variables ?? {},
    operationName: operationName ?? null,
    fieldResolver: resolveField,
  });
  return ok(renderResult(result));
}

function parseQuery(query: string) {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** What the fake does not serve is an error, never a silent null. */
const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  const record = Object(source) as Readonly<Record<string, unknown>>; // any object can be asked for a property
  if (!(info.fieldName in record)) {
    throw new GraphQLError(`The fake GitHub does not serve ${info.parentType.name}.${info.fieldName}.`, {
      extensions: { type: "NOT_IMPLEMENTED" },
    });
  }
  const value = record[info.fieldName];
  return typeof value === "function" ? Reflect.apply(value, record, [args, context, info]) : value;
};

function renderResult({ data, errors }: ExecutionResult) {
  return errors === undefined ? { data } : { data: data ?? null, errors: errors.map(renderError) };
}

function renderError(error: GraphQLError) {
  const { type } = error.extensions;
  return {
    ...(typeof type === "string" ? { type } : {}),
    ...(error.path === undefined ? {} : { path: error.path }),
    locations: error.locations ?? [],
    message: error.message,
  };
}
