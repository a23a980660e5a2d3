import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { startEmulator } from "../../emulator";
import { localApi, type LocalApi } from "./local-api";

/** Status of a request with any header and target, which `fetch` would not send. */
async function send(
  api: LocalApi,
  headers: Record<string, string>,
  { method = "GET", path = "/client/v4/", chunks = [] as string[] } = {},
): Promise<number | undefined> {
  const outgoing = request({ host: "127.0.0.1", port: api.port, method, path, headers });
  chunks.forEach((chunk) => outgoing.write(chunk));
  outgoing.end();
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  await text(response);
  return response.statusCode;
}

describe("the local API", () => {
  for (const host of ["127.0.0.1", "localhost", "[::1]", "LocalHost:1234", "127.0.0.1:80"]) {
    it(`answers to the host ${host}`, async () => {
      expect(await send(await localApi(), { host })).to.equal(404);
    });
  }

  for (const host of ["example.com", "localhost.example.com", "127.0.0.1.example.com", "api.cloudflare.com"]) {
    it(`does not answer to the host "${host}", and does not log it`, async () => {
      const api = await localApi();
      expect(await send(api, { host })).to.equal(421);
      expect(api.requests).to.have.length(0);
    });
  }

  it("listens on no address but 127.0.0.1", async () => {
    const api = await localApi();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, family }) => address !== "127.0.0.1" && family === "IPv4")
      .map(({ address }) => address);
    for (const address of [...others, "127.0.0.2"]) {
      const socket = connect(api.port, address);
      const [error] = (await Promise.race([once(socket, "error"), once(socket, "connect")])) as [Error | undefined];
      socket.destroy();
      expect(error, address).to.have.property("code", "ECONNREFUSED");
    }
  });

  it("refuses a body of more than 16 MiB that says so, before it comes", async () => {
    const api = await localApi();
    const headers = { "content-length": String(16 * 1024 * 1024 + 1), authorization: `Bearer ${api.token}` };
    const outgoing = request({ host: "127.0.0.1", port: api.port, method: "POST", headers });
    outgoing.flushHeaders();
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    expect(response.statusCode).to.equal(413);
    outgoing.on("error", () => undefined).destroy();
  });

  it("refuses a body of more than 16 MiB that does not say so", async () => {
    const chunks = Array<string>(17).fill("x".repeat(1024 * 1024));
    expect(await send(await localApi(), { "transfer-encoding": "chunked" }, { method: "POST", chunks })).to.equal(413);
  });

  it("takes a body that comes in chunks", async () => {
    const api = await localApi();
    const path = `/client/v4/accounts/${api.account}/email-security/settings/trusted_domains`;
    const chunks = ['{"pattern":"example.com","is_regex":false,', '"is_recent":true,"is_similarity":false}'];
    expect(await send(api, { authorization: `Bearer ${api.token}` }, { method: "POST", path, chunks })).to.equal(201);
  });

  for (const path of ["/../", "/%2e%2e/", "/..%2f"]) {
    it(`logs a path as it was sent: ${path}`, async () => {
      const api = await localApi();
      const target = `/client/v4/accounts/a/email-security/settings/allow_policies${path}x`;
      await send(api, {}, { path: target });
      expect(api.requests[0]?.path).to.equal(target);
    });
  }

  it("says plainly that its port is taken", async () => {
    const { port } = await localApi();
    const error = await startEmulator({ port }).catch((reason: unknown) => reason);
    expect(String(error)).to.equal(`Error: Port ${port} is taken. Choose another one, or 0 for any free port.`);
  });

  it("leaves the globals of the process alone", async () => {
    const before = [globalThis.Request, globalThis.Response];
    await localApi();
    expect([globalThis.Request, globalThis.Response]).to.deep.equal(before);
  });

  it("ends at once although a request waits for an answer that never comes", async () => {
    const api = await localApi();
    api.failNext("timeout-before");
    const waiting = api.call("GET").catch((error: unknown) => error);
    while (api.requests.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await api.close();
    expect(await waiting).to.be.instanceOf(Error);
  });
});
