import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { authenticate } from "./authentication";
import { BASE_PATH, type ApiEnv } from "./api-env";
import { collections } from "./collections";
import type { Content } from "./content";
import { failure } from "./envelope";
import { ApiError, badRoute } from "./errors";
import { messageRoutes } from "./message-routes";
import { routesOf } from "./routes";
import type { Settings } from "./settings";

/**
 * The API itself, without faults on the way to it.
 * @param onRead called before an account's messages are read
 */
export function createApi(settings: Settings, content: Content, onRead: (account: string) => void): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use(async (c, next) => {
    c.header("cf-ray", `${randomBytes(8).toString("hex")}-LOCAL`);
    await next();
  });
  app.use(`${BASE_PATH}/accounts/:account/*`, authenticate(settings));
  for (const collection of collections) {
    const path = `${BASE_PATH}/accounts/:account/email-security/settings/${collection.path}`;
    app.route(path, routesOf(collection, settings, content));
  }
  app.route(`${BASE_PATH}/accounts/:account/email-security/investigate`, messageRoutes(settings, content, onRead));
  app.notFound((c) => failure(c, badRoute(c.req.path, settings.assumptions)));
  app.onError((error, c) => {
    if (error instanceof ApiError) {
      return failure(c, error);
    }
    throw error;
  });
  return app;
}
