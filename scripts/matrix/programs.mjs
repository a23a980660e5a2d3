const importNames = "{ AllowPolicy, TrustedDomain, AllowPolicySet }";
const body = (prefix) => `
const policy = new ${prefix}AllowPolicy("acme", { pattern: "acme.example", isTrustedSender: true });
new ${prefix}TrustedDomain("globex", { pattern: "globex.example", isRecent: true });
new ${prefix}AllowPolicySet("offices", {
  policies: {
    lisbon: { pattern: "lisbon@initech.example", isAcceptableSender: true },
    porto: { pattern: "porto@initech.example", isAcceptableSender: true },
  },
});
`;
const all = body("email.");

const tsconfig = (compilerOptions) =>
  JSON.stringify({ compilerOptions: { strict: true, noEmit: true, target: "es2022", ...compilerOptions } });

/** What each program leaves on the API. */
export const content = {
  allow_policies: ["acme.example", "lisbon@initech.example", "porto@initech.example"],
  trusted_domains: ["globex.example"],
};

/** The same program in each form that Node and Pulumi know. `files` may depend on how new the SDK is. */
export const programs = {
  CommonJS: {
    main: "index.js",
    files: () => ({
      "index.js": `const email = require("pulumi-cloudflare-email-security");\n${all}exports.id = policy.id;\n`,
    }),
  },
  "ES module": {
    main: "index.js",
    manifest: { type: "module" },
    // Named imports of a CommonJS package work as far as Node finds the names without running it.
    files: () => ({
      "index.js": `import ${importNames} from "pulumi-cloudflare-email-security";
import * as email from "pulumi-cloudflare-email-security";
if (email.AllowPolicy !== AllowPolicy) throw new Error("two classes AllowPolicy");
${body("")}export const id = policy.id;\n`,
    }),
  },
  TypeScript: {
    main: "index.ts",
    devDependencies: (oldest) => ({ typescript: oldest ? "^5.9.0" : "^6.0.0", "@types/node": "^20.0.0" }),
    // The settings of Pulumi's templates, of then and of now.
    files: (oldest) => ({
      "tsconfig.json": tsconfig(
        oldest
          ? { module: "commonjs", moduleResolution: "node" }
          : { module: "nodenext", moduleResolution: "nodenext" },
      ),
      "index.ts": `import * as email from "pulumi-cloudflare-email-security";\n${all}export const id = policy.id;\n`,
    }),
  },
};
