import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import type { RequestRecord } from "../../../emulator";

/** What one operation of the engine did, as its user, its events and the API saw it. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly EngineEvent[];
  /**
   * What was done to the resources of this package, in the order in which it was done: `create AllowPolicy acme`,
   * `update AllowPolicy acme (comments)` with the properties that differ, `failed create AllowPolicy acme`.
   */
  readonly steps: readonly string[];
  /** The requests that arrived at the local API meanwhile. */
  readonly requests: readonly RequestRecord[];
}

/** Everything that an operation showed; the engine's own debug lines, which hold secrets, are shown to nobody. */
export const shown = ({ stdout, stderr, events }: Outcome) =>
  stdout +
  stderr +
  JSON.stringify(events.filter(({ diagnosticEvent }) => String(diagnosticEvent?.severity) !== "debug"));

export function stepsOf(events: readonly EngineEvent[]): string[] {
  return events.flatMap(({ resOutputsEvent, resOpFailedEvent }) => {
    const done = resOutputsEvent ? describe(resOutputsEvent.metadata) : [];
    const failed = resOpFailedEvent ? describe(resOpFailedEvent.metadata) : [];
    return [...done, ...failed.map((step) => `failed ${step}`)];
  });
}

function describe({ op, type, urn, detailedDiff }: StepEventMetadata): string[] {
  const resource = /^pulumi-nodejs:dynamic\/email-security:(?<name>.+)$/.exec(type)?.groups?.name;
  if (resource === undefined || op === "same") {
    return [];
  }
  const differing = Object.keys(detailedDiff ?? {}).sort();
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return [`${op} ${resource} ${name}${differing.length > 0 ? ` (${differing.join(", ")})` : ""}`];
}
