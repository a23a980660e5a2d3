/**
 * Every name that lies in the state or the config of users' stacks. All of them are frozen: a stack that was deployed with an
 * earlier version must show no change. The types, handlers and properties of collections are in their tables.
 */

/** Where the engine's host process finds the lifecycles: an export of this package. It is resolved from the program's folder. */
const HOST_MODULE = "pulumi-cloudflare-email-security/provider";

/**
 * The text by which the engine's host process finds a lifecycle. `pulumi.dynamic.Resource` would put the code itself into
 * the state. A constant keeps the state small, never causes a diff, and lets a fix reach old resources too.
 */
export function providerText(handler: string): string {
  return `exports.handler = () => require("module").createRequire(process.cwd() + "/.")("${HOST_MODULE}").${handler};`;
}

const TYPE_PREFIX = "pulumi-nodejs:dynamic/email-security:";

/** The type of a resource, or the name under which a look-up is called; it is part of the URN of every resource. */
export function typeToken({ type }: { readonly type: string }): string {
  return TYPE_PREFIX + type;
}

/** The tail of a type token of this package; `undefined` for any other. */
export function typeOf(token: unknown): string | undefined {
  return typeof token === "string" && token.startsWith(TYPE_PREFIX) ? token.slice(TYPE_PREFIX.length) : undefined;
}

/** The namespaces of config, in the order in which they are read. The second is the one of @pulumi/cloudflare. */
export const NAMESPACES = ["cloudflare-email-security", "cloudflare"] as const;

/** The settings on advice, as arguments of a provider and keys of its config. */
export const ADVICE_SETTINGS = ["ownDomains", "silence", "strict", "requireExpiry", "endsSoonDays"] as const;

/** What a program can read of every resource that is an entry, beside the entry's own fields. */
export const ENTRY_OUTPUTS = { account: "accountId", createdAt: "createdAt", modifiedAt: "modifiedAt" } as const;

/** The ids of a set's entries by name; an output. */
export const IDS = "ids";

/** How the engine marks a secret, in the state and on the wire. */
export const SECRET_MARK = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } as const;

/** How many entries a set has; an output. */
export const COUNT = "count";

/** The text that finds this library's code; the engine's host adds it to what the methods return. */
export const PROVIDER = "__provider";

/**
 * Names that the program side and the host side use between themselves. The engine's text output hides names that begin
 * with two underscores. They lie in state, so they are frozen.
 */
/** The id that the resource option `import` names. */
export const IMPORT = "__import";
/** Set on a resource that `get` reads: if its entry is missing, that is an error, not drift. */
export const GET = "__get";
/**
 * Set in the outputs of a resource whose last write may or may not have been carried out: the next run compares with the
 * live entry.
 */
export const UNSURE = "__unsure";
/**
 * Set in the outputs: tells two resources apart that have the same entry in their state. This happens when a run that
 * renames a resource ends after the adoption and before the deletion.
 */
export const MARK = "__mark";

/**
 * The name of the resource, for messages: the engine does not tell it to the host process. Only `check` reads it, and
 * removes it, so that it is not in the state.
 */
export const LABEL = "__label";

/** Set in the outputs of a set: the entries of others that a refresh showed, by name. The set does not own them. */
export const SEEN = "__seen";
/** Set in the outputs of a set: the keys whose entries somebody else deleted, and that were not made again yet. */
export const GONE = "__gone";
/** Set on a set whose whole record is a secret, so that its keys are secret too. */
export const SECRET = "__secret";
/** The option `ignoreChanges` of a resource that is imported. Only `check` reads it, and removes it. */
export const IGNORE = "__ignore";
/** Set during a preview. Only `check` reads it, and removes it. */
export const PREVIEW = "__preview";
/**
 * Set during a preview by a program that shows the mistakes of its resources itself. `check` then returns the messages
 * under the same name. If it failed instead, the program would end at the first resource with a mistake.
 */
export const MISTAKES = "__mistakes";
/** The paths of the inputs that are secret: no message shows their values. Only `check` reads it, and removes it. */
export const HIDDEN = "__hidden";

/** Says that an existing entry of the same pattern is taken over; a public property, but no part of the entry. */
export const ADOPT_EXISTING = "adoptExisting";

/** Says that a set owns the whole collection of the account; a public property. */
export const EXCLUSIVE = "exclusive";

/** The patterns that an exclusive set leaves alone; a public property. */
export const ALLOW_UNMANAGED = "allowUnmanaged";

/** When an entry ends; a public property that Cloudflare does not know. */
export const EXPIRES_AT = "expiresAt";

/** Says that an entry is made if there is none; a public property of resources that otherwise only adopt. */
export const CREATE = "create";

/** Says that an entry is deleted with its resource; a public property of resources that otherwise only adopt. */
export const DELETE_ON_REMOVAL = "deleteOnRemoval";

/** The codes of advice that is not given on the resource; a public property, but no part of the entry. */
export const SILENCE = "silence";
