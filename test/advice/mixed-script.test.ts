import { expect } from "chai";
import { contextOf } from "./context";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { entryAdvice } from "../../provider/advice/advice";
import { checkEntry } from "../../provider/collections/check-entry";

const isAdvised = (pattern: string) => {
  const { values } = checkEntry(allowPolicies, { pattern, isTrustedSender: true });
  return entryAdvice(allowPolicies, values, contextOf([])).some(({ code }) => code === "advice/mixed-script");
};

describe("advice/mixed-script", () => {
  for (const pattern of [
    "аcme.example",
    "bob@acmе.example",
    "αcme.example",
    "mail.раypal.example",
    "αа.example",
    "աа.example",
    "աα.example",
    "աcme.example",
    "ไทยacme.example",
    "शcme.example",
  ]) {
    it(`is given on ${JSON.stringify(pattern)}`, () => expect(isAdvised(pattern)).to.equal(true));
  }

  for (const pattern of [
    "acme.example",
    "münchen.example",
    "пример.example",
    "παράδειγμα.example",
    "日本語ドメイン.example",
    "acme日本.example",
    "acmeのドメイン.example",
    "acmeカタ.example",
    "acmeㄅㄆ漢.example",
    "한국.example",
    "acme한국漢.example",
    "한국の.example",
    "שלוםمثال.example",
    "ไทย.example",
    "а1-2.example",
    "é-ünï.example",
    "مثال.example",
  ]) {
    it(`is not given on ${JSON.stringify(pattern)}`, () => expect(isAdvised(pattern)).to.equal(false));
  }
});
