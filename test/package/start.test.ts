import { execFileSync } from "node:child_process";
import { expect } from "chai";

/** The modules of this package and of its dependencies that are loaded with a module of it. */
function loadedWith(path: string): string[] {
  const script = `require(${JSON.stringify(path)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const paths = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })) as string[];
  return paths.map((one) => one.replaceAll("\\", "/"));
}

describe("loading the package", () => {
  it("costs a program nothing of what checks and compares patterns", () => {
    const loaded = loadedWith("./dist/provider/index.js");
    expect(loaded.some((path) => path.endsWith("/provider/collections/allow-policy.js"))).to.equal(true);
    expect(
      loaded.filter((path) => /provider\/advice\/|\/validator\/|\/ipaddr\.js\/|\/re2js\/|\/axios\//.test(path)),
    ).to.deep.equal([]);
  });

  it("costs a host process nothing of what sends requests before it sends one", () => {
    const loaded = loadedWith("./dist/provider/lifecycle/index.js");
    expect(loaded.some((path) => path.endsWith("/provider/lifecycle/provider-instance.js"))).to.equal(true);
    expect(loaded.filter((path) => /provider\/api\/client\.js|\/axios\/|\/axios-retry\//.test(path))).to.deep.equal([]);
  });

  it("costs who needs the tables alone nothing of Pulumi's SDK", () => {
    const loaded = loadedWith("./dist/provider/collections/all-collections.js");
    expect(loaded.filter((path) => path.includes("/node_modules/"))).to.deep.equal([]);
  });
});
