/** One way to manage so many entries. */
export interface Variant {
  readonly name: string;
  readonly kind: "single" | "set" | "bare" | "textbook";
  /** Written as users write it, with the engine's TypeScript; else plain JavaScript, so that the rest shows. */
  readonly typescript?: true;
  /** Switches of the engine. */
  readonly env?: Readonly<Record<string, string>>;
  /** `--parallel`; the engine's own default is four for each core. */
  readonly parallel?: number;
  readonly config?: Readonly<Record<string, string>>;
  /** Colour of its line. */
  readonly colour: string;
}

const oneByOne = { coalesce: "false" };
const single = { kind: "single" } as const;

export const variants: readonly Variant[] = [
  { ...single, name: "one by one", config: oneByOne, colour: "#d9822b" },
  { ...single, name: "coalesced", colour: "#2b6cb0" },
  { ...single, name: "one by one, parallel 64", parallel: 64, config: oneByOne, colour: "#d9822b" },
  { ...single, name: "coalesced, parallel 64", parallel: 64, colour: "#2b6cb0" },
  { name: "set", kind: "set", colour: "#2f855a" },
];

const typescript = { typescript: true, colour: "#888888" } as const;

/** Single resources in the programs that users write, beside what any other dynamic provider would cost there. */
export const inTypeScript: readonly Variant[] = [
  { ...typescript, name: "TypeScript: a textbook dynamic provider", kind: "textbook" },
  { ...typescript, name: "TypeScript: single resources that do nothing", kind: "bare" },
  { ...typescript, name: "TypeScript: single resources", kind: "single" },
  {
    ...typescript,
    name: "TypeScript: single resources, no checkpoints, parallel 64",
    kind: "single",
    parallel: 64,
    env: { PULUMI_SKIP_CHECKPOINTS: "true" },
  },
];

/** A stack with no resource: what the engine costs by itself. */
export const nothing: Variant = { ...single, name: "no resource", colour: "#888888" };

/** As much state as a set has, by a provider that does nothing: what the engine and its host cost by themselves. */
export const bare: Variant = { name: "set of a provider that does nothing", kind: "bare", colour: "#888888" };

/** The variant without coalescing that a variant is compared with. */
export function baselineOf({ parallel }: Variant): Variant | undefined {
  return variants.find((other) => other.config === oneByOne && other.parallel === parallel);
}
