import ipaddr from "ipaddr.js";

/** Azure's platform address: routed only inside its network, although the number is a public one. */
const AZURE_PLATFORM = "168.63.129.16";

/** The only block that global IPv6 addresses are given out from (RFC 4291, IANA). */
const GLOBAL_IPV6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/**
 * Whether `ip` (as a resolver or `URL` writes it, brackets allowed) belongs to the public internet. Everything
 * else is not: private, loopback, link-local and its metadata service, carrier NAT, reserved, multicast, and the
 * IPv6 forms that wrap an IPv4 address, which could wrap any of these. What is no address is not public either.
 */
export function isPublicAddress(ip: string): boolean {
  const bare = ip.startsWith("[") && ip.endsWith("]") ? ip.slice(1, -1) : ip;
  if (!ipaddr.isValid(bare)) return false;
  const address = ipaddr.parse(bare);
  if (address.range() !== "unicast") return false;
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_IPV6);
  return address.toString() !== AZURE_PLATFORM;
}
