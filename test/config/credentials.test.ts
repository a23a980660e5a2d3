import { expect } from "chai";
import { findAccess, isLoopback, type Access } from "../../provider/config/credentials";

function access(config: Record<string, string>, env: Record<string, string> = {}): Access {
  return findAccess((key) => config[key], env);
}

describe("credentials, account and base URL", () => {
  it("come from the own namespace before cloudflare's, and from there before the environment", () => {
    const env = { CLOUDFLARE_API_TOKEN: "env", CLOUDFLARE_ACCOUNT_ID: "env-account" };
    const theirs = { "cloudflare:apiToken": "theirs", "cloudflare:accountId": "their-account" };
    const own = { "cloudflare-email-security:apiToken": "own", "cloudflare-email-security:accountId": "own-account" };
    expect(access({}, env)).to.deep.include({
      credential: { value: { token: "env" }, from: "CLOUDFLARE_API_TOKEN" },
      accountId: "env-account",
    });
    expect(access(theirs, env)).to.deep.include({
      credential: { value: { token: "theirs" }, from: "cloudflare:apiToken" },
      accountId: "their-account",
    });
    expect(access({ ...theirs, ...own }, env)).to.deep.include({
      credential: { value: { token: "own" }, from: "cloudflare-email-security:apiToken" },
      accountId: "own-account",
    });
  });

  it("take a credential whole from one source, never an email from here and a key from there", () => {
    const { credential, problems } = access(
      { "cloudflare-email-security:email": "a@b.example" },
      { CLOUDFLARE_API_KEY: "key", CLOUDFLARE_EMAIL: "c@d.example" },
    );
    expect(credential).to.equal(undefined);
    expect(problems).to.deep.equal([
      "cloudflare-email-security:email is set without cloudflare-email-security:apiKey: set both, or an API token",
    ]);
  });

  it("are an email and its key together, and the one that is missing is named", () => {
    const both = { "cloudflare:email": "a@b.example", "cloudflare:apiKey": "key" };
    expect(access(both).credential).to.deep.equal({
      value: { email: "a@b.example", key: "key" },
      from: "cloudflare:email with cloudflare:apiKey",
    });
    expect(access({ "cloudflare:apiKey": "key" }).problems).to.deep.equal([
      "cloudflare:apiKey is set without cloudflare:email: set both, or an API token",
    ]);
    const env = { CLOUDFLARE_EMAIL: "a@b.example" };
    expect(access({}, env).problems).to.deep.equal([
      "CLOUDFLARE_EMAIL is set without CLOUDFLARE_API_KEY: set both, or an API token",
    ]);
    expect(access({ "cloudflare:apiToken": "stored" }, env)).not.to.have.property("spare");
    expect(access({ "cloudflare:apiToken": "stored" }, { CLOUDFLARE_API_KEY: "key" })).not.to.have.property("spare");
    expect(access({ "cloudflare:apiToken": "stored" }, { ...env, CLOUDFLARE_API_KEY: "key" }).spare).to.deep.equal({
      value: { email: "a@b.example", key: "key" },
      from: "CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY",
    });
  });

  it("prefer a token to email and key of the same source", () => {
    const env = { CLOUDFLARE_API_TOKEN: "token", CLOUDFLARE_EMAIL: "a@b.example", CLOUDFLARE_API_KEY: "key" };
    expect(access({}, env).credential?.value).to.deep.equal({ token: "token" });
  });

  it("count an empty text as not set", () => {
    expect(
      access({ "cloudflare-email-security:apiToken": "" }, { CLOUDFLARE_API_TOKEN: "env" }).credential?.value,
    ).to.deep.equal({
      token: "env",
    });
  });

  it("name the config key and the environment variable when there is none", () => {
    const [problem] = access({}).problems;
    expect(problem).to.contain("cloudflare-email-security:apiToken").and.contain("CLOUDFLARE_API_TOKEN");
  });

  it("never send a credential of the environment to a base URL of the config", () => {
    const config = { "cloudflare-email-security:baseUrl": "https://evil.example.test/client/v4" };
    const { credential, spare, problems } = access(config, { CLOUDFLARE_API_TOKEN: "env" });
    expect({ credential, spare }).to.deep.equal({ credential: undefined, spare: undefined });
    expect(problems[0]).to.contain("not sent to the base URL of cloudflare-email-security:baseUrl");
    expect(access({ ...config, "cloudflare:apiToken": "x" }, { CLOUDFLARE_API_TOKEN: "env" }).spare).to.equal(
      undefined,
    );
  });

  it("send it to a base URL of the environment, and to Cloudflare's own", () => {
    const env = { CLOUDFLARE_API_TOKEN: "env" };
    expect(access({}, { ...env, CLOUDFLARE_BASE_URL: "http://127.0.0.1:8787/client/v4" }).problems).to.deep.equal([]);
    const config = { "cloudflare:baseUrl": "https://api.cloudflare.com/client/v4" };
    expect(access(config, env).credential?.value).to.deep.equal({ token: "env" });
  });

  it("keep a different credential of the environment for when the configured one is refused", () => {
    const config = { "cloudflare-email-security:apiToken": "stored" };
    expect(access(config, { CLOUDFLARE_API_TOKEN: "fresh" }).spare?.value).to.deep.equal({ token: "fresh" });
    expect(access(config, { CLOUDFLARE_API_TOKEN: "stored" }).spare).to.equal(undefined);
  });

  it("refuse a credential that cannot be a header, without showing it", () => {
    const { credential, problems } = access({ "cloudflare-email-security:apiToken": "tok\nen" });
    expect(credential).to.equal(undefined);
    expect(problems[0]).to.contain("line break").and.not.contain("tok");
    expect(problems[0]).to.contain("the credential of cloudflare-email-security:apiToken holds a space");
    for (const [email, apiKey] of [
      ["a@b.example", "k y"],
      ["a @b.example", "key"],
    ] as const) {
      const [problem] = access({ "cloudflare:email": email, "cloudflare:apiKey": apiKey }).problems;
      expect(problem).to.contain("the credential of cloudflare:email holds a space");
    }
  });

  describe("base URL", () => {
    const problemsOf = (baseUrl: string) =>
      access({ "cloudflare-email-security:baseUrl": baseUrl, "cloudflare-email-security:apiToken": "t" }).problems;

    it("is https, or http on this machine's own addresses", () => {
      for (const good of [
        "https://x.test/v4",
        "http://127.0.0.1:1/client/v4",
        "http://localhost:1",
        "http://[::1]:1",
        "http://127.100.20.3",
      ]) {
        expect(problemsOf(good)).to.deep.equal([], good);
      }
      for (const bad of [
        "http://x.test",
        "ftp://x.test",
        "http://127.0.0.1.evil.test",
        "http://127.evil.test",
        "ftp://127.0.0.1",
      ]) {
        expect(problemsOf(bad)[0]).to.contain("unencrypted", bad);
      }
      for (const other of ["a.127.0.0.1", "127.0.0.1.", "x-localhost", "::1"]) {
        expect(isLoopback(other)).to.equal(false);
      }
    });

    it("holds no user, query or fragment, and is a URL", () => {
      for (const bad of ["https://user@x.test", "https://:pw@x.test", "https://x.test?a=b", "https://x.test#a"]) {
        expect(problemsOf(bad)[0]).to.contain("more than scheme, host and path", bad);
      }
      expect(problemsOf("api.cloudflare.com")).to.deep.equal([
        "cloudflare-email-security:baseUrl is not a URL: write it like https://api.cloudflare.com/client/v4",
      ]);
    });

    it("may end in slashes", () => {
      for (const url of ["https://x.test/v4", "https://x.test/v4/", "https://x.test/v4//"]) {
        const { baseUrl } = access({}, { CLOUDFLARE_BASE_URL: url, CLOUDFLARE_API_TOKEN: "t" });
        expect(baseUrl).to.equal("https://x.test/v4");
      }
    });
  });
});
