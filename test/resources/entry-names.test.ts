import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { withAnyNames } from "../../provider/resources/entry-names";
import { failureOf } from "../support/failure";

const entry = { pattern: "acme.example" };
const REFUSED = /policies: "__proto__" cannot be the name of an entry/;

describe("the names of a set's entries", () => {
  it("may be any that the SDK can send", async () => {
    const records: object[] = [{ acme: entry }, { constructor: entry, toString: entry }, {}];
    for (const record of records) {
      for (const form of [record, Promise.resolve(record), pulumi.output(record)]) {
        const sent = pulumi.output(withAnyNames("policies", form)) as unknown as { promise(): Promise<object> };
        expect(await sent.promise()).to.deep.equal(record);
      }
    }
    for (const other of [undefined, "text", [entry]]) expect(withAnyNames("policies", other)).to.equal(other);
  });

  it("may not be the one that JavaScript takes for something else", async () => {
    const own = { acme: entry, ["__proto__"]: entry };
    for (const record of [own, { __proto__: entry }]) {
      expect(() => withAnyNames("policies", record)).to.throw(REFUSED);
      const promise = withAnyNames("policies", Promise.resolve(record)) as Promise<unknown>;
      expect((await failureOf(promise)).message).to.match(REFUSED);
    }
  });
});
