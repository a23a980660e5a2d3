import type { Context, MiddlewareHandler } from "hono";
import type { ApiEnv } from "./api-env";
import {
  badCredentials,
  badRoute,
  foreignAccount,
  malformedHeader,
  missingCredentials,
  missingPermission,
  notSubscribed,
} from "./errors";
import type { Token } from "./options";
import type { Settings } from "./settings";

/** Checks the credential, the rate limit and the permission, in this order. */
export function authenticate(settings: Settings): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const token = findToken(c, settings.tokens);
    for (const [name, value] of Object.entries(settings.limiter?.count(token.value) ?? {})) {
      c.header(name, value);
    }
    const { assumptions } = settings;
    const id = c.req.param("account") ?? "";
    const account = settings.accounts.find((candidate) => candidate.id === id);
    if (!account && !/^[0-9a-f]{1,32}$/i.test(id)) {
      throw badRoute(c.req.path, assumptions);
    }
    if (!account || (token.accounts && !token.accounts.includes(id))) {
      throw foreignAccount(assumptions);
    }
    if (token.permission === "read" && c.req.method !== "GET") {
      throw missingPermission();
    }
    if (account.subscribed === false) {
      throw notSubscribed(assumptions);
    }
    await next();
  };
}

function findToken(c: Context, tokens: readonly Token[]): Token {
  const authorization = c.req.header("authorization");
  const key = c.req.header("x-auth-key");
  const email = c.req.header("x-auth-email");
  if (authorization !== undefined) {
    const value = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    const token = tokens.find((candidate) => candidate.email === undefined && candidate.value === value);
    return token ?? refuse(value, /^[\w-]{40,80}$/, "Authorization");
  }
  if (key === undefined || email === undefined) {
    throw missingCredentials();
  }
  const token = tokens.find((candidate) => candidate.email === email && candidate.value === key);
  return token ?? refuse(key, /^[\w-]{37,60}$/, "X-Auth-Key");
}

function refuse(value: string | undefined, form: RegExp, header: "Authorization" | "X-Auth-Key"): never {
  throw value !== undefined && form.test(value) ? badCredentials() : malformedHeader(header);
}
