import type * as pulumi from "@pulumi/pulumi";

/** The same properties, each of which may still be an Output of another resource. */
export type InputsOf<Plain> = { [Name in keyof Plain]: pulumi.Input<Plain[Name]> };
