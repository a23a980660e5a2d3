import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import prettier from "prettier";

/**
 * Expects a page of the documentation to be what the code says. `UPDATE_DOCS=1 npx mocha 'test/docs/*.test.ts'` writes it
 * instead.
 */
export async function expectCurrent(path: string, markdown: string): Promise<void> {
  const text = await prettier.format(markdown, { ...(await prettier.resolveConfig(path)), filepath: path });
  if (process.env.UPDATE_DOCS) writeFileSync(path, text);
  expect(readFileSync(path, "utf8"), `${path} is old: run UPDATE_DOCS=1 npx mocha 'test/docs/*.test.ts'`).to.equal(
    text,
  );
}
