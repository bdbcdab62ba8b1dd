import { expect, it } from "vitest";
import { privateAddressReason } from "./address.ts";

it("public addresses pass", () => {
  const all = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "172.15.0.1", "172.32.0.1", "100.63.255.255", "2606:4700::1111", "2a00:1450:4001::1"];
  expect(all.filter((address) => privateAddressReason(address) !== null)).toEqual([]);
});

it("addresses of this machine, private networks, metadata, and IPv6 forms that carry them are refused, as is what is no address", () => {
  const all = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "203.0.113.1",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fe80::1%eth0",
    "",
    "localhost",
    "1.2.3",
    "0x7f.1",
  ];
  expect(all.filter((address) => privateAddressReason(address) === null)).toEqual([]);
});
