import { LocalWorkspace, type EngineEvent } from "@pulumi/pulumi/automation";
import { declare, type Tenant } from "./program";

export type { Tenant };
export type Operation = "preview" | "up" | "destroy";

const project = "email-security-many-accounts";

/** Does it to the stack of one tenant. Never fails: one tenant's trouble must not keep the others from their turn. */
export async function operate(operation: Operation, name: string, tenant: Tenant) {
  const steps = new Set<string>();
  const remarks = new Set<string>();
  const onEvent = ({ resourcePreEvent, diagnosticEvent }: EngineEvent) => {
    if (resourcePreEvent) steps.add(describe(resourcePreEvent.metadata));
    if (["warning", "error"].includes(String(diagnosticEvent?.severity))) remarks.add(plain(diagnosticEvent?.message));
  };
  const program = () => Promise.resolve(declare(tenant));
  try {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: name, projectName: project, program },
      // It is from the folder of `main` that Pulumi finds the library.
      { projectSettings: { name: project, runtime: "nodejs", main: __dirname } },
    );
    await stack[operation]({ onEvent });
    return { ok: true, lines: [[...steps].filter(Boolean).join("; ") || "no changes", ...remarks] };
  } catch (error) {
    return { ok: false, lines: ["failed", ...(remarks.size > 0 ? remarks : [(error as Error).message])] };
  }
}

/** `update trusted (policies.lab)`; nothing for what stays as it is, and for the stack and its provider. */
function describe({ op, type, urn, detailedDiff }: NonNullable<EngineEvent["resourcePreEvent"]>["metadata"]): string {
  if (op === "same" || type.startsWith("pulumi:")) return "";
  const differing = Object.keys(detailedDiff ?? {});
  return `${op} ${urn.slice(urn.lastIndexOf("::") + 2)}${differing.length > 0 ? ` (${differing.join(", ")})` : ""}`;
}

/** One line, without the engine's marks for colours. */
function plain(message = ""): string {
  return message
    .replace(/<\{%.*?%\}>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
