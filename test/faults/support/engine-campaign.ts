import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator, type Emulator } from "../../../emulator";
import { SET_COLLECTIONS } from "./collections";
import { changedFields } from "../../../provider/collections/compare";
import { fromWire } from "../../../provider/collections/wire";
import { FaultPlan } from "./fault-plan";
import { Author, type Program } from "./program";
import { PulumiStack } from "./pulumi";
import { Random } from "./random";

export interface EngineCampaignOptions {
  readonly seed: number;
  /** Whole ups, at least, the ones that are killed and the ones that have nothing to do included. */
  readonly ups: number;
  /** Engines killed in the middle of an up, at least. */
  readonly kills: number;
  readonly say: (line: string) => void;
}

export interface EngineReport {
  readonly text: string;
  readonly violations: readonly string[];
}

/** Share of the requests that meet a fault; a look after a write without an answer takes seconds here. */
const RATE = 0.08;
const LARGEST = 16;
const MOST_RUNS = 8;

/** Long enough for a request in flight to end, and for a host without an engine to notice. */
const DYING_MS = 1_000;

/** Random programs on the real engine, under faults, and with engines that die in the middle. */
export async function engineCampaign({ seed, ups, kills, say }: EngineCampaignOptions): Promise<EngineReport> {
  const random = new Random(seed);
  const author = new Author(random, LARGEST, true);
  const plan = new FaultPlan(seed, RATE);
  const api = await startEmulator({ latency: 20 });
  const stack = await PulumiStack.create(api, { adoptExisting: "true", requestTimeout: "1", maxWait: "1" });
  const counts = { rounds: 0, ups: 0, kills: 0, late: 0, twins: 0, orphans: 0, losses: 0 };
  const violations: string[] = [];
  let program: Program = new Map();
  const summary = () =>
    `${counts.rounds} rounds, ${counts.ups} ups, ${counts.kills} kills, ${plan.count} faults: ` +
    `${counts.twins} twins, ${counts.orphans} orphans, ${counts.losses} losses, ${counts.late} requests of dead engines`;
  try {
    while ((counts.ups < ups || counts.kills < kills) && violations.length === 0) {
      counts.rounds += 1;
      program = author.next(program);
      stack.declare(program);
      let succeeded = false;
      let doubtful = false;
      let last = "";
      for (let run = 1; run <= MOST_RUNS && !succeeded; run++) {
        plan.turn = `${counts.rounds}.${run}`;
        api.configure({ faults: plan.choose });
        if (doubtful) doubtful = !(await stack.recover());
        if (doubtful) continue;
        counts.ups += 1;
        if (run === 1 && counts.kills < kills) {
          const late = await killed(stack, api, random.below(250));
          doubtful = late !== undefined;
          counts.kills += doubtful ? 1 : 0;
          counts.late += late ?? 0;
          succeeded = !doubtful;
        } else {
          const { code, output } = await stack.up().ended;
          succeeded = code === 0;
          last = output;
        }
        api.configure({ faults: undefined });
      }
      const at = `seed ${seed}, round ${counts.rounds}`;
      if (!succeeded) violations.push(`${at}: no success in ${MOST_RUNS} runs:\n${last}`);
      violations.push(...compare(api, program, stack.entries, counts).map((text) => `${at}: ${text}`));
      api.clearRequests();
      const again = await stack.up("--expect-no-changes").ended;

      counts.ups += 1;
      const writes = api.requests.filter(({ method }) => method !== "GET").length;
      if (again.code !== 0 || writes > 0) {
        violations.push(`${at}: an up without changes sent ${writes}:\n${again.output}`);
      }
      if (counts.rounds % 5 === 0) say(summary());
    }
  } finally {
    await api.close();
    stack.remove();
  }
  return { text: summary(), violations };
}

/**
 * An up whose engine is killed so long after its first write arrived.
 * @returns the requests that still arrived when its host had had time to notice; `undefined` when it ended by itself
 */
export async function killed(stack: PulumiStack, api: Emulator, ms: number): Promise<number | undefined> {
  api.clearRequests();
  const { process: engine, ended } = stack.up();
  let alive = true;
  void ended.then(() => (alive = false));
  const isAlive = () => alive;
  while (isAlive() && !api.requests.some(({ method }) => method !== "GET")) await sleep(5);
  await sleep(ms);
  engine.kill("SIGKILL");
  const { code } = await ended;
  if (code !== null) return undefined;
  await sleep(DYING_MS);
  const before = api.requests.length;
  await sleep(DYING_MS / 2);
  return api.requests.length - before;
}

/** What is there must be exactly what is declared, each entry the one of its resource. */
export function compare(
  api: Emulator,
  program: Program,
  stored: readonly (readonly [string, string])[],
  counts: { twins: number; orphans: number; losses: number },
): string[] {
  const found: string[] = [];
  const ids = new Map(stored);
  for (const name of ids.keys()) if (!program.has(name)) found.push(`${name} is still in state`);
  if (stored.length > ids.size) found.push(`${stored.length} entries are in state under ${ids.size} names`);
  for (const collection of SET_COLLECTIONS) {
    const declared = [...program].filter(([, declaration]) => declaration.collection === collection);
    const entries = api
      .content(collection.path)
      .list()
      .map((wire) => fromWire(collection, wire));
    const owned = new Set<string>();
    for (const [name, { values }] of declared) {
      const entry = entries.find(({ id }) => id === ids.get(name));
      if (!entry) {
        counts.losses += 1;
        found.push(`${name} has no entry`);
        continue;
      }
      if (owned.has(entry.id)) found.push(`${name} shares its entry`);
      owned.add(entry.id);
      const wrong = changedFields(collection, entry.values, values);
      if (wrong.length > 0) found.push(`the entry of ${name} differs in ${wrong.join()}`);
    }
    for (const { values } of entries.filter((entry) => !owned.has(entry.id))) {
      counts.orphans += 1;
      if (declared.some(([, declaration]) => declaration.values.pattern === values.pattern)) counts.twins += 1;
      found.push(`nobody manages ${String(values.pattern)}`);
    }
  }
  return found;
}
