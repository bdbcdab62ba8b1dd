import { BlockList, isIP } from "node:net";

/**
 * Addresses that are not a public host: this machine, private and link-local networks, cloud metadata, documentation, multicast, reserved, and IPv6
 * forms that carry an IPv4 address. From the IANA special-purpose registries (iana.org/assignments/iana-ipv4-special-registry and -ipv6-).
 */
const specialAddresses = (): BlockList => {
  const list = new BlockList();
  const four: readonly [string, number][] = [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.31.196.0", 24],
    ["192.52.193.0", 24],
    ["192.88.99.0", 24],
    ["192.168.0.0", 16],
    ["192.175.48.0", 24],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
    // Azure's metadata and DNS server has a public address.
    ["168.63.129.16", 32],
  ];
  for (const [network, prefix] of four) list.addSubnet(network, prefix, "ipv4");
  return list;
};

/** Only 2000::/3 is given out to public hosts; inside it these are special or carry an IPv4 address (6to4, Teredo, documentation, ORCHID). */
const publicSix = (): { readonly given: BlockList; readonly special: BlockList } => {
  const given = new BlockList();
  given.addSubnet("2000::", 3, "ipv6");
  const special = new BlockList();
  const six: readonly [string, number][] = [
    ["2001::", 23],
    ["2001:db8::", 32],
    ["2002::", 16],
    ["2620:4f:8000::", 48],
    ["3fff::", 20],
  ];
  for (const [network, prefix] of six) special.addSubnet(network, prefix, "ipv6");
  return { given, special };
};

const fourSpecial = specialAddresses();
const six = publicSix();

/** Why an IP address is not a public host's; null when it is one. Anything that is no address is refused. */
export const privateAddressReason = (address: string): string | null => {
  const version = isIP(address);
  if (version === 4) return fourSpecial.check(address, "ipv4") ? "the address belongs to this machine or a private network" : null;
  if (version === 6 && !address.includes("%"))
    return six.given.check(address, "ipv6") && !six.special.check(address, "ipv6")
      ? null
      : "the address belongs to this machine or a private network";
  return "it is not an IP address";
};
