import { Hono, type Context } from "hono";
import type { ValidateFunction } from "ajv";
import type { ApiEnv } from "./api-env";
import type { Assumptions } from "./assumptions";
import { executeBatch } from "./batch";
import type { ServedCollection } from "./collections";
import type { Content } from "./content";
import { toWire, type Entry, type WireEntry } from "./entry";
import { success } from "./envelope";
import { badRoute, invalid, notFound } from "./errors";
import { listPage } from "./listing";
import { memoised } from "./memoised";
import { compileSchemas, problemsOf, type Schemas } from "./schema";
import type { Settings } from "./settings";
import { Draft, type Shelf } from "./shelf";
import { Writer, type WriterOptions } from "./writer";

const idForms = { uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, integer: /^\d+$/ };

/** The operations on one collection, relative to its path. */
export function routesOf(collection: ServedCollection, settings: Settings, content: Content): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const schemas = memoised((assumptions: Assumptions) => compileSchemas(collection, assumptions));
  let lists = 0;

  const shelfOf = (c: Context): Shelf => content.shelf(c.req.param("account") ?? "", collection);
  const show = (entry: Entry): WireEntry => toWire(entry, collection, settings.assumptions);
  const check = <T>(validate: ValidateFunction<T>, input: unknown): T => {
    if (validate(input)) {
      return input;
    }
    const problems = problemsOf(validate);
    throw invalid(settings.assumptions.errorList === "first" ? problems.slice(0, 1) : problems, settings.assumptions);
  };

  const read = async <T>(c: Context, pick: (schemas: Schemas) => ValidateFunction<T>): Promise<T> => {
    const input: unknown = await c.req.json().catch(() => {
      throw invalid([{ message: "the request body is not valid JSON", at: [] }], settings.assumptions);
    });
    return check(pick(schemas(settings.assumptions)), input);
  };

  /** The entry that the path names, as these entries have it. */
  const find = (c: Context, entries: Pick<Shelf, "get">): Entry => {
    const id = c.req.param("id") ?? "";
    const entry = entries.get(id);
    if (entry) {
      return entry;
    }
    const { assumptions } = settings;
    const malformed = assumptions.malformedId === "bad-route" && !idForms[assumptions.ids].test(id);
    throw malformed ? badRoute(c.req.path, assumptions) : notFound(collection.noun, [], assumptions);
  };

  /** Runs writes on a draft, and applies them all if none was refused. */
  const write = <T>(c: Context<ApiEnv>, work: (draft: Draft, options: WriterOptions) => T): T => {
    const { assumptions } = settings;
    const draft = new Draft(shelfOf(c));
    const result = work(draft, { assumptions, newId: () => content.newId(assumptions.ids) });
    content.apply(draft.shelf, draft.changes, c.env.staleness);
    return result;
  };

  app.get("/", (c) => {
    const query = check(schemas(settings.assumptions).query, queryOf(c, collection));
    const entries = [...shelfOf(c).read().values()];
    const { page, info } = listPage(entries, query, collection, settings.assumptions, lists++);
    return success(c, page.map(show), 200, info);
  });

  app.post("/", async (c) => {
    const arrays = collection.arrayCreate === true && settings.assumptions.arrayCreate === "accepted";
    const body = await read(c, arrays ? (all) => all.createMany : (all) => all.create);
    const made = write(c, (draft, options) =>
      isArray(body)
        ? body.map((item, index) => new Writer(draft, { ...options, at: [index] }).create(item))
        : new Writer(draft, options).create(body),
    );
    return success(c, isArray(made) ? made.map(show) : show(made), 201);
  });

  app.post("/batch", async (c) => {
    if (!hasBatch(collection, settings.assumptions)) throw badRoute(c.req.path, settings.assumptions);
    const batch = await read(c, (all) => all.batch);
    const { deletes, patches, puts, posts } = write(c, (draft, options) => executeBatch(draft, batch, options));
    return success(c, {
      deletes: deletes.map(({ id }) => ({ id })),
      patches: patches.map(show),
      puts: puts.map(show),
      posts: posts.map(show),
    });
  });

  app.delete("/", (c) => {
    if (!collection.bulkDelete || settings.assumptions.bulkDelete === "absent") {
      throw badRoute(c.req.path, settings.assumptions);
    }
    const ids = [...shelfOf(c).values()].map(({ id }) => String(id));
    const removed = write(c, (draft, options) => ids.map((id) => new Writer(draft, options).remove(id)));
    return success(
      c,
      removed.map(({ id }) => ({ id })),
    );
  });

  app.get("/:id", (c) => success(c, show(find(c, shelfOf(c).read()))));

  app.patch("/:id", async (c) => {
    const id = String(find(c, shelfOf(c)).id);
    const body = await read(c, (all) => all.patch);
    return success(c, show(write(c, (draft, options) => new Writer(draft, options).patch(id, body))));
  });

  app.put("/:id", async (c) => {
    const id = String(find(c, shelfOf(c)).id);
    const body = await read(c, (all) => all.replace);
    return success(c, show(write(c, (draft, options) => new Writer(draft, options).replace(id, body))));
  });

  app.delete("/:id", (c) => {
    const id = String(find(c, shelfOf(c)).id);
    const removed = write(c, (draft, options) => new Writer(draft, options).remove(id));
    return success(c, { id: removed.id });
  });

  return app;
}

function hasBatch({ batch, otherBatch }: ServedCollection, assumptions: Assumptions): boolean {
  if (batch === "all" || otherBatch === "present") return true;
  return otherBatch !== undefined && assumptions[otherBatch] === "present";
}

/** If a parameter is given several times, only one value counts, unless it may be repeated. */
function queryOf(c: Context, { repeatedFilter }: ServedCollection): Record<string, string | readonly string[]> {
  const query: Record<string, string | readonly string[]> = c.req.query();
  const repeated = repeatedFilter === undefined ? undefined : c.req.queries(repeatedFilter);
  return repeatedFilter === undefined || repeated === undefined ? query : { ...query, [repeatedFilter]: repeated };
}

const isArray = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
