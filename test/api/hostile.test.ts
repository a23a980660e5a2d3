import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import nock from "nock";
import { Client } from "../../provider/api/client";
import { CollectionClient } from "../../provider/api/collection-client";
import { allowPolicies } from "../../provider/collections/allow-policy";
import { ACCOUNT, failureOf, ID, policyValues, success, TOKEN, wirePolicy } from "./support";

describe("a server that is broken or hostile", () => {
  const servers: Server[] = [];
  // Once loaded, nock stands between every client and its sockets.
  before(() => nock.restore());
  after(() => nock.activate());
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  async function listen(answer: RequestListener): Promise<{ server: Server; origin: string }> {
    const server = createServer(answer).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  function policiesAt(baseUrl: string): CollectionClient {
    const client = new Client(
      { baseUrl, credential: { value: { token: TOKEN }, from: "cloudflare-email-security:apiToken" }, problems: [] },
      () => undefined,
      {
        attemptMs: 300,
        retries: 1,
        backoffMs: 1,
        maxWaitMs: 10,
      },
    );
    return new CollectionClient(client, allowPolicies, ACCOUNT);
  }

  it("cannot hold a request by letting its answer drip", async () => {
    const { origin } = await listen((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const timer = setInterval(() => response.write(" "), 5);
      response.on("close", () => clearInterval(timer));
    });
    expect((await failureOf(policiesAt(origin).get(ID))).message).to.contain("timed out");
  });

  it("cannot make a list go on for ever", async () => {
    let number = 0;
    const { origin } = await listen((_, response) =>
      response.end(JSON.stringify(success([{ ...wirePolicy, id: `${++number}` }]))),
    );
    expect((await failureOf(policiesAt(origin).list())).message).to.contain("goes on beyond 100 pages");
    expect(number).to.equal(100);
  });

  for (const [what, body] of Object.entries({
    "a web page of 10 MB": `<html>${"x".repeat(10 * 1024 * 1024)}`,
    "deep JSON": `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
    "an entry without an id": JSON.stringify(success({ ...wirePolicy, id: null })),
    "an entry of wrong types": JSON.stringify(success({ ...wirePolicy, pattern: { toString: 1 } })),
    "a list for an entry": JSON.stringify(success([wirePolicy])),
    nothing: "",
  })) {
    it(`gets a short error for ${what}, not a wrong entry`, async () => {
      const { origin } = await listen((_, response) => response.end(body));
      const error = await failureOf(policiesAt(origin).get(ID));
      expect(error.details.outcome).to.equal("unclear");
      expect(error.message.length).to.be.lessThan(450);
      expect((await failureOf(policiesAt(origin).post(policyValues))).details.outcome).to.equal("unclear");
    });
  }

  it("is asked over few connections, which are used again", async () => {
    const sockets = new Set<unknown>();
    const { origin } = await listen((request, response) => {
      sockets.add(request.socket);
      response.end(JSON.stringify(success(wirePolicy)));
    });
    const policies = policiesAt(origin);
    for (let request = 0; request < 20; request++) await policies.get(ID);
    expect(sockets.size).to.equal(1);
  });

  describe("with a proxy in the environment", () => {
    const proxied: string[] = [];
    let seen = "";
    let origin: string;

    beforeEach(async () => {
      proxied.length = 0;
      seen = "";
      const { server, origin: proxy } = await listen((request, response) => {
        proxied.push(`${request.method} ${request.url}`);
        response.end(JSON.stringify(success(wirePolicy)));
      });
      server.on("connect", (request, socket) => {
        proxied.push(`CONNECT ${request.url}`);
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        socket
          .on("error", () => undefined)
          .on("data", (data: Buffer) => {
            seen += data.toString("latin1");
            socket.destroy();
          });
      });
      Object.assign(process.env, { HTTP_PROXY: proxy, HTTPS_PROXY: proxy });
      ({ origin } = await listen((_, response) => response.end(JSON.stringify(success(wirePolicy)))));
    });
    afterEach(() => {
      for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"]) Reflect.deleteProperty(process.env, name);
    });

    it("lets https through a tunnel, in which the proxy does not see the credential", async () => {
      await failureOf(policiesAt("https://api.example.test/client/v4").get(ID));
      expect(new Set(proxied)).to.deep.equal(new Set(["CONNECT api.example.test:443"]));
      expect(seen).not.to.equal("").and.not.to.contain(TOKEN);
    });

    it("goes past it to a host that NO_PROXY names", async () => {
      process.env.NO_PROXY = "api.example.test";
      await failureOf(policiesAt("https://api.example.test/client/v4").get(ID));
      expect(proxied).to.deep.equal([]);
    });

    it("goes past it to this machine, where the credential may travel in clear", async () => {
      expect((await policiesAt(origin).get(ID)).id).to.equal(ID);
      expect(proxied).to.deep.equal([]);
    });
  });
});
