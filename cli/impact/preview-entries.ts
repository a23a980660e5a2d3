import { identityOf } from "../../provider/collections/compare";
import { ALL_COLLECTIONS, SET_COLLECTIONS } from "../../provider/collections/all-collections";
import { patternOf, type Collection } from "../../provider/collections/collection";
import { ENTRY_OUTPUTS, typeOf } from "../../provider/contract";
import { actsOnMessages } from "../messages/entry-pattern";
import { resourceName } from "../stack-state";
import type { Candidate } from "./candidate";

type Inputs = Readonly<Record<string, unknown>>;

interface State {
  readonly type?: unknown;
  readonly inputs?: Inputs;
}

interface Step {
  readonly op?: unknown;
  readonly urn?: unknown;
  readonly oldState?: State;
  readonly newState?: State;
  readonly detailedDiff?: object | null;
}

/** The text that the engine shows instead of a secret. */
const HIDDEN = "[secret]";

/** Operations after which an entry may let more through than before. */
const OPERATIONS = ["create", "update", "replace", "create-replacement", "import"];

/**
 * The entries that a preview makes or widens, from the output of `pulumi preview --json`.
 * @throws Error if it is not such output, or the preview failed
 */
export function readPreview(text: string): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { op, urn, oldState, newState, detailedDiff } of stepsOf(text)) {
    if (!OPERATIONS.includes(String(op)) || newState === undefined) continue;
    const name = typeOf(newState.type);
    const ofSet = SET_COLLECTIONS.find(({ set }) => set.type === name);
    const collection = ofSet ?? ALL_COLLECTIONS.find(({ type }) => type === name);
    if (!collection || !actsOnMessages(collection)) continue;
    const setName = ofSet?.set.entries;
    const olds = entriesOf(oldState?.inputs, setName);
    for (const [key, values] of entriesOf(newState.inputs, setName)) {
      const changed = Object.keys(detailedDiff ?? {}).some((path) => isAboutPattern(path, collection, setName, key));
      if (!isWider(collection, olds.get(key), values, changed)) continue;
      const place = resourceName({ urn: String(urn), ...(setName !== undefined && { key }) });
      const accountId = newState.inputs?.[ENTRY_OUTPUTS.account];
      const isKnown = typeof accountId === "string" && accountId !== HIDDEN;
      found.set(place, { collection, values: own(collection, values), place, ...(isKnown && { accountId }) });
    }
  }
  return [...found.values()];
}

/** Whether the value is a text that stands for a hidden value. */
export function isHidden(value: unknown): boolean {
  return value === HIDDEN;
}

function stepsOf(text: string): readonly Step[] {
  let preview: { steps?: unknown; diagnostics?: unknown } | null;
  try {
    preview = JSON.parse(text) as typeof preview;
  } catch {
    throw new Error(`${NO_PREVIEW}, with PULUMI_ENABLE_STREAMING_JSON_PREVIEW unset`);
  }
  const diagnostics = Array.isArray(preview?.diagnostics) ? (preview.diagnostics as { severity?: unknown }[]) : [];
  if (diagnostics.some(({ severity }) => severity === "error")) {
    throw new Error("the preview failed, so that it may lack entries: mend what it says, and run it again");
  }
  // A preview without steps has neither property.
  if (preview === null || typeof preview !== "object" || !("steps" in preview || "changeSummary" in preview)) {
    throw new Error(NO_PREVIEW);
  }
  return Array.isArray(preview.steps) ? (preview.steps as Step[]) : [];
}

const NO_PREVIEW = 'not a preview: send what "pulumi preview --json" prints';

/** The entries by their keys in the set; the entry of a single resource has the key "". */
function entriesOf(inputs: Inputs | undefined, setName: string | undefined): Map<string, Inputs> {
  if (inputs === undefined) return new Map();
  if (setName === undefined) return new Map([["", inputs]]);
  const record = inputs[setName];
  // If the whole record is a secret, nothing is known of its entries.
  if (typeof record !== "object" || record === null) return new Map([["", { pattern: record }]]);
  return new Map(
    Object.entries(record).map(([key, values]) => [
      key,
      typeof values === "object" && values !== null ? (values as Inputs) : { pattern: values as unknown },
    ]),
  );
}

/** Whether the entry lets through or blocks more than before. */
function isWider(collection: Collection, old: Inputs | undefined, values: Inputs, changed: boolean): boolean {
  if (old === undefined || changed) return true;
  const exempting = Object.keys(collection.fields).filter((name) => collection.fields[name]?.exempts);
  return (
    identityOf(collection, old) !== identityOf(collection, values) ||
    exempting.some((name) => values[name] === true && old[name] !== true) ||
    (old.verifySender === true && values.verifySender !== true)
  );
}

/** Whether the change is about a pattern: a secret one looks the same before and after. */
function isAboutPattern(path: string, collection: Collection, setName: string | undefined, key: string): boolean {
  const name = patternOf(collection)?.name ?? "";
  if (setName === undefined) return path === name;
  return [
    setName,
    ...[`${setName}.${key}`, `${setName}[${JSON.stringify(key)}]`].flatMap((at) => [at, `${at}.${name}`]),
  ].includes(path);
}

function own(collection: Collection, values: Inputs): Inputs {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in collection.fields));
}
