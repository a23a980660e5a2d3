import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";

/** What the SDK sends the engine of where a resource stands. */
interface Told {
  readonly position?: { readonly uri: string; readonly line: number };
  readonly trace: readonly string[];
  /** The stack traces of the promises, and of an error that the program's own code threw meanwhile. */
  readonly promises: readonly string[];
  readonly thrown?: string;
}

describe("the stack traces of a resource", () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "email-security-stack-")));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs a program on the library as it was built, and tells what the SDK was given. */
  function run(body: string, env: NodeJS.ProcessEnv = {}): Told {
    const program = join(folder, "program.js");
    writeFileSync(
      program,
      `const pulumi = require(${JSON.stringify(resolve("node_modules/@pulumi/pulumi"))});
       const { AllowPolicy, AllowPolicySet, Provider } = require(${JSON.stringify(resolve("dist/provider"))});
       const told = { trace: [], promises: [] };
       let requests = 0;
       const frames = (request) => request.getStacktrace().getFramesList().map((frame) => (frame.getPc()?.getUri() ?? "nowhere") + ":" + frame.getPc()?.getLine());
       const define = Object.defineProperty;
       Object.defineProperty = (object, key, descriptor) => {
         if (key === "_debugStackTrace") told.promises.push(descriptor.value);
         return define(object, key, descriptor);
       };
       // With a name, since the SDK does not read the frames of functions without one.
       async function program() {
         await pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: () => ({}) });
         const monitor = pulumi.runtime.getMonitor();
         const register = monitor.registerResource;
         monitor.registerResource = function (request, callback) {
           told.position = request.getSourceposition()?.toObject();
           told.trace = frames(request);
           return register.call(this, request, callback);
         };
         const before = [Error.prepareStackTrace, Error.stackTraceLimit];
         try {
           ${body}
         } catch (error) {
           told.thrown = error.stack;
         }
         if (before[0] !== Error.prepareStackTrace || before[1] !== Error.stackTraceLimit) throw new Error("not restored");
         if (!new Error("later").stack.includes("program.js")) throw new Error("no traces any more");
         await new Promise((resolve) => setTimeout(resolve, 100));
         process.stdout.write(JSON.stringify(told), () => process.exit());
       }
       void program();`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [program], {
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
    expect(stderr).to.equal("");
    return JSON.parse(stdout) as Told;
  }

  const uri = () => pathToFileURL(join(folder, "program.js")).toString();
  const resources = {
    "an entry": `new AllowPolicy("acme", { pattern: "acme.example", isTrustedSender: true });`,
    "a set": `new AllowPolicySet("all", { policies: { acme: { pattern: "acme.example", isTrustedSender: true } } });`,
    "a provider": `new Provider("emea", { accountId: "account" });`,
  };
  for (const [what, body] of Object.entries(resources)) {
    it(`lead to the line of the program for ${what}, and hold nothing of the library`, () => {
      const { position, trace, promises } = run(body);
      expect(position?.uri).to.equal(uri());
      expect(trace.filter((frame) => !frame.startsWith(uri()))).to.deep.equal([]);
      expect(trace).not.to.be.empty;
      expect(promises).to.include("");
    });
  }

  it("show the functions of the program by which it came to the resource", () => {
    const { trace } = run(`
      const inner = () => ${resources["an entry"]}
      const outer = () => { inner(); };
      outer();`);
    expect(trace).to.have.length.at.least(3);
  });

  it("are whole where an error is thrown meanwhile by the program's own code, and put back after it", () => {
    const { thrown } = run(`
      function ofTheProgram() { throw new Error("mine"); }
      new AllowPolicy("acme", { pattern: "acme.example" }, { transformations: [ofTheProgram] });`);
    expect(thrown).to.match(/^Error: mine\n +at ofTheProgram /);
    expect(thrown).to.contain("program.js");
  });

  it("are the SDK's where it is asked to look for leaked promises", () => {
    const { promises } = run(resources["an entry"], { PULUMI_DEBUG_PROMISE_LEAKS: "true" });
    expect(promises.filter((trace) => trace === "")).to.deep.equal([]);
  });

  it("are mapped by Node where it does that", () => {
    const { promises } = run(resources["an entry"], { NODE_OPTIONS: "--enable-source-maps" });
    expect(promises.filter((trace) => trace === "")).to.deep.equal([]);
  });
});
