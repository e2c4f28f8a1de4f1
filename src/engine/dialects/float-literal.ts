/** A finite double as a literal that is no DECIMAL in Spark, Trino and BigQuery: it has an exponent, and reads back as the same double. */
export function floatLiteral(value: number): string {
  const text = String(value).replace("e+", "e");
  return text.includes("e") ? text : `${text}e0`;
}
