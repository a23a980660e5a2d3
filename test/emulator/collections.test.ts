import { expect } from "chai";
import type { WireEntry } from "../../emulator";
import type { ServedCollection } from "../../emulator/collections";
import { Content } from "../../emulator/content";
import { routesOf } from "../../emulator/routes";
import { Settings } from "../../emulator/settings";
import { comments, isRegex, pattern, patternType } from "../../provider/collections/fields";

describe("another collection of the API", () => {
  const blockSenders: ServedCollection = {
    type: "BlockSender",
    handler: "blockSender",
    set: { type: "BlockSenderSet", handler: "blockSenderSet", entries: "senders" },
    noun: "blocked sender",
    path: "block_senders",
    fields: { pattern, patternType, isRegex, comments },
    identity: ["pattern", "patternType", "isRegex"],
  };

  it("is served from its row alone", async () => {
    const app = routesOf(blockSenders, new Settings(), new Content());
    const send = async (method: string, path: string, body?: unknown) => {
      const response = await app.request(
        path,
        { method, ...(body !== undefined && { body: JSON.stringify(body) }) },
        {},
      );
      return { status: response.status, result: ((await response.json()) as { result: unknown }).result };
    };
    const body = { pattern: "bad@example.com", pattern_type: "EMAIL", is_regex: false };
    const { status, result } = await send("POST", "/", body);
    expect(status).to.equal(201);
    expect(result).to.include({ ...body, comments: null });
    const { id } = result as WireEntry;
    await send("PATCH", `/${String(id)}`, { comments: "why" });
    expect((await send("GET", "/?pattern_type=EMAIL&search=why")).result).to.have.length(1);
    const operations = { deletes: [{ id }], patches: [], puts: [], posts: [body] };
    expect(await send("POST", "/batch", operations)).to.have.nested.property("result.posts[0].pattern", body.pattern);
    expect((await send("GET", "/")).result).to.have.length(1);
  });
});
