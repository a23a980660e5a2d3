import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  // The template finds this package only once it is a project of its own; its test has Pulumi check its types there.
  { ignores: ["dist/", "node_modules/", ".cache/", "coverage/", "template/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      // It would ask for the non-null assertion that the strict rules forbid.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // A name for a type that is derived from a table.
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    // One dialect.
    files: ["**/*.ts"],
    rules: {
      curly: ["error", "multi-line", "consistent"],
      "arrow-body-style": "error",
      "func-style": ["error", "declaration", { allowArrowFunctions: true }],
      "lines-between-class-members": ["error", { enforce: [{ blankLine: "never", prev: "field", next: "field" }] }],
      "object-shorthand": "error",
      "prefer-template": "error",
      "@typescript-eslint/prefer-readonly": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector:
            ":matches(PropertyDefinition, MethodDefinition[kind!='constructor'], TSParameterProperty)[accessibility='private']",
          message: "Write #name: what is private is so at run time too.",
        },
        {
          selector: "Program > ExpressionStatement > CallExpression[callee.name=/^(before|after)(Each)?$/]",
          message: "A module is loaded once for many files of tests: use afterwards() of test/support/cleanup.ts.",
        },
      ],
    },
  },
  {
    files: ["provider/**/*.ts", "emulator/**/*.ts", "cli/**/*.ts"],
    rules: {
      "@typescript-eslint/naming-convention": [
        "error",
        {
          selector: "variable",
          modifiers: ["const", "global"],
          types: ["boolean", "number", "string"],
          format: ["UPPER_CASE"],
        },
      ],
    },
  },
  {
    files: ["provider/**/*.ts"],
    rules: { "no-console": "error" },
  },
  {
    // What a run knows is reached through AccountEntries alone. The provider instance puts together what is behind it.
    files: ["provider/lifecycle/*.ts"],
    ignores: ["provider/lifecycle/provider-instance.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "/run/(inventory|ledger|places|set-changes|writer)$", message: "Go through AccountEntries." },
          ],
        },
      ],
    },
  },
  {
    // A class has the outputs that its table names: the SDK sets them.
    files: ["provider/resources/*.ts"],
    rules: { "@typescript-eslint/no-unsafe-declaration-merging": "off" },
  },
  {
    // chai's assertions are property accesses: expect(x).to.be.true
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly", setTimeout: "readonly" } },
  },
);
