import type { CollectionClient } from "../api/collection-client";
import { UserError } from "../api/error";
import { hasValue } from "../collections/compare";
import type { Collection, Entry } from "../collections/collection";
import type { Filter } from "../collections/wire";
import { isOfType, type Field } from "../fields/field";
import { didYouMean } from "../fields/suggestion";

/** The arguments of a look-up as the program gives them; `undefined` and `null` count as left out. */
export type Sought = Readonly<Record<string, unknown>>;

/** What an argument may be. */
interface Argument {
  readonly type: Field["type"];
  readonly values?: readonly string[];
}

const text: Argument = { type: "string" };
const any = ({ pageOrder }: Collection): Readonly<Record<string, Argument>> => ({
  accountId: text,
  ...(pageOrder !== "none" && { search: text }),
});
/** The order that every list has. */
const CREATED = "createdAt";
const one = (collection: Collection): Readonly<Record<string, Argument>> => ({ ...any(collection), id: text });
const many = (collection: Collection): Readonly<Record<string, Argument>> => ({
  ...any(collection),
  order: { type: "string", values: [CREATED, collection.key[0]] },
  direction: { type: "string", values: ["asc", "desc"] },
});

/** How many ids a message names. */
const NAMED = 10;

/** The one entry of that id, or the only one that matches. @throws UserError, also when it is none or several */
export async function findOne(client: CollectionClient, args: Sought): Promise<Entry> {
  const { noun } = client.collection;
  const given = checked(client.collection, args, one(client.collection));
  const { id, accountId: _, ...rest } = given;
  const names = Object.keys(rest);
  if ((id === undefined) === (names.length === 0)) {
    throw refused(
      `give either the id of the ${noun}, or what it is to be found by, such as ${client.collection.key[0]}`,
    );
  }
  if (typeof id === "string") return client.get(id);

  const found = await matching(client, given);
  const [first] = found;
  if (first && found.length === 1) return first;
  const conditions = names.join(", ");
  if (!first) throw refused(`no ${noun} matches the given ${conditions}`);
  const ids = found.slice(0, NAMED).map((entry) => entry.id);
  const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : "";
  throw refused(
    `${found.length} entries match the given ${conditions}, not one: ${ids.join(", ")}${more}. Narrow it down, or give the id.`,
  );
}

/** All entries that match, in the order asked for, else oldest first. @throws ApiError */
export async function findAll(client: CollectionClient, args: Sought): Promise<Entry[]> {
  const given = checked(client.collection, args, many(client.collection));
  const found = await matching(client, given);
  // The list is requested in the order that keeps pages apart, so it is sorted here.
  const { order } = given;
  if (typeof order === "string" && order !== CREATED) {
    found.sort((a, b) => compare(String(a.values[order]), String(b.values[order])));
  }
  return given.direction === "desc" ? found.reverse() : found;
}

async function matching(client: CollectionClient, { search, ...given }: Filter): Promise<Entry[]> {
  const { collection } = client;
  const conditions = Object.entries(given).filter(([name]) => collection.fields[name]?.filter);
  // The API compares letter by letter, and an entry may have another spelling of the same value.
  const asked = conditions.filter(([name]) => collection.fields[name]?.form === undefined);
  const found = await client.list({
    filter: Object.fromEntries(asked),
    ...(typeof search === "string" && { search }),
  });
  const tests = conditions.map(([name, value]) => hasValue(collection, name, value));
  return found.filter(({ values }) => tests.every((test) => test(values)));
}

/** An unknown condition is an error: if it were ignored, more entries would be found than were asked for. */
function checked(collection: Collection, args: Sought, others: Readonly<Record<string, Argument>>): Filter {
  const filters = Object.entries(collection.fields).filter(([, field]) => field.filter);
  const known: Readonly<Record<string, Argument>> = {
    ...Object.fromEntries(
      filters.map(([name, { type, values, retired = [] }]): [string, Argument] => [
        name,
        { type, ...(values && { values: [...values, ...retired] }) },
      ]),
    ),
    ...others,
  };
  const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== null);
  for (const [name, value] of given) {
    const argument = known[name];
    if (argument === undefined) {
      const meant = didYouMean(name, Object.keys(known));
      throw refused(`there is no argument ${name}${meant === undefined ? "" : `: did you mean ${meant}?`}`);
    }
    if (!isOfType(argument, value)) throw refused(`${name} is not a ${argument.type}`);
    if (argument.values?.includes(String(value)) === false) {
      throw refused(`${name} is not one of ${argument.values.join(", ")}`);
    }
  }
  return Object.fromEntries(given) as Filter;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function refused(message: string): UserError {
  return new UserError(message);
}
