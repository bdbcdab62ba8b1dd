import { expect, it } from "vitest";
import { parseDeepLink } from "./deep-links.ts";

const id = `chat_${"a1".repeat(13)}`;

it.each([
  [`olympus://chat/${id}`, { type: "chat", conversationId: id }],
  [`OLYMPUS://chat/${id}/`, { type: "chat", conversationId: id }],
  ["olympus://settings/desktop", { type: "settings", section: "desktop" }],
  ["olympus://ask?text=one%0D%0Atwo", { type: "ask", text: "one\ntwo" }],
  ["olympus://ask/?text=%20hello%20", { type: "ask", text: "hello" }],
])("%s is understood", (address, link) => expect(parseDeepLink(address)).toEqual(link));

it.each([
  "",
  "olympus:",
  "olympus://",
  "olympus:chat",
  `https://chat/${id}`,
  `olympus://chat/${id}?go=1`,
  `olympus://chat/${id}#x`,
  `olympus://chat/${id}/more`,
  `olympus://user@chat/${id}`,
  `olympus://chat:1/${id}`,
  "olympus://chat/..%2fsettings",
  "olympus://settings/",
  "olympus://settings/data%2Fexport",
  "olympus://settings/%0a",
  "olympus://ask",
  "olympus://ask?text=",
  "olympus://ask?text=a&text=b",
  "olympus://ask?text=a&send=1",
  "olympus://ask/now?text=a",
  "olympus://ask?text=a%00b",
  "olympus://ask?text=a%1B[2J",
  "olympus://ask?text=safe%E2%80%AEtxt",
  `olympus://ask?text=${"a".repeat(2001)}`,
  `olympus://ask?text=${"%61".repeat(3000)}`,
  "olympus://run/rm",
  "olympus://approve/plan_1",
])("%s is no link", (address) => expect(parseDeepLink(address)).toBeNull());
