import { expect } from "chai";
import type { WireEntry } from "../../emulator";
import { servedAs } from "../../emulator/collections";
import { Content } from "../../emulator/content";
import { routesOf } from "../../emulator/routes";
import { Settings } from "../../emulator/settings";
import { collectionOf } from "../../provider/collections/collection";
import { flag } from "../../provider/fields/field";
import { comments, domainPattern, isRegex } from "../../provider/fields/shared";

describe("another collection of the API", () => {
  const internalDomains = servedAs(
    collectionOf({
      type: "InternalDomain",
      handler: "internalDomain",
      set: { type: "InternalDomainSet", handler: "internalDomainSet", entries: "domains" },
      noun: "internal domain",
      path: "internal_domains",
      fields: { pattern: domainPattern, isRegex, isPartner: flag({ wire: "is_partner", filter: true }), comments },
      key: ["pattern", "isRegex"],
      pageOrder: "pattern",
      batch: "all",
      untouchable: "none",
      presence: "made",
      effect: "none",
    }),
  );

  it("is served from its row alone", async () => {
    const app = routesOf(internalDomains, new Settings(), new Content());
    const send = async (method: string, path: string, body?: unknown) => {
      const response = await app.request(
        path,
        { method, ...(body !== undefined && { body: JSON.stringify(body) }) },
        {},
      );
      return { status: response.status, result: ((await response.json()) as { result: unknown }).result };
    };
    const body = { pattern: "example.com", is_regex: false, is_partner: true };
    const { status, result } = await send("POST", "/", body);
    expect(status).to.equal(201);
    expect(result).to.include({ ...body, comments: null });
    const { id } = result as WireEntry;
    await send("PATCH", `/${String(id)}`, { comments: "why" });
    expect((await send("GET", "/?is_partner=true&search=why")).result).to.have.length(1);
    const operations = { deletes: [{ id }], patches: [], puts: [], posts: [body] };
    expect(await send("POST", "/batch", operations)).to.have.nested.property("result.posts[0].pattern", body.pattern);
    expect((await send("GET", "/")).result).to.have.length(1);
  });
});
