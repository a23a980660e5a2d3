import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator, type Emulator, type WireEntry } from "../../../emulator";
import { SET_COLLECTIONS } from "./collections";
import { changedFields } from "../../../provider/collections/compare";
import type { Collection, Values } from "../../../provider/collections/collection";
import { fromWire, toWire } from "../../../provider/collections/wire";
import type { InstanceOptions } from "../../../provider/lifecycle/provider-instance";
import { Deployment, library, type Client } from "./deployment";
import { FaultPlan, STALE_MS } from "./fault-plan";
import { Author, resourcesOf, withoutTwins, type Declaration, type Program } from "./program";
import { Random } from "./random";
import { Trace } from "./trace";

export interface CampaignOptions {
  readonly seed: number;
  /** Ends after the round in which this many creates, updates, deletes and reads are reached. */
  readonly operations: number;
  /** Share of the requests that meet a fault. @default 0.4 */
  readonly rate?: number;
  /** Most resources of a program. @default 24 */
  readonly largest?: number;
  /** Whether some of the entries are parts of sets. @default true */
  readonly sets?: boolean;
  /** How many provider instances the program has, all of one account. @default 2 */
  readonly providers?: number;
  /** Whether creates adopt what exists, so that strangers' entries are met too, and runs may die. @default true */
  readonly adopts?: boolean;
  /** Whether state is written after each step, as it is but with `PULUMI_SKIP_CHECKPOINTS`. @default true */
  readonly checkpoints?: boolean;
  /** What carries out the lifecycle in one run. @default this library */
  readonly client?: (emulator: Emulator, options: InstanceOptions) => Client;
  /** Whether every write of an up must have been named. @default where this library carries out the lifecycle */
  readonly named?: boolean;
  /** Ends at the first violation. @default true */
  readonly stopAtFirst?: boolean;
}

export interface Counts {
  operations: number;
  faults: number;
  ups: number;
  kills: number;
  requests: number;
  rounds: number;
  /** Patterns that passed from one resource to another. */
  handovers: number;
  /** Entries of strangers that had the pattern of a resource. */
  met: number;
  /** Times that a set came to own its whole collection. */
  claims: number;
  /** Entries of strangers that such a set removed. */
  removed: number;
}

/** Ids of entries, or names of resources, with which something is wrong. */
export interface Report extends Counts {
  /** Entries in excess of the program, whose pattern it declares. */
  readonly twins: ReadonlySet<string>;
  /** Entries that no resource has. */
  readonly orphans: ReadonlySet<string>;
  /** Resources whose entry does not exist. */
  readonly losses: ReadonlySet<string>;
  /** Everything that is not as it must be, in words. */
  readonly violations: readonly string[];
  /** What happened in the last two rounds, as lines of JSON. */
  readonly trace: string;
}

/** Waits short enough for thousands of operations; the looks reach further than a read may be stale. */
export const INSTANCE_OPTIONS: InstanceOptions = {
  limits: { attemptMs: 200, retries: 2, backoffMs: 1, maxWaitMs: 4, silentMs: 1_000 },
  writer: { looksMs: [1, 4, 10, STALE_MS], attempts: 3 },
  readState: () => Promise.resolve([]),
};

/** A change that needs more runs than this does not converge. */
const MOST_RUNS = 40;

const FOREIGN = 12;

/** Runs random programs under random faults, and compares what is there with what is declared after each. */
export async function campaign(options: CampaignOptions): Promise<Report> {
  const { seed, operations, largest = 24, sets = true, providers = 2, adopts = true, stopAtFirst = true } = options;
  const { rate = adopts ? 0.4 : 0, checkpoints = true } = options;
  const deployment = new Deployment();
  const trace = new Trace();
  const said: string[] = [];
  const say = (line: string) => {
    said.push(line);
    trace.note("said", line);
  };
  // Without faults nothing times out but on a machine that is busy, and without adoption that is not made good.
  const limits = { ...INSTANCE_OPTIONS.limits, ...(rate === 0 && { attemptMs: 10_000, silentMs: 60_000 }) };
  const instanceOptions = { ...INSTANCE_OPTIONS, limits, say, readState: () => Promise.resolve(deployment.known) };
  const client = (emulator: Emulator) =>
    trace.of(options.client?.(emulator, instanceOptions) ?? library(emulator, instanceOptions, adopts));
  const { named = options.client === undefined } = options;
  const random = new Random(seed);
  const others = sets ? Array.from({ length: FOREIGN }, (_, number) => foreignPattern(number)) : [];
  const author = new Author(random, largest, sets, providers, others);
  const plan = new FaultPlan(seed, rate);
  const emulator = await startEmulator({ onRequest: trace.request });
  try {
    const foreign = strangers(emulator);
    const untouchable = new Set(foreign.keys());
    const findings = new Findings();
    let program: Program = new Map();
    const counts = { ups: 0, requests: 0, rounds: 0, met: 0, removed: 0 };

    while (deployment.operations < operations) {
      counts.rounds += 1;
      trace.nextRound();
      const former = program;
      program = author.next(program);
      // Only a refresh finds drift, and what a run changed that died before it could say so.
      let doubtful = random.chance(0.3);
      if (doubtful) drift(emulator, deployment, random);
      if (adopts) counts.met += strangersWith(emulator, program, former, random, foreign);
      let succeeded = false;
      for (let run = 1; run <= MOST_RUNS && !succeeded; run++) {
        plan.turn = `${counts.rounds}.${run}`;
        trace.note(`run ${plan.turn}`, [...program]);
        emulator.configure({ faults: plan.choose });
        const killAfter = adopts && random.chance(0.15) ? random.below(10) : Infinity;
        const parallel = 1 + random.below(16);
        if (random.chance(0.3)) await deployment.refresh(client(emulator), () => random.chance(0.5));
        if (doubtful) doubtful = !(await deployment.refresh(client(emulator)));
        if (!doubtful) {
          const { kills } = deployment;
          emulator.configure({ faults: undefined });
          said.length = 0;
          const preview = await deployment.preview(program, client(emulator));
          emulator.configure({ faults: plan.choose });
          const before = contentOf(emulator);
          trace.note("up", { parallel, killAfter });
          succeeded = await deployment.up(program, client(emulator), { parallel, killAfter, checkpoints });
          trace.note(`up: ${succeeded}`, { failures: deployment.failures, state: [...deployment.state] });
          counts.ups += 1;
          const isTold = said.some((line) => line.includes('"pulumi refresh" shows what a run that failed left'));
          succeeded &&= !isTold;
          doubtful = deployment.kills > kills || isTold;
          const touched = touchedSince(before, contentOf(emulator));
          for (const one of touched) {
            if (one.is === undefined && isClaimed(program, one) && foreign.delete(one.id)) counts.removed += 1;
          }
          for (const { id, was, is } of unnamed(touched, [preview, ...said].join("\n"))) {
            if (!named) continue;
            findings.add(
              `seed ${seed}, round ${counts.rounds}: nothing had named ${id}, ${String(was)}, ${String(is)}`,
            );
          }
        }
        emulator.configure({ faults: undefined });
        // A failure makes some go back to what was. Not with what may exist without being in state: an entry that a create
        // without an outcome made is found by the next create of the same, and by nothing else.
        if (!succeeded && random.chance(0.3)) {
          program = author.claimed(reverted(program, former, deployment));
          doubtful ||= deployment.unsureDelete;
        }
        // Nothing tells a run of what an earlier one did but the API, so its reads must have caught up.
        await sleep(STALE_MS);
      }
      counts.requests += emulator.requests.length;
      emulator.clearRequests();
      const at = `seed ${seed}, round ${counts.rounds}`;
      if (!succeeded) findings.add(`${at}: no success in ${MOST_RUNS} runs: ${deployment.failures.join("; ")}`);
      const adoptable = new Set([...foreign.keys()].filter((id) => !untouchable.has(id)));
      compare(emulator, program, deployment, foreign, adoptable, (text, kind, who) =>
        findings.add(`${at}: ${text}`, kind, who),
      );
      await deployment.up(program, client(emulator), { parallel: 8 });
      const writes = emulator.requests.filter(({ method }) => method !== "GET");
      if (writes.length > 0) {
        findings.add(`${at}: an up without changes sent ${writes.map(({ action }) => action).join()}`);
      }
      counts.requests += emulator.requests.length;
      emulator.clearRequests();
      if (findings.violations.length > 0 && stopAtFirst) break;
    }
    const { twins, orphans, losses, violations } = findings;
    const { kills } = deployment;
    return {
      ...counts,
      operations: deployment.operations,
      kills,
      handovers: author.handovers,
      claims: author.claims,
      faults: plan.count,
      twins,
      orphans,
      losses,
      violations,
      get trace() {
        return trace.text;
      },
    };
  } finally {
    await emulator.close();
  }
}

class Findings {
  readonly twins = new Set<string>();
  readonly orphans = new Set<string>();
  readonly losses = new Set<string>();
  readonly violations: string[] = [];

  add(text: string, kind?: "twins" | "orphans" | "losses", who?: string): void {
    this.violations.push(text);
    if (kind && who !== undefined) this[kind].add(who);
  }
}

const foreignPattern = (number: number) => `foreign-${number}.example`;

/** Entries of somebody else, which nothing may touch. */
function strangers(emulator: Emulator): Map<string, string> {
  const made = SET_COLLECTIONS.flatMap((collection) =>
    Array.from({ length: FOREIGN }, (_, number) => {
      const values: Values = {
        pattern: foreignPattern(number),
        ...(collection.fields.patternType && { patternType: "DOMAIN" }),
      };
      return emulator.content(collection.path).insert(toWire(collection, values) as WireEntry);
    }),
  );
  return new Map(made.map((entry) => [String(entry.id), JSON.stringify(entry)]));
}

function reverted(program: Program, former: Program, deployment: Deployment): Program {
  // What a run made or adopted that could not say so is found by a create of the same again, and by nothing else. With
  // another pattern a resource may have been replaced.
  const goesBack = (name: string, declaration: Declaration) => {
    const before = former.get(name);
    const isSame = before?.values.pattern === declaration.values.pattern;
    return before && isSame && deployment.entryOf(name, declaration) ? before : declaration;
  };
  const back = new Map([...program].map(([name, declaration]) => [name, goesBack(name, declaration)]));
  let number = 0;
  return withoutTwins(back, () => `back-${Date.now()}-${number++}.example`);
}

/** Somebody else makes entries of patterns that the next up declares newly. */
function strangersWith(
  emulator: Emulator,
  program: Program,
  former: Program,
  random: Random,
  foreign: Map<string, string>,
): number {
  let count = 0;
  for (const [name, { collection, values }] of program) {
    const isNew = [...former.values()].every((one) => one.values.pattern !== values.pattern);
    if (!isNew || former.get(name)?.values.pattern === values.pattern || !random.chance(0.2)) continue;
    const { comments: _comments, ...own } = values;
    const entry = toWire(collection, { ...own, comments: "somebody else's" }) as WireEntry;
    const made = emulator.content(collection.path).insert(entry);
    // It is theirs as long as nobody adopted it.
    foreign.set(String(made.id), JSON.stringify(made));
    count += 1;
  }
  return count;
}

/** Somebody changes or deletes what the program manages. */
function drift(emulator: Emulator, { managed }: Deployment, random: Random): void {
  for (const [collection, id] of managed) {
    const content = emulator.content(collection.path);
    if (!random.chance(0.1) || !content.get(id)) continue;
    if (random.chance(0.5)) content.remove(id);
    else content.change(id, { comments: "changed by somebody else" });
  }
}

interface Found {
  readonly collection: Collection;
  readonly pattern: string;
  readonly text: string;
}

/** Every entry by id. */
function contentOf(emulator: Emulator): ReadonlyMap<string, Found> {
  return new Map(
    SET_COLLECTIONS.flatMap((collection) =>
      emulator
        .content(collection.path)
        .list()
        .map((entry) => {
          const found = { collection, pattern: String(entry.pattern), text: JSON.stringify(entry) };
          return [String(entry.id), found] as const;
        }),
    ),
  );
}

/** An entry that was made, changed or removed. */
interface Touched {
  readonly id: string;
  readonly collection: Collection;
  /** Its pattern before and after; absent where it was not there. */
  readonly was: string | undefined;
  readonly is: string | undefined;
}

function touchedSince(before: ReadonlyMap<string, Found>, after: ReadonlyMap<string, Found>): Touched[] {
  return [...new Map([...before, ...after])].flatMap(([id, { collection }]) => {
    const [was, is] = [before.get(id), after.get(id)];
    return was?.text === is?.text ? [] : { id, collection, was: was?.pattern, is: is?.pattern };
  });
}

/** Whether a set of the program owns the collection, and does not allow others to have the entry. */
function isClaimed(program: Program, { collection, was }: Touched): boolean {
  const owner = [...program.values()].find((one) => one.collection === collection && one.allowUnmanaged);
  return owner?.allowUnmanaged?.includes(String(was)) === false;
}

/** What neither the preview nor a line of the up names, by its id or by a pattern that it had or has. */
function unnamed(touched: readonly Touched[], text: string): Touched[] {
  const words = new Set(text.split(/[^\w.-]+/));
  return touched.filter(({ id, was, is }) => ![id, was, is].some((name) => name !== undefined && words.has(name)));
}

function live(emulator: Emulator, collection: Collection) {
  return emulator
    .content(collection.path)
    .list()
    .map((wire) => ({ wire, ...fromWire(collection, wire) }));
}

/** What is there must be exactly what is declared, each entry the one of its resource, and what is foreign as it was. */
function compare(
  emulator: Emulator,
  program: Program,
  deployment: Deployment,
  foreign: ReadonlyMap<string, string>,
  adoptable: ReadonlySet<string>,
  report: (text: string, kind?: "twins" | "orphans" | "losses", who?: string) => void,
): void {
  const untouched = new Set<string>();
  for (const collection of SET_COLLECTIONS) {
    const declared = [...program].filter(([, declaration]) => declaration.collection === collection);
    const patterns = new Set(declared.map(([, { values }]) => values.pattern));
    const owners = new Map<string, string>();
    const entries = live(emulator, collection);
    for (const [name, declaration] of declared) {
      const { values } = declaration;
      const stored = deployment.entryOf(name, declaration);
      const entry = entries.find(({ id }) => id === stored?.id);
      if (!stored || !entry) {
        report(`${name} has no entry`, "losses", name);
        continue;
      }
      const owner = owners.get(entry.id);
      if (owner !== undefined) report(`${owner} and ${name} share an entry`);
      owners.set(entry.id, name);
      const wrong = changedFields(collection, entry.values, values);
      if (wrong.length > 0) report(`the entry of ${name} differs in ${wrong.join()}`);
      const unlike = changedFields(collection, stored.values, values);
      if (unlike.length > 0) report(`the state of ${name} differs in ${unlike.join()}`);
    }
    for (const { id, wire, values } of entries) {
      if (foreign.get(id) === JSON.stringify(wire) && !owners.has(id)) {
        untouched.add(id);
      } else if (!owners.has(id)) {
        report(`nobody manages ${String(values.pattern)}`, "orphans", id);
        if (patterns.has(String(values.pattern))) report(`${String(values.pattern)} is there twice`, "twins", id);
      }
    }
  }
  const resources = resourcesOf(program);
  for (const name of deployment.state.keys()) if (!resources.has(name)) report(`${name} is still in state`);
  const { managed } = deployment;
  if (managed.length > program.size) report(`${managed.length} entries are in state for ${program.size}`);
  const touched = [...foreign.keys()].filter((id) => !untouched.has(id) && !adoptable.has(id));
  if (touched.length > 0) report(`${touched.length} entries of somebody else were touched`);
}
