import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "@pulumi/pulumi/automation";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import {
  AllowPolicy,
  AllowPolicySet,
  BlockSender,
  BlockSenderSet,
  Provider,
  TrustedDomain,
  TrustedDomainSet,
} from "pulumi-cloudflare-email-security";
import { version } from "../../package.json";
import { ALL_COLLECTIONS } from "../../provider/collections/all-collections";
import { hasSet } from "../../provider/collections/collection";
import type { Collection } from "../../provider/collections/collection";
import { insert } from "../lifecycle/support";
import { useEngine } from "./support/engine";
import type { EngineStack, StoredResource } from "./support/engine-stack";

const folder = "test/engine/fixtures";
const BASE_URL = "http://127.0.0.1:1/client/v4";

/** Every shape of resource that there is, in programs that a stack can have. Add to them, and never change what is in them. */
const programs: Readonly<Record<string, () => void>> = {
  entries() {
    new AllowPolicy("plain", { pattern: "Plain.Example.", isTrustedSender: true });
    new AllowPolicy("full", {
      pattern: ".*@full\\.example",
      patternType: "EMAIL",
      isRegex: true,
      isAcceptableSender: true,
      verifySender: false,
      comments: pulumi.secret("of a secret partner"),
    });
    new AllowPolicy("silent", { pattern: "silent.example", silence: ["advice/no-disposition"] });
    const provider = new Provider("explicit", { ownDomains: ["own.example"] });
    new TrustedDomain("elsewhere", { pattern: "elsewhere.example", isRecent: true }, { provider });
  },

  sets() {
    new BlockSender("block", { pattern: "Fraud.Example.", comments: "sends fraud" });
    new BlockSender("regex", { pattern: ".*@.*\\.zip$", patternType: "EMAIL", isRegex: true });
    new AllowPolicySet("partners", {
      policies: {
        acme: { pattern: "Acme.Example.", isTrustedSender: true },
        "a.b": { pattern: "198.51.100.7/32", isAcceptableSender: true, comments: pulumi.secret("of a secret partner") },
      },
    });
    new AllowPolicySet("none", { policies: {}, silence: ["advice/no-disposition"] });
    new TrustedDomainSet("all", {
      domains: { events: { pattern: "acme-events.example", isRecent: true } },
      exclusive: true,
      allowUnmanaged: ["SOC-Test.example.", "münchen.example"],
    });
    new BlockSenderSet("hosts", { senders: { host: { pattern: "203.0.113.66" } }, adoptExisting: true });
  },
};

/** Puts what the state says there is into the local API. */
function restore(stack: EngineStack): void {
  for (const { type, id, outputs = {} } of stack.resources) {
    for (const collection of ALL_COLLECTIONS) {
      if (type.endsWith(`:${collection.type}`)) restoreEntry(stack, collection, String(id), outputs);
      if (!hasSet(collection) || !type.endsWith(`:${collection.set.type}`)) continue;
      const entries = outputs[collection.set.entries] as Record<string, Record<string, unknown>>;
      const ids = outputs.ids as Record<string, string>;
      for (const [name, entry] of Object.entries(entries)) restoreEntry(stack, collection, String(ids[name]), entry);
    }
  }
}

/** What the state keeps as a secret is left out. */
function restoreEntry(
  stack: EngineStack,
  collection: Collection,
  id: string,
  outputs: Readonly<Record<string, unknown>>,
) {
  const content = stack.api.content(collection.path);
  const values = Object.fromEntries(
    Object.keys(collection.fields).flatMap((name) =>
      typeof outputs[name] === "object" ? [] : [[name, outputs[name]]],
    ),
  ) as Record<string, string | boolean>;
  const made = insert(content, collection, values);
  const entry = content.get(made) ?? {};
  content.remove(made);
  content.insert({ ...entry, id });
}

/** Gives the entry whose note is a secret its note. */
function restoreSecret(stack: EngineStack): void {
  const content = stack.api.content("allow_policies");
  const secret = content.list().find(({ is_regex, pattern_type }) => is_regex === true || pattern_type === "IP");
  content.change(String(secret?.id), { comments: "of a secret partner" });
}

const urlOf = (stack: EngineStack) => stack.api.baseUrl;

describe("a state that an earlier version wrote, on the real engine,", () => {
  const engine = useEngine();

  if (process.env.RECORD_STATE) {
    for (const [name, program] of Object.entries(programs)) {
      it(`is recorded: ${name}`, async () => {
        const path = `${folder}/${version}-${name}.json`;
        expect(existsSync(path)).to.equal(false);
        const stack = await engine.stack(program);
        await stack.up();
        // Where a resource stands in a program is of this machine, and of no use here.
        const withoutPlaces = (key: string, value: unknown) =>
          key === "sourcePosition" || key === "stackTrace" ? undefined : value;
        const state = JSON.stringify(await stack.exportState(), withoutPlaces, 2).replaceAll(urlOf(stack), BASE_URL);
        writeFileSync(path, `${state}\n`);
      });
    }
  }

  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    it(`gives an empty preview, can be refreshed, and is managed on: ${file}`, async () => {
      const [, name = ""] = /-(\w+)\.json$/.exec(file) ?? [];
      const stack = await engine.stack(programs[name] as () => void);
      const text = readFileSync(`${folder}/${file}`, "utf8").replaceAll(BASE_URL, urlOf(stack));
      await stack.importState(JSON.parse(text) as Deployment);
      const ids = (resources: readonly StoredResource[]) => resources.map(({ id }) => id);
      const before = ids(stack.resources);
      expect(before).not.to.be.empty;
      restore(stack);
      const allowed = name === "sets" ? ["soc-test.example", "xn--mnchen-3ya.example"] : [];
      for (const pattern of allowed) stack.api.content("trusted_domains").insert({ pattern, is_recent: true });
      expect((await stack.preview({ expectNoChanges: true })).requests).to.be.empty;
      restoreSecret(stack);
      await stack.refresh({ expectNoChanges: true });
      expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
      await stack.refresh({ expectNoChanges: true });
      expect(ids(stack.resources)).to.have.members(before);
      expect(stack.stateText).not.to.contain("secret partner");
      await stack.destroy();
      const left = ALL_COLLECTIONS.flatMap(({ path }) =>
        stack.api
          .content(path)
          .list()
          .map(({ pattern }) => pattern),
      );
      expect(left, "what the exclusive set leaves to others").to.have.members(allowed);
    });
  }
});
