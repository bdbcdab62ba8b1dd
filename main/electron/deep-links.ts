/** The scheme other programs and pages may use. Whoever can make the person click can call it, so it only ever shows something. */
export const linkScheme = "olympus";

/** `ask` fills a box; nothing is asked until the person presses Enter. There is no link that changes, sends, deletes or runs anything. */
export type DeepLink =
  | { readonly type: "chat"; readonly conversationId: string }
  | { readonly type: "settings"; readonly section: string }
  | { readonly type: "ask"; readonly text: string };

/** Longer ones are refused whole; a cut question could mean something else. */
const lengthLimit = 8000;
const textLimit = 2000;

/** Line breaks and tabs stay; other control characters and the marks that turn text around could make a question look like another one. */
const isDeceptive = (text: string): boolean => /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/u.test(text.replaceAll(/[\n\t]/g, ""));

/** What a link asks for, or null: a link that is not exactly one of the three forms is not half obeyed. Never throws. */
export const parseDeepLink = (address: string): DeepLink | null => {
  if (address.length > lengthLimit || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${linkScheme}:` || url.username !== "" || url.password !== "" || url.port !== "" || url.hash !== "") return null;
  const path = url.pathname.replace(/\/$/, "");
  const parameters = [...url.searchParams];
  switch (url.hostname) {
    case "chat":
      return parameters.length === 0 && /^\/chat_[0-9a-z]{26}$/.test(path) ? { type: "chat", conversationId: path.slice(1) } : null;
    case "settings":
      return parameters.length === 0 && /^\/[a-z]{2,20}$/.test(path) ? { type: "settings", section: path.slice(1) } : null;
    case "ask": {
      const [parameter, ...others] = parameters;
      if (path !== "" || others.length > 0 || parameter?.[0] !== "text") return null;
      const text = parameter[1].replaceAll("\r\n", "\n").trim();
      return text === "" || text.length > textLimit || isDeceptive(text) ? null : { type: "ask", text };
    }
    default:
      return null;
  }
};
