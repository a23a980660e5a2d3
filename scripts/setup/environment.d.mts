// For the tests, which are TypeScript.
export declare function localEnvironment(): Record<string, string>;
export declare function pulumiEnvironment(bin: string, folder: string): Record<string, string>;

/** Checks the types of a program at each operation. */
export const checkingTypes: Record<string, string>;
