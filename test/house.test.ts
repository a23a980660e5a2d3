import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { homedir } from "node:os";
import { join, sep } from "node:path";
import { expect } from "chai";
import handlers from "pulumi-cloudflare-email-security/provider";
import { ALL_COLLECTIONS } from "../provider/collections/all-collections";
import { readOnly } from "../provider/collections/wire";

interface Manifest {
  readonly name: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string | { types: string; default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly dev?: true; readonly peer?: true }>>;
}

const read = (path: string) => readFileSync(path, "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;

/** The TypeScript files below a folder. */
function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path));
}

/** The lines of the files that the pattern finds, as `path:line`. */
function hits(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe("the house", () => {
  const provider = sources("provider");
  const outside = (folder: string) => provider.filter((path) => !path.startsWith(folder));

  it("names fields of the wire in the tables alone", () => {
    const fields = ALL_COLLECTIONS.flatMap((collection) => Object.values(collection.fields));
    const names = [...fields.flatMap(({ wire = "", formerly = "" }) => [wire, formerly]), ...Object.values(readOnly)];
    // Those of one word are the names of the properties as well.
    const snakeCase = names.filter((name) => name.includes("_"));
    expect(snakeCase).to.include.members(["is_trusted_sender", "is_sender", "created_at"]);
    const tables = [join("provider", "collections"), join("provider", "fields")];
    const others = provider.filter((path) => !tables.some((folder) => path.startsWith(folder)));
    const files = [...others, ...sources("cli"), ...sources("examples")];
    const inCode = "^(?!\\s*(//|/?\\*)).*";
    expect(hits(files, new RegExp(`${inCode}\\b(${snakeCase.join("|")})\\b`))).to.be.empty;
  });

  it("asks for no field of a collection by its name outside its table", () => {
    const tables = [join("provider", "collections"), join("provider", "fields")];
    const others = provider.filter((path) => !tables.some((folder) => path.startsWith(folder)));
    const files = [...others, ...sources("cli"), ...sources("emulator")];
    expect(hits(files, /\b\w*([vV]alues|[fF]ields)\??\.(pattern|patternType|comments)\b/)).to.be.empty;
  });

  it("reads the environment in the credentials alone", () => {
    expect(hits(outside(join("provider", "config", "credentials.ts")), /\bprocess\.env\b/)).to.be.empty;
  });

  it("has no console in the library", () => {
    expect(hits(provider, /\bconsole\./)).to.be.empty;
  });

  it("throws errors for users without the stack that the engine would show them", () => {
    expect(hits(provider, /\bthrow new Error\(/), "throw a UserError").to.be.empty;
  });

  it("holds nothing of the machine that it was written on", () => {
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
      .split("\n")
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
    const own = [process.cwd(), homedir()].filter((path) => path.split(sep).length > 2);
    const escaped = own.map((path) => path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const common = [/\/(home|Users|root)\/\w/, /[A-Za-z]:\\+Users/, /\bregistry\s*=/, /"resolve[d]":/];
    const patterns = [...escaped, ...common.map(({ source }) => source)];
    expect(files).to.include("package.json");
    expect(hits(files, new RegExp(patterns.join("|")))).to.be.empty;
  });

  it("imports what package.json names, and all of that", () => {
    const files = [...provider, ...sources("emulator"), ...sources("cli")];
    const imported = files.flatMap((path) =>
      [...read(path).matchAll(/(?:\bfrom|\bimport|\brequire\() ?"((?:@[\w-]+\/)?[\w.-]+)(?:\/[^"]*)?"/g)].map(
        ([, name]) => name ?? "",
      ),
    );
    const packages = imported.filter((name) => !/^\.|^node:/.test(name) && name !== manifest.name);
    const foreign = packages.filter((name) => !builtinModules.includes(name));
    expect(new Set(foreign)).to.deep.equal(
      new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })),
    );
  });

  it("comes with permissive licences only, down to the last package", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as Lockfile;
    const installed = Object.entries(packages).filter(([path, { dev, peer }]) => path !== "" && !dev && !peer);
    const licences = installed.map(([path]) => [
      path,
      (JSON.parse(read(join(path, "package.json"))) as Manifest).license,
    ]);
    expect(licences.length).to.be.at.least(Object.keys(manifest.dependencies).length);
    const permissive = /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|CC0-1\.0|BlueOak-1\.0\.0)$/;
    expect(licences.filter(([, licence]) => !permissive.test(licence ?? ""))).to.be.empty;
  });

  it("keeps the names that lie in the state of users' stacks", () => {
    expect(manifest.name).to.equal("pulumi-cloudflare-email-security");
    expect(Object.keys(manifest.exports)).to.have.members([".", "./provider", "./emulator", "./package.json"]);
    expect(manifest.exports["./provider"]).to.include({ default: "./dist/provider/lifecycle/index.js" });
    expect(handlers).to.have.all.keys([
      ...["allowPolicy", "trustedDomain", "blockSender", "contentPolicy"].flatMap((name) => [name, `${name}Set`]),
      ...["impersonationRegistryEntry", "sendingDomainRestriction", "urlIgnorePattern", "domain"],
    ]);
    for (const handler of Object.values(handlers)) {
      expect(handler).to.have.all.keys("configure", "check", "diff", "create", "read", "update", "delete");
    }
  });
});
