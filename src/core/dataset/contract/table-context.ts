/** What the rules of one schema object need to know about the rest of it. */
export interface TableContext {
  /** `physicalName`, else `name`: what `${table}` stands for. */
  readonly name: string;
  /** From a property's `name` and `physicalName` to the name in the file. */
  readonly columns: ReadonlyMap<string, string>;
}
