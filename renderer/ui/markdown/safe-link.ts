const schemes = new Set(["http:", "https:", "mailto:"]);
const longestLink = 2000;

/**
 * The address in its full, normal form when a person may be asked to open it, else null: only http, https and mailto, only absolute, no
 * user name or password (`https://bank.com@evil.com`), and of a mailto only the recipient. Character references other than `&amp;` are never
 * decoded, so an encoded scheme stays relative and is refused.
 */
export const safeLink = (href: string): string | null => {
  const address = href.replaceAll("&amp;", "&").trim();
  if (address.length > longestLink || !/^(?:https?:\/\/|mailto:)[^\s\\]+$/i.test(address)) return null;
  const url = URL.parse(address);
  if (url === null || !schemes.has(url.protocol) || url.username !== "" || url.password !== "") return null;
  if (url.protocol !== "mailto:") return url.href;
  return /^[^\s?&<>"'%]+@[^\s?&<>"'%]+$/.test(url.pathname) ? `mailto:${url.pathname}` : null;
};
