import { expect } from "chai";
import { PatternIndex, type Meeting, type ReadPattern } from "../../cli/messages/pattern-index";

type Given = string | Partial<ReadPattern>;

/** How the pattern meets a sender's address, or a server's. */
function meeting(pattern: Given, address: string, server?: string): Meeting | undefined {
  const index = new PatternIndex<string>();
  const read = {
    type: "DOMAIN",
    isRegex: false,
    text: "",
    ...(typeof pattern === "string" ? { text: pattern } : pattern),
  };
  expect(index.add("it", read)).to.equal(true);
  return index
    .meet({ addresses: server === undefined ? [address] : [], servers: server === undefined ? [] : [server] })
    .get("it");
}
const atServer = (pattern: Given, server: string) => meeting(pattern, "", server);

describe("patterns and the messages that they meet", () => {
  it("meet a domain surely, and those below it possibly", () => {
    expect(meeting("acme.example", "bob@acme.example")).to.equal("sure");
    expect(meeting("ACME.example", "bob@Acme.Example")).to.equal("sure");
    expect(meeting("acme.example", "bob@mail.acme.example")).to.equal("possible");
    expect(meeting("acme.example", "bob@a.b.acme.example")).to.equal("possible");
    expect(meeting("example", "bob@acme.example")).to.equal("possible");
    for (const address of ["bob@notacme.example", "bob@acme.example.org", "acme.example@globex.example", ""]) {
      expect(meeting("acme.example", address), address).to.equal(undefined);
    }
  });

  it("meet an address as it is, or in angle brackets after a name", () => {
    const bob = { text: "bob@acme.example", type: "EMAIL" };
    for (const address of ["bob@acme.example", "BOB@acme.example", "Bob <bob@acme.example>", "<bob@acme.example> "]) {
      expect(meeting(bob, address), address).to.equal("sure");
    }
    for (const address of ["bob@mail.acme.example", "<bob@acme.example> x", "rob@acme.example"]) {
      expect(meeting(bob, address), address).to.equal(undefined);
    }
    expect(meeting("münchen.example", "bob@XN--mnchen-3ya.example")).to.equal("sure");
    expect(meeting("xn--mnchen-3ya.example", "bob@münchen.example")).to.equal("sure");
  });

  it("are read by what they look like, where their type is not known", () => {
    const unknown = (text: string) => ({ text, type: "UNKNOWN" });
    expect(meeting(unknown("bob@acme.example"), "bob@acme.example")).to.equal("sure");
    expect(meeting(unknown("acme.example"), "bob@acme.example")).to.equal("sure");
    expect(atServer(unknown("203.0.113.7"), "203.0.113.7")).to.equal("sure");
  });

  it("meet servers in networks of their own kind", () => {
    const network = (text: string) => ({ text, type: "IP" });
    expect(atServer(network("203.0.113.0/24"), "203.0.113.200")).to.equal("sure");
    expect(atServer(network("203.0.113.7"), "203.0.113.7")).to.equal("sure");
    expect(atServer(network("2001:db8::/32"), "2001:DB8:0:1::1")).to.equal("sure");
    for (const [text, server] of [
      ["203.0.113.0/24", "203.0.114.1"],
      ["203.0.113.7", "203.0.113.8"],
      ["2001:db8::/32", "2001:db9::1"],
      ["203.0.113.0/24", "no address"],
      ["no network", "203.0.113.1"],
    ] as const) {
      expect(atServer(network(text), server), text).to.equal(undefined);
    }
    const index = new PatternIndex<string>();
    for (const text of ["203.0.113.0/24", "203.0.0.0/16", "203.0.113.7"]) {
      index.add(text, { ...network(text), isRegex: false });
    }
    const met = index.meet({ addresses: [], servers: ["203.0.113.7", "203.0.1.1"] });
    expect([...met.keys()]).to.have.members(["203.0.113.0/24", "203.0.0.0/16", "203.0.113.7"]);
  });

  const regex = (text: string, type = "EMAIL") => ({ text, type, isRegex: true });

  it("meet as expressions a whole text surely, and a part of one possibly", () => {
    expect(meeting(regex(".*@acme\\.example"), "bob@acme.example")).to.equal("sure");
    expect(meeting(regex(".*@acme\\.example"), "Bob <bob@acme.example>")).to.equal("sure");
    expect(meeting(regex("@acme\\.example"), "bob@acme.example")).to.equal("possible");
    expect(meeting(regex("acme\\.example"), "bob@acme.example")).to.equal("possible");
    expect(meeting(regex("acme\\.example", "DOMAIN"), "bob@acme.example")).to.equal("sure");
    expect(meeting(regex("^acme\\.example", "EMAIL"), "bob@acme.example")).to.equal("possible");
    expect(meeting(regex("globex"), "bob@acme.example")).to.equal(undefined);
    expect(atServer(regex("203\\.0\\.113\\.\\d+", "IP"), "203.0.113.9")).to.equal("sure");
    expect(atServer(regex("203\\.0\\.113", "IP"), "203.0.113.9")).to.equal("possible");
  });

  it("are told apart: of one that cannot be run it is said", () => {
    expect(new PatternIndex<string>().add("it", regex("(a)\\1"))).to.equal(false);
  });

  it("are sure where one text of a message is, whichever comes first", () => {
    for (const addresses of [
      ["a@mail.acme.example", "a@acme.example"],
      ["a@acme.example", "a@mail.acme.example"],
    ]) {
      const index = new PatternIndex<string>();
      index.add("domain", { text: "acme.example", type: "DOMAIN", isRegex: false });
      index.add("regex", regex("a@acme\\.example"));
      index.add("part", regex("acme"));
      const met = Object.fromEntries(index.meet({ addresses, servers: [] }));
      expect(met).to.deep.equal({ domain: "sure", regex: "sure", part: "possible" });
    }
  });

  it("are all met, where several entries have one", () => {
    const index = new PatternIndex<string>();
    for (const item of ["first", "second"]) index.add(item, { text: "acme.example", type: "DOMAIN", isRegex: false });
    expect([...index.meet({ addresses: ["a@acme.example"], servers: [] }).keys()]).to.deep.equal(["first", "second"]);
  });

  it("are compared with the whole name of a server, and not with what follows an @ in it", () => {
    expect(atServer(regex("acme", "DOMAIN"), "mail@acme")).to.equal("possible");
    expect(atServer(regex("mail@acme", "DOMAIN"), "mail@acme")).to.equal("sure");
  });

  it("meet the same text in the same way each time, also after very many others", () => {
    const index = new PatternIndex<string>();
    index.add("it", regex(".*@acme\\.example"));
    const met = (address: string) => index.meet({ addresses: [address], servers: [] }).get("it");
    for (let number = 0; number < 5_100; number += 1) {
      expect(met(`x${number}@${number % 2 === 0 ? "acme" : "globex"}.example`)).to.equal(
        number % 2 === 0 ? "sure" : undefined,
      );
    }
    expect([met("x0@acme.example"), met("x1@globex.example"), met("x1@globex.example")]).to.deep.equal([
      ...["sure", undefined, undefined],
    ]);
  });
});
