import { expect, it } from "vitest";
import { externalAddress } from "./external-links.ts";

it.each([
  "https://example.org/a?b=c#d",
  "https://example.org/100%25%20sure",
  "https://example.org/caf%C3%A9?q=a%2Fb",
  "https://example.org/broken?q=%zz",
  "mailto:someone@example.org",
  "mailto:someone@example.org?subject=Hello%20there&body=one%0D%0Atwo",
])("%s may be handed to the system", (address) => expect(externalAddress(address)).toBe(new URL(address).href));

it.each([
  "http://example.org/",
  "https://user:secret@example.org/",
  "https://",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "ms-msdt:/id PCWDiagnostic",
  "smb://host/share",
  "olympus://ask?text=a",
  "https://example.org/a\nb",
  "https://example.org/%0d%0aSet-Cookie:a",
  "https://example.org/%250a",
  "https://example.org/%25252500",
  "https://example.org/%7f?q=%zz",
  "https://example.org/%E2%80%AEgpj.exe",
  "mailto:a@example.org?subject=x%0Abcc:b@example.org",
  "mailto:a@example.org?attach=/etc/passwd",
  "mailto:a@example.org?bcc=b@example.org",
  "mailto:a%0Ab@example.org",
  "",
])("%j may not", (address) => expect(externalAddress(address)).toBeNull());
