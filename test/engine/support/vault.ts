import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** Vault's API for transit keys: https://developer.hashicorp.com/vault/api-docs/secret/transit. The key itself is none. */
const answers: Readonly<Record<string, (body: Record<string, string>) => object>> = {
  encrypt: ({ plaintext = "" }) => ({ ciphertext: `vault:v1:${plaintext}` }),
  decrypt: ({ ciphertext = "" }) => ({ plaintext: ciphertext.replace("vault:v1:", "") }),
};

/** The option `secretsProvider` of a stack whose key lies in this Vault. */
export const SECRETS_PROVIDER = "hashivault://test";

let started: Promise<Record<string, string>> | undefined;

/**
 * Starts what keeps the keys of stacks, once in a process, and answers the environment in which a CLI finds it. To make a
 * key from a passphrase takes the CLI as long as half of everything else that it does in an operation.
 */
export function vault(): Promise<Record<string, string>> {
  return (started ??= start());
}

async function start(): Promise<Record<string, string>> {
  const server = createServer((request, response) => {
    void answer(request).then((data) => response.end(JSON.stringify({ data })));
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "none" };
}

async function answer(request: IncomingMessage): Promise<object | undefined> {
  const [, action = ""] = /transit\/(\w+)\//.exec(request.url ?? "") ?? [];
  return answers[action]?.((await json(request)) as Record<string, string>);
}
