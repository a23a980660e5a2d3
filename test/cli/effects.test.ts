import { expect } from "chai";
import { fieldNotedAs, isLiftedBy, lifts, mayLift } from "../../cli/messages/effects";
import { dispositionsInWords, sumInWords } from "../../cli/messages/in-words";
import { command } from "./support";

const ALL = ["MALICIOUS", "MALICIOUS-BEC", "SUSPICIOUS", "SPOOF", "SPAM", "BULK", "NONE"];

describe("what an entry lifts of a message", () => {
  for (const [field, lifted] of [
    ["isTrustedSender", ALL.slice(0, -1)],
    ["isExemptRecipient", ALL.slice(0, -1)],
    ["isAcceptableSender", ["SPOOF", "SPAM", "BULK"]],
    ["isSimilarity", ["SPOOF"]],
    ["isRecent", ["MALICIOUS", "MALICIOUS-BEC", "SUSPICIOUS"]],
    ["verifySender", []],
  ] as const) {
    it(`is with ${field} ${lifted.join(", ") || "nothing"}`, () => {
      expect(ALL.filter((disposition) => mayLift(field, disposition))).to.deep.equal(lifted);
      // A domain's age or likeness need not be the reason.
      const isSure = field !== "isSimilarity" && field !== "isRecent";
      expect(ALL.filter((disposition) => lifts(field, disposition))).to.deep.equal(isSure ? lifted : []);
    });
  }

  it("is what the filter's note says of it", () => {
    expect(fieldNotedAs("acceptable_sender")).to.equal("isAcceptableSender");
    expect(fieldNotedAs("domain_recency")).to.equal("isRecent");
    expect(fieldNotedAs("unheard_of")).to.equal(undefined);
    const liftedBy = (type: string | undefined) => ALL.filter((disposition) => isLiftedBy(type, disposition));
    expect(liftedBy("acceptable_sender")).to.deep.equal(["SPOOF", "SPAM", "BULK"]);
    expect(liftedBy("managed_acceptable_sender")).to.deep.equal(["SPOOF", "SPAM", "BULK"]);
    expect(liftedBy("quarantine_release")).to.deep.equal(ALL.slice(0, -1));
    expect(liftedBy(undefined)).to.deep.equal([]);
  });

  it("is said in words: the worst first, or the most first", () => {
    const counts = new Map([
      ["NONE", 1],
      ["SPAM", 14],
      ["NEW\u001b", 2],
      ["MALICIOUS", 2],
    ]);
    expect(dispositionsInWords(counts)).to.equal("2 NEW , 2 MALICIOUS, 14 SPAM, 1 NONE");
    expect(sumInWords(counts)).to.equal("14 SPAM, 2 NEW , 2 MALICIOUS and 1 NONE");
    expect([dispositionsInWords(new Map()), sumInWords(new Map())]).to.deep.equal(["", "nothing"]);
  });
});

describe("how far back messages are read", () => {
  it("is some days, up to ten years", async () => {
    for (const days of ["0", "-1", "3651", "many", ""]) {
      const { stderr, code } = await command(["usage", "--days", days]);
      expect(stderr, days).to.equal(
        `error: option '--days <number>' argument '${days}' is invalid. It must be a number of days.\n`,
      );
      expect(code).to.equal(1);
    }
    // What is missing next is an account.
    for (const days of ["0.5", "3650"]) {
      expect((await command(["usage", "--days", days])).stderr, days).to.match(/^No account: /);
    }
  });
});
