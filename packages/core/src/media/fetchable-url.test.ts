import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertFetchableUrl } from "./fetchable-url.js";
import { isPublicAddress } from "./public-address.js";

const check = (url: string, allowedHosts: string[] = []) =>
  assertFetchableUrl(new URL(url), { allowedHosts });

test.each([
  "https://recordings.example.com/a.mp3?sig=1",
  "http://media.example.com:8080/a",
  "https://8.8.8.8/a",
  "https://[2606:4700::1111]/a",
])("a public link passes: %s", (url) => {
  expect(() => check(url)).not.toThrow();
});

test.each([
  ["decimal", "http://2130706433/"],
  ["octal", "http://0177.0.0.1/"],
  ["hexadecimal", "http://0x7f000001/"],
  ["hexadecimal parts", "http://0x7f.0x0.0x0.0x1/"],
  ["short", "http://127.1/"],
  ["full-width digits", "http://１２７.０.０.１/"],
  ["escaped", "http://%31%32%37.0.0.1/"],
  ["trailing dot", "http://127.0.0.1./"],
  ["zero", "http://0/"],
  ["metadata service", "http://169.254.169.254/latest/meta-data/"],
  ["metadata service in decimal", "http://2852039166/"],
  ["Azure's platform", "http://168.63.129.16/"],
  ["carrier NAT", "http://100.64.0.1/"],
  ["private", "http://10.0.0.1/"],
  ["multicast", "http://224.0.0.1/"],
  ["broadcast", "http://255.255.255.255/"],
  ["IPv6 loopback", "http://[::1]/"],
  ["IPv6 loopback, long", "http://[0:0:0:0:0:0:0:1]/"],
  ["IPv6 unspecified", "http://[::]/"],
  ["IPv4-mapped", "http://[::ffff:127.0.0.1]/"],
  ["IPv4-mapped, hexadecimal", "http://[::ffff:7f00:1]/"],
  ["IPv4-compatible", "http://[::127.0.0.1]/"],
  ["NAT64", "http://[64:ff9b::7f00:1]/"],
  ["6to4", "http://[2002:7f00:1::]/"],
  ["unique-local", "http://[fd00:ec2::254]/"],
  ["link-local", "http://[fe80::1]/"],
  ["site-local", "http://[fec0::1]/"],
  ["documentation", "http://[2001:db8::1]/"],
  ["localhost", "http://localhost/"],
  ["localhost, capitals and dot", "http://LOCALHOST./"],
  ["below localhost", "http://a.localhost/"],
  ["internal", "http://metadata.google.internal/"],
  ["internal with dot", "http://metadata.google.internal./"],
  ["local", "http://printer.local/"],
  ["one label", "http://redis:6379/"],
  ["other scheme", "file:///etc/passwd"],
  ["script", "javascript:alert(1)"],
  ["user name", "https://user@media.example.com/"],
  ["password", "https://:secret@media.example.com/"],
])("a private or odd link is refused: %s", (_name, url) => {
  expect(() => check(url)).toThrow(expect.objectContaining({ code: "media_refused", retry: "never" }));
});

test("a refusal does not repeat the link", () => {
  expect(() => check("http://10.9.8.7/s3cret")).toThrow(
    expect.objectContaining({ message: expect.not.stringMatching(/10\.9|s3cret/) }),
  );
});

describe("allowed hosts", () => {
  test("are allowed with the very port that they name", () => {
    expect(() => check("http://127.0.0.1:8790/a", ["127.0.0.1:8790"])).not.toThrow();
    expect(() => check("http://127.0.0.1:8791/a", ["127.0.0.1:8790"])).toThrow();
    expect(() => check("http://127.0.0.1/a", ["127.0.0.1:8790"])).toThrow();
  });

  test("without a port are allowed on the port of the scheme", () => {
    expect(() => check("http://files.internal/a", ["files.internal"])).not.toThrow();
    expect(() => check("https://files.internal/a", ["files.internal:443"])).not.toThrow();
    expect(() => check("http://files.internal:6379/a", ["files.internal"])).toThrow();
    expect(() => check("http://a.files.internal/a", ["files.internal"])).toThrow();
  });

  test("must still be http without credentials", () => {
    expect(() => check("ftp://localhost/a", ["localhost"])).toThrow();
    expect(() => check("http://user@localhost/a", ["localhost"])).toThrow();
  });
});

test("every address of a private block is private, in every spelling that URL accepts", () => {
  const loopback = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((rest) => [127, ...rest]);
  const privateTen = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((rest) => [10, ...rest]);
  const spelling = fc.constantFrom<(part: number) => string>(
    (part) => String(part),
    (part) => `0x${part.toString(16)}`,
    (part) => `0${part.toString(8)}`,
  );
  fc.assert(
    fc.property(
      fc.oneof(loopback, privateTen),
      fc.array(spelling, { minLength: 4, maxLength: 4 }),
      (parts, spell) => {
        const host = parts.map((part, at) => spell[at]!(part)).join(".");
        expect(() => check(`http://${host}/`)).toThrow();
        expect(isPublicAddress(parts.join("."))).toBe(false);
        expect(isPublicAddress(`::ffff:${parts.join(".")}`)).toBe(false);
      },
    ),
  );
});

test("what is no address is not public", () => {
  for (const text of ["", "example.com", "1.2.3.4.5", "8.8.8.8 ", "[8.8.8.8", "::1::"]) {
    expect(isPublicAddress(text)).toBe(false);
  }
});
