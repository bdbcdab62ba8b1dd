import { expect, it } from "vitest";
import { actualUrl, fileUrl, parseAddress } from "./address.ts";
import { publicHosts, testHosts } from "./hosts.ts";

const parse = (text: string) => parseAddress(text, publicHosts);

it.each([
  ["hf:Qwen/Qwen3-4B-GGUF", "Qwen", "Qwen3-4B-GGUF", "main", null],
  ["hf:Qwen/Qwen3-4B-GGUF:Q4_K_M", "Qwen", "Qwen3-4B-GGUF", "main", "Q4_K_M"],
  [" hf://Qwen/Qwen3-4B-GGUF ", "Qwen", "Qwen3-4B-GGUF", "main", null],
  ["hf:Qwen/Qwen3-4B-GGUF/Qwen3-4B-Q4_K_M.gguf", "Qwen", "Qwen3-4B-GGUF", "main", "Qwen3-4B-Q4_K_M.gguf"],
  ["https://huggingface.co/Qwen/Qwen3-4B-GGUF", "Qwen", "Qwen3-4B-GGUF", "main", null],
  ["https://huggingface.co/Qwen/Qwen3-4B-GGUF?show_file_info=Qwen3-4B-Q8_0.gguf", "Qwen", "Qwen3-4B-GGUF", "main", "Qwen3-4B-Q8_0.gguf"],
  ["https://huggingface.co/Qwen/Qwen3-4B-GGUF/blob/main/a/Qwen3.gguf#x", "Qwen", "Qwen3-4B-GGUF", "main", "a/Qwen3.gguf"],
  [
    "https://huggingface.co/Qwen/Qwen3-4B-GGUF/resolve/main/onnx%2Fmodel.onnx?download=true",
    "Qwen",
    "Qwen3-4B-GGUF",
    "main",
    "onnx/model.onnx",
  ],
  ["https://hf.co/Qwen/Qwen3-4B-GGUF/tree/0123abcd", "Qwen", "Qwen3-4B-GGUF", "0123abcd", null],
])("reads %s", (text, owner, name, revision, wanted) => {
  expect(parse(text)).toEqual({ ok: true, value: { type: "repository", owner, name, revision, wanted } });
});

it("reads the address of a file at another host of the list", () => {
  const url = "https://github.com/someone/models/releases/download/v1/tiny.gguf";
  expect(parse(url)).toMatchObject({ ok: true, value: { type: "file", url: new URL(url) } });
});

it.each([
  "",
  "Qwen/Qwen3-4B-GGUF",
  "hf:Qwen",
  "hf:../../etc/passwd",
  "hf:Qwen/..",
  "hf:Qwen/x:a:b",
  "hf:Qwen/%2e%2e",
  "http://huggingface.co/Qwen/x",
  "https://user:key@huggingface.co/Qwen/x",
  "https://huggingface.co:8443/Qwen/x",
  "https://huggingface.co.example.com/Qwen/x",
  "https://huggingface.co./Qwen/x",
  "https://example.com/model.gguf",
  "https://127.0.0.1/model.gguf",
  "https://[::1]/model.gguf",
  "https://2130706433/model.gguf",
  "https://localhost/model.gguf",
  "https://huggingface.co/Qwen",
  "https://huggingface.co/Qwen/x/settings/main",
  "https://huggingface.co/Qwen/x/resolve/main/%ff",
  "file:///etc/passwd",
  "javascript:alert(1)",
  `hf:${"a".repeat(200)}/b`,
])("refuses %j", (text) => {
  expect(parse(text)).toMatchObject({ ok: false, error: { type: "HubAddressRefused" } });
});

it("hosts of the hub's bytes are targets and no sources; look-alikes are neither", () => {
  const target = (text: string) => publicHosts.refusalOfTarget(new URL(text));
  for (const host of ["cdn-lfs.huggingface.co", "cdn-lfs-us-1.hf.co", "cas-bridge.xethub.hf.co", "objects.githubusercontent.com"]) {
    expect(target(`https://${host}/x`), host).toBe(null);
    expect(publicHosts.refusalOfSource(new URL(`https://${host}/x`)), host).not.toBe(null);
  }
  for (const host of [
    "evilhuggingface.co",
    "huggingface.co.evil.com",
    "hf.co.evil.com",
    "raw.githubusercontent.com",
    "evil-objects.githubusercontent.com",
  ])
    expect(target(`https://${host}/x`), host).not.toBe(null);
});

it("an address that is a host of the list by name only is refused by its number", () => {
  const refusal = publicHosts.refusalOfAddress(new URL("https://huggingface.co/x"));
  for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1", "0.0.0.0"])
    expect(refusal(address), address).not.toBe(null);
  expect(refusal("18.165.122.30")).toBe(null);
});

it("a test's hub takes the place of Hugging Face and opens nothing else of this machine", () => {
  const hosts = testHosts({ origin: "http://127.0.0.1:4000", targets: ["127.0.0.1:4001"] });
  const uri = fileUrl("a", "b", "main", "c d.gguf");
  expect(uri).toBe("https://huggingface.co/a/b/resolve/main/c%20d.gguf");
  expect(actualUrl(uri, hosts).href).toBe("http://127.0.0.1:4000/a/b/resolve/main/c%20d.gguf");
  expect(hosts.refusalOfTarget(new URL("http://127.0.0.1:4001/x"))).toBe(null);
  expect(hosts.refusalOfTarget(new URL("http://127.0.0.1:4002/x"))).not.toBe(null);
  expect(hosts.refusalOfSource(new URL("http://127.0.0.1:4001/x"))).not.toBe(null);
  expect(hosts.refusalOfAddress(new URL("https://huggingface.co/x"))("127.0.0.1")).not.toBe(null);
  expect(() => testHosts({ origin: "http://192.168.1.5:80", targets: [] })).toThrow();
});
