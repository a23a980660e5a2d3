import { runtime } from "@pulumi/pulumi";
import { AccountEntries } from "../../provider/run/account-entries";
import { Ledger } from "../../provider/run/ledger";
import { Places } from "../../provider/run/places";
import { ProviderInstance } from "../../provider/lifecycle/provider-instance";
import { NO_PEERS } from "../../provider/run/peers";
import type { Properties } from "../../provider/lifecycle/properties";
import { SharedInProcess } from "./shared-in-process";
import type { Lifecycle } from "./stack";

/** A mistake in the rules of ownership. */
interface Defect {
  /** The scenario that finds it. */
  readonly by: string;
  /** Puts it into what a run shares. @returns what takes it out again */
  readonly into?: () => () => void;
  /** Puts it into a lifecycle. */
  readonly plant?: (whole: Lifecycle) => Lifecycle;
}

/** A method with another body. */
function replaced<Class extends object, Name extends keyof Class>(
  prototype: Class,
  name: Name,
  make: (whole: Class[Name]) => Class[Name],
): Pick<Defect, "into"> {
  return {
    into: () => {
      const whole = prototype[name];
      prototype[name] = make(whole);
      return () => void (prototype[name] = whole);
    },
  };
}

/** Mistakes that a scenario of ownership must find. */
export const defects: Readonly<Record<string, Defect>> = {
  "a resource that never asks whose its entry is": {
    by: "a new resource adopts what an old one leaves, the new one asked first",
    ...replaced(Ledger.prototype, "isOthers", () => () => false),
  },
  "a program that may declare an entry twice": {
    by: "a second owner beside a set is refused at preview, the second first",
    ...replaced(Ledger.prototype, "declare", () => () => undefined),
  },
  "a ledger that forgets what was let go of, and what the state has": {
    by: "a set splits",
    into: () => {
      const parts = [
        replaced(Ledger.prototype, "isLeftOver", () => () => false),
        replaced(Ledger.prototype, "isInState", () => () => false),
      ].map(({ into }) => into?.());
      return () => parts.forEach((out) => out?.());
    },
  },
  "a stranger's entry that is taken without a word": {
    by: "the changed pattern of a single does not make a stranger's entry twice",
    ...replaced(Places.prototype, "mayTake", () => () => true),
  },
  "an update that does not look for what has its new pattern": {
    by: "the changed pattern of a single does not make a stranger's entry twice",
    ...replaced(
      Places.prototype,
      "inPlace",
      (inPlace) =>
        function (this: Places, values, adoptExisting, own, use) {
          return own === undefined
            ? (inPlace.call(this, values, adoptExisting, own, use) as never)
            : use({ moves: [] });
        },
    ),
  },
  "patterns that swap one after another": {
    by: "two resources swap where the API refuses duplicates",
    ...replaced(Places.prototype, "moves", () => () => []),
  },
  "a deletion that does not ask who took the entry": {
    by: "a set is renamed without an alias",
    ...replaced(Ledger.prototype, "mayRemove", () => () => true),
  },
  "a set that owns what it was shown": {
    by: "what a refresh showed to an exclusive set stays when it is allowed",
    plant: (whole) => ({
      ...whole,
      read: async (id, properties) => {
        const result = await whole.read(id, properties);
        const { __seen: seen, ...props } = result.props ?? {};
        if (seen === undefined) return result;
        return { ...result, props: { ...props, ids: { ...(props.ids as object), ...(seen as object) } } };
      },
    }),
  },
  "an exclusive set that takes for a stranger's what the state has": {
    by: "what an exclusive set was shown of another resource stays, also where that is asked only after it",
    ...replaced(Ledger.prototype, "isInState", () => () => false),
  },
  "a set that makes again what somebody deleted whenever it writes": {
    by: "what somebody deleted is not made again by the way",
    plant: (whole) => ({ ...whole, update: (id, olds, news) => whole.update(id, { ...olds, __unsure: true }, news) }),
  },
  "an adoption that no preview foresees": {
    by: "an adoption by a set that exists is foreseen by its key and said",
    ...replaced(AccountEntries.prototype, "reserve", () => () => Promise.resolve(undefined)),
  },
  "the diff of a refresh that claims what it is asked about": {
    by: "exclusive passes to another set with a refresh, the second of the two had it",
    ...replaced(
      ProviderInstance.prototype,
      "declared",
      (declared) =>
        function (this: ProviderInstance, inputs) {
          return declared.call(this, inputs) ?? { adopts: false, isPreview: false };
        },
    ),
  },
  "an import that takes what another resource has": {
    by: "an import of an entry that another resource has is refused at preview",
    into: () => {
      const parts = [
        replaced(Ledger.prototype, "isImported", () => () => false),
        replaced(Ledger.prototype, "isFreeFor", () => () => true),
      ].map(({ into }) => into?.());
      return () => parts.forEach((out) => out?.());
    },
  },
  "hosts that do not tell each other what they have": {
    by: "an entry passes to a resource of another provider, whose own one stays",
    ...replaced(SharedInProcess.prototype, "seenBy", () => () => ({ of: () => NO_PEERS })),
  },
  "a preview that takes the unknown for a value": {
    by: "a preview counts what it knows, and says of what it does not know yet",
    plant: (whole) => ({
      ...whole,
      check: (olds, news) =>
        whole.check(olds, JSON.parse(JSON.stringify(news).replaceAll(runtime.unknownValue, "any")) as Properties),
    }),
  },
  "a secret record whose keys are taken for known": {
    by: "the keys of a wholly secret set are in clear nowhere",
    plant: (whole) => ({ ...whole, check: (olds, { __secret: _secret, ...news }) => whole.check(olds, news) }),
  },
  "a refused deletion that only passes on the API's answer": {
    by: "account and token of a provider that change together name the ways out",
    plant: (whole) => ({
      ...whole,
      delete: (id, properties) =>
        whole.delete(id, properties).catch((error: unknown) => {
          throw (error as Error).cause ?? error;
        }),
    }),
  },
  "a change of what is gone that only passes on the API's answer": {
    by: "a resource that was deleted elsewhere says what to do when it is changed",
    plant: (whole) => ({
      ...whole,
      update: (id, olds, news) =>
        whole.update(id, olds, news).catch((error: unknown) => {
          throw (error as Error).cause ?? error;
        }),
    }),
  },
  "an adoption that is said again for what was adopted": {
    by: "adoptExisting that was deployed does not adopt again",
    plant: (whole) => ({
      ...whole,
      check: async (olds, news) => {
        await whole.check({}, news);
        return whole.check(olds, news);
      },
    }),
  },
};
