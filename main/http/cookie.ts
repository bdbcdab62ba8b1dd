/** The value of a cookie, or null. A name given twice is nobody's: only an attacker plants a second one. */
export const readCookie = (header: string | undefined, name: string): string | null => {
  const values = (header ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
};

/** No script reads it, no other site sends it; `Secure` where the page itself came over TLS (a proxy in front of us). */
export const sessionCookie = (name: string, value: string, maxAgeMs: number, secure: boolean): string =>
  `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${Math.floor(maxAgeMs / 1000)}${secure ? "; Secure" : ""}`;
