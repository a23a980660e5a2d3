import { createHash } from "node:crypto";
import type { Client } from "./client";
import { segment } from "./collection-client";
import { ApiError } from "./error";
import { messageFromWire, type Message } from "./message";

/** The largest page that the API text allows. A changelog says 10,000, but that may be more than one answer can hold. */
const PAGE_SIZE = 1_000;

/** Ten million messages. A server whose list has more pages is broken. */
const MAX_PAGES = 10_000;

/**
 * A server that searches in parts may find nothing in some of them. A server that sends this many empty pages in a row is
 * broken.
 */
const MAX_EMPTY_PAGES = 100;

/** When the messages that are read were scanned; both ends are included. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Reads the messages of one account. */
export class MessageClient {
  readonly #path: string;
  readonly #client: Client;

  constructor(
    client: Client,
    readonly accountId: string,
  ) {
    this.#client = client;
    this.#path = `accounts/${segment(accountId, "account id")}/email-security/investigate`;
  }

  /**
   * The messages that were scanned in the period, page by page, in no particular order. Only one page is held in memory.
   * Messages that an earlier page had are left out.
   * @throws ApiError which says how many messages came before
   */
  async *pages({ from, to }: Period): AsyncGenerator<readonly Message[], void> {
    const range = { start: from.toISOString(), end: to.toISOString(), detections_only: "false", per_page: PAGE_SIZE };
    const seen = new Set<string>();
    let before = new Set<string>();
    let cursor: string | undefined;
    let count = 0;
    let empty = 0;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const { messages, next } = await this.#page({ ...range, ...(cursor !== undefined && { cursor }) }, count);
      const ids = new Set(messages.map(({ id }) => id));
      const isRepeated = messages.length > 0 && isSeen(seen, `page ${[...ids].sort().join(" ")}`);
      if (isRepeated) throw this.#stopped("the API sends the same page again", count);
      const fresh = messages.filter(({ id }) => !before.has(id));
      count += fresh.length;
      if (fresh.length > 0) yield fresh;

      if (next === undefined) return;
      if (isSeen(seen, `cursor ${next}`)) throw this.#stopped("the API names the same next page again", count);
      empty = messages.length === 0 ? empty + 1 : 0;
      if (empty >= MAX_EMPTY_PAGES) throw this.#stopped(`the API sends ${empty} empty pages in a row`, count);
      cursor = next;
      before = ids;
    }
    throw this.#stopped(`the list goes on beyond ${MAX_PAGES} pages`, count);
  }

  async #page(
    query: Readonly<Record<string, string | number>>,
    count: number,
  ): Promise<{ messages: Message[]; next: string | undefined }> {
    try {
      const { result, result_info } = await this.#client.request({ method: "GET", path: this.#path, query });
      if (!Array.isArray(result)) throw new TypeError("the response holds no list");
      const { next } = (result_info ?? {}) as { next?: unknown };
      return {
        messages: result.map(messageFromWire),
        next: typeof next === "string" && next !== "" ? next : undefined,
      };
    } catch (error) {
      if (error instanceof TypeError) throw this.#stopped(error.message, count);
      if (error instanceof ApiError) throw new ApiError(`${error.message}${soFar(count)}`, error.details);
      throw error;
    }
  }

  #stopped(what: string, count: number): ApiError {
    return new ApiError(`GET ${this.#path}: ${what}. Check that the base URL is Cloudflare's API.${soFar(count)}`, {
      outcome: "unclear",
      unreadable: true,
    });
  }
}

/**
 * Whether the text was seen before; from then on it counts as seen. Only its digest is kept, which costs the same for any
 * size.
 */
function isSeen(seen: Set<string>, text: string): boolean {
  const digest = createHash("sha256").update(text).digest("base64url");
  if (seen.has(digest)) return true;
  seen.add(digest);
  return false;
}

function soFar(count: number): string {
  return ` ${count} ${count === 1 ? "message was" : "messages were"} read before.`;
}
