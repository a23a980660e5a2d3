// The host of dynamic providers loads the TypeScript compiler with the SDK, and never asks it anything: a third of the time
// that it takes to start. Here the compiler is loaded when somebody asks.
const Module = require("node:module");

const load = Module._load;

Module._load = function (request, parent, isMain) {
  if (request !== "typescript" || !parent?.filename.endsWith("typescript-shim.js")) {
    return load.call(this, request, parent, isMain);
  }
  return new Proxy({}, { get: (_, name) => load.call(this, request, parent, isMain)[name] });
};
