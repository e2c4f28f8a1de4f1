/** The way out for whoever has JSON in another shape. */
export const LINES_OF_JSON =
  "JSON is read as one object a line: turn an array into lines with `jq -c '.[]' data.json > data.jsonl`, or pandas' to_json(…, orient=\"records\", lines=True).";
