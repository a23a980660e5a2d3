import { startEmulator, type Emulator } from "../../emulator";
import { Random } from "../faults/support/random";
import { Stack, type Lifecycle, type Program } from "./stack";

/** What a campaign did, and what was not as promised. */
export interface Report {
  ups: number;
  /** Ups that were refused, as they must be where a stranger's entry is in the way. */
  refused: number;
  /** Patterns that passed from one resource or key to another. */
  moves: number;
  /** Entries of strangers that had a pattern of the program. */
  met: number;
  /** Entries that others deleted. */
  deleted: number;
  readonly violations: string[];
}

const PLACES = ["a", "b", "c", "s.one", "s.two", "s.three", "t.one", "t.two", "u.one"] as const;
const PATTERNS = Array.from({ length: 12 }, (_, number) => `partner-${number}.example`);

/** Why an up may be refused: somebody else's entry is in the way, or one is gone that was to be changed. */
const EXISTS = /the same pattern already|of the same pattern exist already/;

/** Which place of the program has which pattern, with which comments. */
type Layout = ReadonlyMap<string, readonly [pattern: string, comments: string]>;

/**
 * Random programs of single resources and sets whose patterns pass between them, among strangers: no faults of the network,
 * but all that meets. Each up is compared with what its preview named, and what is there with what is declared.
 */
export async function campaign(seed: number, rounds: number, plant?: (whole: Lifecycle) => Lifecycle): Promise<Report> {
  const random = new Random(seed);
  const api = await startEmulator();
  const stack = new Stack(api, plant);
  const report: Report = { ups: 0, refused: 0, moves: 0, met: 0, deleted: 0, violations: [] };
  let layout: Layout = new Map();
  try {
    for (let round = 1; round <= rounds && report.violations.length === 0; round++) {
      const former = layout;
      layout = nextLayout(layout, random);
      report.moves += moved(former, layout);
      disturb(api, stack, layout, random, report);
      const options = { exclusive: random.pick(["", "", "s", "t"]), adopt: random.chance(0.5), random };
      const program = programOf(layout, options);
      const { strangers, isInTheWay, isGone } = situation(api, stack, layout);
      const fail = (text: string) => report.violations.push(`seed ${seed}, round ${round}: ${text}`);
      try {
        await stack.up(program, { refresh: random.chance(0.4) });
      } catch (error) {
        const { message } = error as Error;
        const isRight = (isInTheWay && EXISTS.test(message)) || (isGone && message.includes("is gone"));
        if (!isRight) fail(message);
        report.refused += 1;
      }
      // What an exclusive set was shown may become its own: else it would be removed and made again.
      const taken = Object.entries(stack.owned).filter(([, id]) => strangers.has(id));
      const isExclusive = ([place]: readonly string[]) => place?.split(".")[0] === options.exclusive;
      if (!options.adopt && !taken.every(isExclusive)) {
        fail("a stranger's entry was taken without a word");
      }
      report.ups += 3;
      // What is left is what somebody deleted, and what waits for the word to adopt.
      const adopting = programOf(layout, { ...options, adopt: true });
      await stack.up(adopting, { refresh: true }).catch((error: unknown) => fail((error as Error).message));
      const writes = () => api.requests.filter(({ method }) => method !== "GET").length;
      const before = writes();
      await stack.up(adopting).catch((error: unknown) => fail((error as Error).message));
      if (writes() > before) fail("an up without changes wrote");
      compare(api, stack, layout, fail);
      api.clearRequests();
    }
  } finally {
    await api.close();
  }
  return report;
}

function nextLayout(layout: Layout, random: Random): Layout {
  const next = new Map(layout);
  const free = () => PATTERNS.filter((pattern) => ![...next.values()].some(([used]) => used === pattern));
  for (let step = 1 + random.below(5); step > 0; step--) {
    const place = random.pick([...PLACES]);
    const other = random.pick([...PLACES]);
    const [here, there] = [next.get(place), next.get(other)];
    const choice = random.next();
    if (!here || choice < 0.2) {
      next.set(place, [random.pick(free()), `note ${random.below(5)}`]);
    } else if (choice < 0.3) {
      next.delete(place);
    } else if (choice < 0.4) {
      next.set(place, [here[0], `note ${random.below(5)}`]);
    } else if (there) {
      next.set(place, there).set(other, here);
    } else {
      next.set(other, here);
      next.delete(place);
    }
  }
  return next;
}

function moved(former: Layout, layout: Layout): number {
  const places = new Map([...former].map(([place, [pattern]]) => [pattern, place]));
  return [...layout].filter(([place, [pattern]]) => ![undefined, place].includes(places.get(pattern))).length;
}

/** Others add entries, of patterns of the program too, and delete entries of the program. */
function disturb(api: Emulator, { owned }: Stack, layout: Layout, random: Random, report: Report): void {
  const content = api.content("allow_policies");
  const insert = (pattern: string) =>
    content.insert({
      pattern,
      pattern_type: "DOMAIN",
      is_trusted_sender: true,
      verify_sender: true,
      comments: "theirs",
    });
  const live = new Set(content.list().map(({ pattern }) => pattern));
  for (const [pattern] of layout.values()) {
    if (live.has(pattern) || !random.chance(0.2)) continue;
    insert(pattern);
    report.met += 1;
  }
  if (random.chance(0.3)) insert(`stranger-${random.below(1_000_000)}.example`);
  for (const id of Object.values(owned)) {
    if (!random.chance(0.05) || !content.get(id)) continue;
    content.remove(id);
    report.deleted += 1;
  }
}

/** What an up is going to meet. */
function situation(api: Emulator, { owned }: Stack, layout: Layout) {
  const ids = Object.values(owned);
  const content = api.content("allow_policies");
  const others = content.list().filter(({ id }) => !ids.includes(String(id)));
  const wanted = [...layout.values()].map(([pattern]) => pattern);
  return {
    strangers: new Set(others.map(({ id }) => String(id))),
    isInTheWay: others.some(({ pattern }) => wanted.includes(String(pattern))),
    isGone: ids.some((id) => !content.get(id)),
  };
}

function programOf(
  layout: Layout,
  { exclusive, adopt, random }: { exclusive: string; adopt: boolean; random: Random },
): Program {
  const program: Record<string, Record<string, unknown>> = {};
  for (const [place, [pattern, comments]] of layout) {
    const [name = "", key] = place.split(".");
    const entry = { pattern, comments, isTrustedSender: true };
    const settings = { ...(adopt && { adoptExisting: true }) };
    if (key === undefined) {
      program[name] = { ...entry, ...settings };
    } else {
      const policies = { ...(program[name]?.policies as object | undefined), [key]: entry };
      program[name] = { policies, ...settings, ...(name === exclusive && { exclusive: true }) };
    }
  }
  // The engine registers resources in any order.
  return Object.fromEntries(Object.entries(program).sort(() => random.next() - 0.5));
}

function compare(api: Emulator, { owned }: Stack, layout: Layout, fail: (text: string) => void): void {
  const content = api.content("allow_policies");
  for (const [place, [pattern, comments]] of layout) {
    const entry = content.get(owned[place] ?? "");
    if (!entry) fail(`${place} has no entry`);
    else if (entry.pattern !== pattern || entry.comments !== comments) fail(`the entry of ${place} is another`);
  }
  const ids = Object.values(owned);
  if (ids.length !== layout.size) fail(`${ids.length} entries are in state for ${layout.size}`);
  if (new Set(ids).size < ids.length) fail("two share an entry");
  const patterns = content.list().map((entry) => String(entry.pattern));
  const twins = patterns.filter((pattern, index) => patterns.indexOf(pattern) < index);
  if (twins.length > 0) fail(`${twins.join()} is there twice`);
  for (const { id, pattern, comments } of content.list()) {
    if (ids.includes(String(id)) || comments === "theirs") continue;
    fail(`nobody manages ${String(pattern)}`);
  }
}
