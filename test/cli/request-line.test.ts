import { expect } from "chai";
import { requestLine } from "../../cli/request-line";
import type { RequestRecord } from "../../emulator";

describe("the line of a request", () => {
  const base = { method: "GET", path: "/client/v4/user", query: {}, status: 200, milliseconds: 12.4 };
  const line = (more: object): string => requestLine({ ...base, ...more } as unknown as RequestRecord);

  for (const [more, expected] of [
    [{}, "GET /client/v4/user 200 12 ms"],
    [{ collection: "domains", id: "7", method: "DELETE" }, "DELETE domains/7 200 12 ms"],
    [{ collection: "domains", query: { page: "2", search: "a b" } }, "GET domains?page=2&search=a+b 200 12 ms"],
    [{ collection: "domains", status: undefined, fault: "cut" }, "GET domains no answer 12 ms [cut]"],
    [{ collection: "domains", action: "batch", body: {} }, "GET domains/batch (nothing) 200 12 ms"],
    [{ collection: "domains", action: "batch", body: undefined }, "GET domains/batch (nothing) 200 12 ms"],
    [
      { collection: "domains", action: "batch", body: { deletes: [1], puts: [], posts: [1, 2] } },
      "GET domains/batch (1 deletes, 2 posts) 200 12 ms",
    ],
  ] as const) {
    it(`is ${expected}`, () => {
      expect(line(more).replace(/ +/g, " ")).to.equal(expected);
    });
  }

  it("has its parts at the same places each time", () => {
    expect(line({ collection: "domains" })).to.equal(`GET    ${"domains".padEnd(52)} 200    12 ms`);
  });
});
