import { describe, expect, it } from "vitest";
import { isRemote, remoteName, withoutSecrets } from "../../../src/core/dataset/remote-address.ts";

describe("an address of data", () => {
  it.each`
    path                                       | remote   | shown
    ${"https://host/a.csv"}                    | ${true}  | ${"https://host/a.csv"}
    ${"https://me:pw@host/a.csv?key=1#part"}   | ${true}  | ${"https://host/a.csv"}
    ${"S3://bucket/a.parquet?s3_access_key=k"} | ${true}  | ${"S3://bucket/a.parquet"}
    ${"https://host/@me/a.csv"}                | ${true}  | ${"https://host/@me/a.csv"}
    ${"data/what?.csv"}                        | ${false} | ${"data/what?.csv"}
    ${"data/a#b.csv"}                          | ${false} | ${"data/a#b.csv"}
    ${"file:///a.csv?x"}                       | ${false} | ${"file:///a.csv?x"}
  `("$path is remote: $remote", ({ path, remote, shown }) => {
    expect([isRemote(path), withoutSecrets(path)]).toEqual([remote, shown]);
  });

  it("ends where its query begins", () => {
    expect(remoteName("https://host/a.csv?name=b.parquet")).toBe("https://host/a.csv");
  });
});
