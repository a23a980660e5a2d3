// The SDK loads the TypeScript compiler and npm's readers of dependency trees with everything else, to turn functions into
// text, and the Automation API, tracing and more. Hardly any operation here needs them. They are most of what a process
// loads, and wait until somebody asks for them.
const Module = require("node:module");

const waiting = [
  ["typescript", "typescript-shim.js"],
  ["@npmcli/arborist", "codePaths.js"],
  ["fdir", "codePaths.js"],
  ["normalize-package-data", "codePaths.js"],
  ["semver", "rewriteSuper.js"],
  ["semver", "runtime/rpc.js"],
  ["@opentelemetry/api", "runtime/settings.js"],
  ["js-yaml", "runtime/manifest.js"],
  ["./automation", "@pulumi/pulumi/index.js"],
];
const load = Module._load;

Module._load = function (request, parent, isMain) {
  if (!waiting.some(([name, caller]) => name === request && parent?.filename.endsWith(caller))) {
    return load.call(this, request, parent, isMain);
  }
  const get = (_, name) => (name === "__esModule" ? true : load.call(this, request, parent, isMain)[name]);
  return new Proxy({}, { get });
};
