// The SDK loads the TypeScript compiler and npm's reader of dependency trees with everything else, to turn functions into
// text. No provider here is made so. They are two thirds of what a process loads, and wait until somebody asks for them.
const Module = require("node:module");

const callers = { typescript: "typescript-shim.js", "@npmcli/arborist": "codePaths.js" };
const load = Module._load;

Module._load = function (request, parent, isMain) {
  const caller = callers[request];
  if (caller === undefined || !parent?.filename.endsWith(caller)) {
    return load.call(this, request, parent, isMain);
  }
  const get = (_, name) => (name === "__esModule" ? true : load.call(this, request, parent, isMain)[name]);
  return new Proxy({}, { get });
};
