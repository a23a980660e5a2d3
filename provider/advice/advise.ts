import type { Collection } from "../collections/collection";
import { adviseEntry, type Advice } from "./advice";
import type { AdviceSettings } from "./advice-settings";
import type { ProgramIndex } from "./program-index";

/** The entries of one resource, and what advice on them needs to know. */
export interface AdviceRequest {
  readonly collection: Collection;
  /** What other resources' advice calls this one. */
  readonly label: string;
  /** The entries by their path in the resource, such as `policies.acme`; a resource that is one entry has the path "". */
  readonly entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Where the entries are; `undefined` while that is not known. */
  readonly account: string | undefined;
  readonly settings: Pick<AdviceSettings, "ownDomains" | "silence">;
  /** The other entries of the program, where they are known. */
  readonly index: ProgramIndex | undefined;
}

/** All advice on a resource that is not silenced, with paths from the resource on. */
export function advise({ collection, label, entries, account, settings, index }: AdviceRequest): Advice[] {
  const advice = Object.entries(entries).flatMap(([at, values]) => {
    const entryLabel = at === "" ? label : `${at} of ${label}`;
    const ofEntry = adviseEntry(collection, values, settings);
    const { silence } = settings;
    const ofProgram =
      account === undefined ? [] : index?.add({ collection, account, label: entryLabel, values, silence });
    const prefix = at === "" ? "" : `${at}.`;
    return [...ofEntry, ...(ofProgram ?? [])].map((one) => ({ ...one, path: prefix + one.path }));
  });
  return advice.filter(({ code }) => !settings.silence.includes(code));
}

/** The advice as a user reads it. */
export function adviceText({ code, path, sentence }: Advice): string {
  return `${code}: ${path} ${sentence}. (Why: docs/advice.md of this package. If it is meant so: silence: ["${code}"] on the resource or its provider.)`;
}
