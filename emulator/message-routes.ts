import { Hono, type Context } from "hono";
import type { ApiEnv } from "./api-env";
import type { Content } from "./content";
import { success } from "./envelope";
import { invalid, notFound } from "./errors";
import { show } from "./message";
import { messagePage } from "./message-page";
import { readMessageQuery } from "./message-query";
import { regexesOf } from "./filter-entry";
import type { Settings } from "./settings";

/**
 * The operations on messages, below `/accounts/{account_id}/email-security/investigate`. They change nothing.
 * @param onRead called before an account's messages are read
 */
export function messageRoutes(settings: Settings, content: Content, onRead: (account: string) => void): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const accountOf = (c: Context): string => c.req.param("account") ?? "";

  app.use(async (c, next) => {
    onRead(accountOf(c));
    await next();
  });

  app.get("/", (c) => {
    const { assumptions } = settings;
    const account = accountOf(c);
    const query = readMessageQuery(c.req.query(), assumptions, Date.now());
    if ("length" in query) {
      throw invalid(assumptions.errorList === "first" ? query.slice(0, 1) : query, assumptions);
    }
    const found = messagePage(content.mailbox(account).list(), query, assumptions);
    if (!found) throw invalid([{ message: "cursor: is not valid", at: ["cursor"] }], assumptions);
    const regexes = regexesOf(content, account);
    return success(
      c,
      found.page.map((message) => show(message, regexes, assumptions)),
      200,
      found.info,
    );
  });

  app.get("/:id", (c) => {
    const { assumptions } = settings;
    const message = content.mailbox(accountOf(c)).get(c.req.param("id"));
    if (!message) throw notFound("message", [], assumptions);
    return success(c, show(message, regexesOf(content, accountOf(c)), assumptions));
  });

  return app;
}
