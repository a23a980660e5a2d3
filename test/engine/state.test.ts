import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "@pulumi/pulumi/automation";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { AllowPolicy, Provider, TrustedDomain } from "pulumi-cloudflare-email-security";
import { version } from "../../package.json";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { trustedDomains } from "../../provider/collections/trusted-domain";
import { insert } from "../lifecycle/support";
import { useEngine } from "./support/engine";
import type { EngineStack, StoredResource } from "./support/engine-stack";

const folder = "test/engine/fixtures";
const BASE_URL = "http://127.0.0.1:1/client/v4";

/** Every shape of resource that there is. Add to it, and never change what is in it. */
function everything(): void {
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
}

/** Puts what the state says there is into the local API. */
function restore(stack: EngineStack): void {
  for (const { type, id, outputs } of stack.resources) {
    const collection = [allowPolicies, trustedDomains].find((candidate) => type.endsWith(`:${candidate.type}`));
    if (!collection || !outputs) continue;
    const content = stack.api.content(collection.path);
    const values = Object.fromEntries(
      Object.keys(collection.fields).flatMap((name) =>
        typeof outputs[name] === "object" ? [] : [[name, outputs[name]]],
      ),
    ) as Record<string, string | boolean>;
    const made = insert(content, collection, values);
    const entry = content.get(made) ?? {};
    content.remove(made);
    content.insert({ ...entry, id: String(id) });
  }
}

const urlOf = (stack: EngineStack) => stack.api.baseUrl;

describe("a state that an earlier version wrote, on the real engine,", () => {
  const engine = useEngine();

  if (process.env.RECORD_STATE) {
    it("is recorded", async () => {
      const stack = await engine.stack(everything);
      await stack.up();
      // Where a resource stands in a program is of this machine, and of no use here.
      const withoutPlaces = (key: string, value: unknown) =>
        key === "sourcePosition" || key === "stackTrace" ? undefined : value;
      const state = JSON.stringify(await stack.exportState(), withoutPlaces, 2).replaceAll(urlOf(stack), BASE_URL);
      expect(existsSync(`${folder}/${version}.json`)).to.equal(false);
      writeFileSync(`${folder}/${version}.json`, `${state}\n`);
    });
  }

  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    it(`gives an empty preview, can be refreshed, and is managed on: ${file}`, async () => {
      const stack = await engine.stack(everything);
      const text = readFileSync(`${folder}/${file}`, "utf8").replaceAll(BASE_URL, urlOf(stack));
      await stack.importState(JSON.parse(text) as Deployment);
      const ids = (resources: readonly StoredResource[]) => resources.map(({ id }) => id);
      const before = ids(stack.resources);
      expect(before).not.to.be.empty;
      restore(stack);
      expect((await stack.preview({ expectNoChanges: true })).requests).to.be.empty;
      const secret = stack.api
        .content("allow_policies")
        .list()
        .find(({ is_regex }) => is_regex === true);
      stack.api.content("allow_policies").change(String(secret?.id), { comments: "of a secret partner" });
      await stack.refresh({ expectNoChanges: true });
      expect((await stack.up({ expectNoChanges: true })).requests).to.be.empty;
      expect(ids(stack.resources)).to.have.members(before);
      expect(stack.stateText).not.to.contain("secret partner");
      await stack.destroy();
      expect(stack.api.content("allow_policies").list()).to.be.empty;
      expect(stack.api.content("trusted_domains").list()).to.be.empty;
    });
  }
});
