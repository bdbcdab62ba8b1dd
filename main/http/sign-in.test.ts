import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { passphrase, startTestHost, type TestHost } from "./test-host.ts";

let test: TestHost;
beforeEach(async () => {
  test = await startTestHost();
});
afterEach(() => test.cleanup());

const status = async (headers: Record<string, string> = {}) => (await test.ask({ path: "/auth/status", headers })).json();

describe("the first passphrase", () => {
  it("needs the set-up code, which only the owner of the data folder can read", async () => {
    expect(await status()).toEqual({ state: "setup", csrfToken: null });
    const path = join(test.dataDir, "http", "setup-code");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const refused = await test.post("/auth/setup", { passphrase, code: "AAAA-AAAA" });
    expect([refused.status, refused.json()]).toEqual([403, { type: "SetupCodeWrong", attemptsLeft: 4 }]);
    expect(test.vault.exists()).toBe(false);
    const accepted = await test.post("/auth/setup", { passphrase, code: readFileSync(path, "utf8") });
    expect([accepted.status, accepted.json()]).toEqual([200, { state: "ready", csrfToken: expect.any(String) }]);
    expect([existsSync(path), test.host.setupCode(), test.vault.status()]).toEqual([false, null, "open"]);
  });

  it("is not replaced by a second set-up, and must be long enough", async () => {
    const code = test.host.setupCode()?.text ?? "";
    const short = await test.post("/auth/setup", { passphrase: "short", code });
    expect([short.status, short.json()]).toEqual([422, { type: "PassphraseTooShort", minimumLength: 10 }]);
    await test.signIn();
    const again = await test.post("/auth/setup", { passphrase: "another passphrase", code });
    expect([again.status, again.json()]).toEqual([409, { type: "AlreadySetUp" }]);
  });

  it("cannot be guessed its way to: the set-up code locks out too", async () => {
    for (let guess = 0; guess < 5; guess += 1) await test.post("/auth/setup", { passphrase, code: "BBBB-BBBB" });
    const locked = await test.post("/auth/setup", { passphrase, code: test.host.setupCode()?.text });
    expect([locked.status, locked.json()]).toEqual([429, { type: "LockedOut", retryAfterMs: 30_000 }]);
  });
});

describe("a session", () => {
  it("travels in a cookie no script and no other site can use", async () => {
    const { answer } = await test.signIn();
    expect(String(answer.headers["set-cookie"])).toMatch(
      /^olympus_\d+=[\w-]{43}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/,
    );
  });

  it("is marked Secure where the page came over TLS", async () => {
    const proxied = await startTestHost({ allowedHosts: ["olympus.example"] });
    const code = proxied.host.setupCode()?.text;
    const headers = { host: "olympus.example", origin: "https://olympus.example" };
    const answer = await proxied.post("/auth/setup", { passphrase, code }, headers);
    expect(String(answer.headers["set-cookie"])).toMatch(/; Secure$/);
    await proxied.cleanup();
  });

  it("tells its page the token for changes, and nobody else", async () => {
    const { cookie, csrf } = await test.signIn();
    expect(await status({ cookie })).toEqual({ state: "ready", csrfToken: csrf });
    expect(await status()).toEqual({ state: "login", csrfToken: null });
  });

  it("does not survive tampering, a copy of the cookie, or a forged signature", async () => {
    const { cookie } = await test.signIn();
    const [name = "", value = ""] = cookie.split("=");
    const [id = "", signature = ""] = value.split(".");
    const flipped = (text: string) => (text.startsWith("A") ? "B" : "A") + text.slice(1);
    for (const forged of [
      `${name}=${flipped(id)}.${signature}`,
      `${name}=${id}.${flipped(signature)}`,
      `${name}=${id}`,
      `${cookie}; ${name}=x.y`,
    ])
      expect(await status({ cookie: forged })).toEqual({ state: "login", csrfToken: null });
    expect(await status({ cookie })).toMatchObject({ state: "ready" });
  });

  it("expires a day after its last use and a week after sign-in", async () => {
    const { cookie } = await test.signIn();
    const hourMs = 3_600_000;
    await test.clock.advance(23 * hourMs);
    expect(await status({ cookie })).toMatchObject({ state: "ready" });
    await test.clock.advance(24 * hourMs);
    expect(await status({ cookie })).toMatchObject({ state: "login" });
    const second = await test.signIn();
    for (let day = 0; day < 8; day += 1) {
      await test.clock.advance(20 * hourMs);
      await status({ cookie: second.cookie });
    }
    expect(await status({ cookie: second.cookie })).toMatchObject({ state: "ready" });
    await test.clock.advance(10 * hourMs);
    expect(await status({ cookie: second.cookie })).toMatchObject({ state: "login" });
  });

  it("ends for good when signing out", async () => {
    const { cookie, csrf } = await test.signIn();
    const without = await test.post("/auth/logout", {}, { cookie });
    expect([without.status, without.json()]).toEqual([403, { type: "CsrfTokenMissing" }]);
    const out = await test.post("/auth/logout", {}, { cookie, "x-olympus-csrf": csrf });
    expect([out.status, String(out.headers["set-cookie"])]).toEqual([200, expect.stringContaining("Max-Age=0")]);
    expect((await test.ask({ path: "/api/rest/settings", headers: { cookie } })).status).toBe(401);
  });
});

describe("guessing the passphrase", () => {
  it("says how many tries are left, then makes every further one wait longer", async () => {
    await test.signIn();
    const guess = () => test.post("/auth/login", { passphrase: "wrong guess here" });
    const answers = [];
    for (let index = 0; index < 5; index += 1) answers.push((await guess()).json());
    expect(answers).toEqual([4, 3, 2, 1, 0].map((attemptsLeft) => ({ type: "PassphraseWrong", attemptsLeft })));
    const locked = await test.post("/auth/login", { passphrase });
    expect([locked.status, locked.headers["retry-after"], locked.json()]).toEqual([429, "30", { type: "LockedOut", retryAfterMs: 30_000 }]);
    await test.clock.advance(30_000);
    expect((await guess()).status).toBe(401);
    expect((await guess()).json()).toEqual({ type: "LockedOut", retryAfterMs: 60_000 });
    await test.clock.advance(60_000);
    expect((await test.signIn()).answer.status).toBe(200);
  });

  it("counts tries made at the same moment", async () => {
    await test.signIn();
    const answers = await Promise.all(Array.from({ length: 8 }, () => test.post("/auth/login", { passphrase: "wrong guess here" })));
    expect(answers.map(({ status: code }) => code).toSorted((left, right) => left - right)).toEqual([
      401, 401, 401, 401, 401, 429, 429, 429,
    ]);
  });
});

describe("tokens for scripts", () => {
  const makeToken = async () => {
    const { cookie, csrf } = await test.signIn();
    const made = await test.post("/auth/tokens", { name: "backup script" }, { cookie, "x-olympus-csrf": csrf });
    return { cookie, csrf, made, token: String(made.json()["token"]), id: String(made.json()["id"]) };
  };
  const read = (headers: Record<string, string>, path = "/api/rest/settings") => test.ask({ path, headers });

  it("open the API by header and are stored only as a hash", async () => {
    const { token, made } = await makeToken();
    expect(made.status).toBe(201);
    expect((await read({ authorization: `Bearer ${token}` })).status).toBe(200);
    const path = join(test.dataDir, "http", "tokens.json");
    expect([statSync(path).mode & 0o777, readFileSync(path, "utf8").includes(token)]).toEqual([0o600, false]);
  });

  it("are nothing in an address, a cookie or another scheme", async () => {
    const { token } = await makeToken();
    expect((await read({}, `/api/rest/settings?token=${token}&access_token=${token}`)).status).toBe(401);
    expect((await read({ cookie: `olympus_${test.port}=${token}` })).status).toBe(401);
    expect((await read({ authorization: `Basic ${token}` })).status).toBe(401);
  });

  it("do not fall back on a cookie when wrong", async () => {
    const { cookie } = await makeToken();
    expect((await read({ cookie, authorization: `Bearer olympus_${"A".repeat(43)}` })).status).toBe(401);
  });

  it("work no longer once revoked", async () => {
    const { cookie, csrf, token, id } = await makeToken();
    const revoked = await test.ask({ method: "DELETE", path: `/auth/tokens/${id}`, headers: { cookie, "x-olympus-csrf": csrf } });
    expect([revoked.status, revoked.json()]).toEqual([200, { revoked: true }]);
    expect((await read({ authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it("cannot make or list tokens", async () => {
    const { token } = await makeToken();
    const authorization = `Bearer ${token}`;
    expect((await read({ authorization }, "/auth/tokens")).status).toBe(401);
    expect((await test.post("/auth/tokens", { name: "more" }, { authorization })).status).toBe(401);
  });

  it("need the page's own token to be made with a cookie", async () => {
    const { cookie } = await test.signIn();
    expect((await test.post("/auth/tokens", { name: "x" }, { cookie })).json()).toEqual({ type: "CsrfTokenMissing" });
  });
});
