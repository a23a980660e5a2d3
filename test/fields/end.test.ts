import { expect } from "chai";
import { checkEnd, endOf, endsWithin, hasEnded } from "../../provider/fields/end";

describe("when something ends", () => {
  for (const [text, moment] of [
    ["2030-12-31", "2031-01-01T00:00:00Z"],
    ["2028-02-29", "2028-03-01T00:00:00Z"],
    ["2030-06-15T18:00:00Z", "2030-06-15T18:00:00Z"],
    ["2030-06-15T18:00:00.5+02:00", "2030-06-15T16:00:00.500Z"],
    ["2030-06-15t18:00:00z", "2030-06-15T18:00:00Z"],
    ["2030-06-15T18:00:00.25Z", "2030-06-15T18:00:00.250Z"],
    ["2030-06-15T23:59:59+23:59", "2030-06-15T00:00:59Z"],
    ["2030-06-15T00:00:00-09:30", "2030-06-15T09:30:00Z"],
  ] as const) {
    it(`reads ${text}`, () => {
      expect(checkEnd(text)).to.deep.equal({ canonical: text });
      expect(endOf(text)).to.equal(Date.parse(moment));
    });
  }

  for (const text of [
    "",
    "31.12.2030",
    "2030-12-32",
    "2030-02-30",
    "2029-02-29",
    "2030-13-01",
    "2030-6-1",
    "2030-06-15 18:00",
    "2030-06-15T18:00:00",
    "2030-06-15T24:00:00Z",
    "2030-02-30T10:00:00Z",
    "2030-06-15T18:00:00+24:00",
    "2030-06-15T18:00:00+29:00",
    "by 2030-12-31",
    "2030-12-31!",
    "by 2030-06-15T18:00:00Z",
    "2030-06-15T18:00:00Z!",
    "tomorrow",
    "1924905600",
  ]) {
    it(`refuses ${JSON.stringify(text)}, and says what to write`, () => {
      const verdict = checkEnd(text);
      expect("problem" in verdict && verdict.problem)
        .to.contain(JSON.stringify(text))
        .and.contain('"2026-12-31"')
        .and.contain('"2026-12-31T18:00:00Z"');
    });
  }

  it("is over at that moment, not before, and near within the days before", () => {
    const end = Date.parse("2031-01-01T00:00:00Z");
    expect([end - 1, end, end + 1].map((now) => hasEnded("2030-12-31", now))).to.deep.equal([false, true, true]);
    const days = 24 * 60 * 60 * 1_000;
    const nows = [end - 14 * days - 1, end - 14 * days, end - 1, end];
    expect(nows.map((now) => endsWithin("2030-12-31", 14, now))).to.deep.equal([false, true, true, false]);
    expect(hasEnded(undefined, end)).to.equal(false);
  });
});
