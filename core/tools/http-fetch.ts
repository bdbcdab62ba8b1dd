import { createHash } from "node:crypto";
import { z } from "zod";
import { err, ok, type Result } from "#core/base/schema";
import { privateAddressReason } from "./address.ts";
import { mayAsk, privateSpelling } from "./host-rules.ts";
import { defineTool } from "./define-tool.ts";
import type { HttpAnswer, HttpClientDep } from "./ports.ts";
import type { Effect, ToolError } from "./schema.ts";
import { shortened, textOf } from "./text.ts";
import type { ToolContext } from "./tool.ts";

const mostRedirects = 5;
const largestAnswerBytes = 10 * 1024 * 1024;
const timeoutMs = 60_000;
/** The schema of effects says so. */
const previewCharacters = 4000;

const input = z.strictObject({
  url: z.string().min(1).max(8000),
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  /** "" sends no body. */
  body: z.string().max(4_000_000).default(""),
  contentType: z
    .enum(["application/json", "text/plain", "application/x-www-form-urlencoded", "text/markdown", "text/csv"])
    .default("application/json"),
  limitBytes: z
    .number()
    .int()
    .min(1)
    .max(largestAnswerBytes)
    .default(2 * 1024 * 1024),
});

/** An address as it may be asked, without its fragment. Errors: AddressRefused. */
const checkUrl = (text: string, rules: ToolContext): Result<URL, ToolError> => {
  const refuse = (reason: string) => err({ type: "AddressRefused" as const, url: shortened(text, 2000), reason });
  const url = URL.parse(text);
  if (url === null) return refuse("it is not an address");
  if (url.protocol !== "http:" && url.protocol !== "https:") return refuse("only http and https addresses can be fetched");
  if (url.username !== "" || url.password !== "") return refuse("an address must not hold a name or password");
  // The same host in another spelling would look like another destination.
  if (url.hostname.endsWith(".")) return refuse("the host's name ends with a dot");
  if (!mayAsk(url.host, rules)) return refuse(`${url.host} is not on the list of hosts that plans may ask`);
  url.hash = "";
  return ok(url);
};

const refusalOf =
  (url: URL, { privateHosts }: ToolContext) =>
  (address: string) =>
    privateHosts.includes(url.host) ? null : privateAddressReason(address);

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

/** Refuses an IP address or a local name by its spelling, so that a dry run says so already. */
const spellingProblem = (url: URL, { privateHosts }: ToolContext): string | null =>
  privateHosts.includes(url.host) ? null : privateSpelling(bare(url.hostname));

/** Whether an approval of one host means the other as well: only with or without a leading "www.". */
const isSameHost = (left: URL, right: URL): boolean => left.host.replace(/^www\./, "") === right.host.replace(/^www\./, "");

const isRedirect = ({ status, location }: HttpAnswer) => location !== null && [301, 302, 303, 307, 308].includes(status);

/**
 * Asks a web address. At most five redirects, each checked like the first, to the same host or one that was approved as well; one of a request with a
 * body is not followed, so a body goes nowhere but where it was approved to go. Errors: AddressRefused, RequestFailed, ToolTooSlow, EffectRefused.
 */
export const createHttpFetch = ({ http }: HttpClientDep) =>
  defineTool({
    name: "http.fetch",
    summary: "Fetch a public http or https address as text, or send a body to it.",
    risk: "high",
    input,
    work: async ({ url: given, method, body, contentType, limitBytes }, context, signal) => {
      const checked = checkUrl(given, context);
      if (!checked.ok) return checked;
      const first = checked.value;
      const spelling = spellingProblem(first, context);
      if (spelling !== null) return err({ type: "AddressRefused", url: first.href, reason: spelling });
      const hasBody = body !== "";
      if (hasBody && (method === "GET" || method === "HEAD"))
        return err({ type: "ToolInputInvalid", tool: "http.fetch", reason: `"body" should be empty: ${method} sends none` });
      const bytes = hasBody ? new Uint8Array(Buffer.from(body, "utf-8")) : null;
      const effect: Effect = {
        type: "http",
        method,
        url: first.href,
        host: first.host,
        bodySha256: bytes === null ? null : createHash("sha256").update(bytes).digest("hex"),
        bodyBytes: bytes?.length ?? 0,
        bodyPreview: shortened(body, previewCharacters),
      };
      if (context.simulate)
        return ok({ output: null, effects: [effect], unpredictable: [`What ${first.host} answers is not known.`], untrusted: true });
      const permitted = await context.beforeOutside(effect, signal);
      if (!permitted.ok) return permitted;

      const visited: string[] = [];
      let url = first;
      for (;;) {
        const sent = await http.send(
          {
            method,
            url,
            body: bytes,
            contentType: hasBody ? contentType : null,
            limitBytes,
            timeoutMs,
            refusalOf: refusalOf(url, context),
          },
          signal,
        );
        if (!sent.ok) return sent;
        const answer = sent.value;
        visited.push(url.href);
        if (!isRedirect(answer) || (method !== "GET" && method !== "HEAD")) {
          const text = textOf(answer.body);
          const output = {
            status: answer.status,
            url: url.href,
            contentType: answer.contentType,
            text: text ?? "",
            kind: text === null ? "binary" : "text",
            sizeBytes: answer.body.length,
            truncated: answer.truncated,
            redirects: visited.slice(0, -1),
            location: answer.location,
          };
          return ok({ output, effects: [effect], unpredictable: [], untrusted: true });
        }
        if (visited.length > mostRedirects)
          return err({ type: "RequestFailed", url: first.href, reason: `more than ${mostRedirects} redirects` });
        const target = URL.parse(answer.location ?? "", url.href)?.href ?? answer.location ?? "";
        const next = checkUrl(target, context);
        if (!next.ok) return next;
        if (!isSameHost(first, next.value) && !context.approvedHosts.includes(next.value.host))
          return err({ type: "AddressRefused", url: next.value.href, reason: "it leads to a host that was not approved" });
        if (url.protocol === "https:" && next.value.protocol === "http:")
          return err({ type: "AddressRefused", url: next.value.href, reason: "it leads from https to http" });
        const problem = spellingProblem(next.value, context);
        if (problem !== null) return err({ type: "AddressRefused", url: next.value.href, reason: problem });
        url = next.value;
      }
    },
  });
