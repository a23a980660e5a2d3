const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

/** Mocha's usual report, and at the very end its totals as JSON in the file that the option `totals` names. */
module.exports = class TotalsReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => writeFileSync(options.reporterOptions.totals, JSON.stringify(this.stats)));
  }
};
