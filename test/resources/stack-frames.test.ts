import { dirname, join, sep } from "node:path";
import { expect } from "chai";
import { AllowPolicy, Provider } from "../../provider";
import { ofProgram, shortenStackTraces } from "../../provider/resources/stack-trace";
import { useMocks, valueOf } from "./support";

/** Where the library is. */
const OWN = join(dirname(dirname(__dirname)), "provider");
const modules = (...path: string[]) => [`${sep}app`, "node_modules", ...path].join(sep);

const frame = (file: string | null) =>
  ({ getFileName: () => file, toString: () => `f (${file ?? "<anonymous>"}:1:1)` }) as unknown as NodeJS.CallSite;
const frames = (...files: (string | null)[]) => files.map(frame);

const sdk = modules("@pulumi", "pulumi", "resource.js");
const own = join(OWN, "resources", "classes.js");
const [program, helper] = [join(sep, "app", "index.ts"), join(sep, "app", "helper.ts")];
const runners = [
  modules("ts-node", "dist", "index.js"),
  modules("tsx", "dist", "loader.js"),
  modules("@pulumi", "pulumi", "cmd", "run", "index.js"),
  "node:internal/modules/cjs/loader",
  null,
];

describe("the frames of a stack trace", () => {
  const filesOf = (...files: (string | null)[]) => ofProgram(frames(...files)).map((one) => one.getFileName());

  it("are the SDK's, as many of the library as it expects, and the program's", () => {
    for (const [above, classes, kept] of [
      [1, 1, 1],
      [3, 4, 2],
      [3, 1, 1],
      [5, 2, 0],
      [6, 2, 0],
    ] as const) {
      const sdks = Array<string>(above).fill(sdk);
      expect(filesOf(...sdks, ...Array<string>(classes).fill(own), helper, program), `${above}`).to.deep.equal([
        ...sdks,
        ...Array<string>(kept).fill(own),
        helper,
        program,
      ]);
    }
  });

  it("have none of what runs the program, but the line that made the resource", () => {
    expect(filesOf(sdk, own, helper, program, ...runners)).to.deep.equal([sdk, own, helper, program]);
    expect(filesOf(sdk, own, helper, ...runners, program)).to.deep.equal([sdk, own, helper, ...runners, program]);
    expect(filesOf(sdk, own, ...runners)).to.deep.equal([sdk, own, runners[0]]);
  });

  it("are left as they are where the library or the program is not among them", () => {
    for (const all of [[program, helper, ...runners], [sdk, own, own], [own], []]) {
      expect(filesOf(...all)).to.deep.equal(all);
    }
  });
});

describe("the stack traces that are taken while a resource is made", () => {
  const v8 = Error as { prepareStackTrace?: (error: Error, frames: NodeJS.CallSite[]) => unknown };
  const { prepareStackTrace: before } = v8;
  const { sourceMapsEnabled } = process as { sourceMapsEnabled?: boolean };

  beforeEach(() => process.setSourceMapsEnabled(false));
  afterEach(() => {
    process.setSourceMapsEnabled(sourceMapsEnabled ?? false);
    if (before) v8.prepareStackTrace = before;
    else delete v8.prepareStackTrace;
  });
  const traceOf = (...files: string[]) => v8.prepareStackTrace?.(new Error("mine"), frames(...files));

  it("are empty for the SDK's promises, and V8's for everything else", () => {
    delete v8.prepareStackTrace;
    const restore = shortenStackTraces();
    expect(traceOf(modules("@pulumi", "pulumi", "runtime", "debuggable.js"), program)).to.equal("");
    expect(traceOf(helper, program)).to.equal(`Error: mine\n    at f (${helper}:1:1)\n    at f (${program}:1:1)`);
    restore();
    expect(v8).not.to.have.property("prepareStackTrace");
  });

  it("are written by whoever wrote them before, and again so after it", () => {
    const earlier = (error: Error, all: NodeJS.CallSite[]) => `${error.message}: ${all.length}`;
    v8.prepareStackTrace = earlier;
    const restore = shortenStackTraces();
    expect(traceOf(sdk, own, helper, program, "node:internal/main")).to.equal("mine: 4");
    restore();
    expect(v8.prepareStackTrace).to.equal(earlier);
  });

  it("are put back after each resource and provider, also one whose making fails", async () => {
    delete v8.prepareStackTrace;
    await useMocks();
    let meanwhile: unknown;
    const options = {
      transformations: [
        () => {
          meanwhile = v8.prepareStackTrace;
          throw new Error("mine");
        },
      ],
    };
    for (const make of [
      () => new AllowPolicy("acme", { pattern: "acme.example" }, options),
      () => new Provider("emea", {}, options),
    ]) {
      expect(make).to.throw("mine");
      expect(meanwhile).to.be.a("function");
      expect(v8).not.to.have.property("prepareStackTrace");
      meanwhile = undefined;
    }
    const made = new AllowPolicy("acme", { pattern: "acme.example" });
    expect(v8).not.to.have.property("prepareStackTrace");
    await valueOf(made.id);
  });

  it("are Node's where it maps them by source maps", () => {
    process.setSourceMapsEnabled(true);
    delete v8.prepareStackTrace;
    const restore = shortenStackTraces();
    expect(v8).not.to.have.property("prepareStackTrace");
    restore();
  });
});
