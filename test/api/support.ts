import { expect } from "chai";
import { failureOf as anyFailureOf } from "../support/failure";
import nock from "nock";
import { Client, type RequestLimits } from "../../provider/api/client";
import { CollectionClient } from "../../provider/api/collection-client";
import { ApiError } from "../../provider/api/error";
import { allowPolicies } from "../../provider/collections/allow-policy";

export const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
export const ROOT = `/client/v4/accounts/${ACCOUNT}/email-security/settings/allow_policies`;
export const TOKEN = "test-token-that-must-never-show";
export const ID = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

/** Lets the tests of a suite answer for the API: nothing leaves the machine, and every answer that was set up is asked for. */
export function mockTheApi(): void {
  before(() => nock.disableNetConnect());
  after(() => nock.enableNetConnect());
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    expect(pending).to.deep.equal([]);
  });
}

/** The API's envelope of a success. */
export function success(result: unknown, more: object = {}): object {
  return { success: true, errors: [], messages: [], result, ...more };
}

/** The API's envelope of a failure. */
export function failure(code: number, message: string, more: object = {}): object {
  return { success: false, errors: [{ code, message, ...more }], messages: [], result: null };
}

export const wirePolicy = {
  id: ID,
  created_at: "2026-01-01T00:00:00.000000Z",
  modified_at: "2026-01-02T00:00:00.000000Z",
  last_modified: "2026-01-02T00:00:00.000000Z",
  pattern: "acme.example",
  pattern_type: "DOMAIN",
  is_regex: false,
  is_trusted_sender: true,
  is_acceptable_sender: false,
  is_exempt_recipient: false,
  is_sender: true,
  is_spoof: false,
  is_recipient: false,
  verify_sender: true,
  comments: null,
};

export const policyValues = {
  pattern: "acme.example",
  patternType: "DOMAIN",
  isRegex: false,
  isTrustedSender: true,
  isAcceptableSender: false,
  isExemptRecipient: false,
  verifySender: true,
};

export interface TestClient {
  readonly client: Client;
  readonly policies: CollectionClient;
  /** What was said to the user. */
  readonly said: string[];
}

export function testClient(limits: Partial<RequestLimits> = {}, spare?: string): TestClient {
  const said: string[] = [];
  const client = new Client(
    {
      baseUrl: "https://api.example.test/client/v4",
      credential: { value: { token: TOKEN }, from: "cloudflare-email-security:apiToken" },
      ...(spare !== undefined && { spare: { value: { token: spare }, from: "CLOUDFLARE_API_TOKEN" } }),
      problems: [],
    },
    (line) => said.push(line),
    { attemptMs: 500, retries: 3, backoffMs: 1, maxWaitMs: 50, ...limits },
  );
  return { client, policies: new CollectionClient(client, allowPolicies, ACCOUNT), said };
}

export function api(): nock.Scope {
  return nock("https://api.example.test", { reqheaders: { authorization: `Bearer ${TOKEN}` } });
}

/** The API's error with which the promise ends. */
export async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await anyFailureOf<ApiError>(promise);
  expect(error).to.be.instanceOf(ApiError);
  return error;
}
