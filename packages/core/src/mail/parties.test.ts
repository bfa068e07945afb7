import { describe, expect, test } from "vitest";
import { mailParties } from "./parties.js";

const person = (address: string) => ({ address });

describe("the sides of a mail", () => {
  test("an own address or domain as sender makes it outgoing", () => {
    const mail = { from: person("Office@Example.org"), to: [person("jane@example.com")] };
    expect(mailParties(mail, ["office@example.org"]).direction).toBe("outgoing");
    expect(mailParties(mail, ["@example.org"]).direction).toBe("outgoing");
    expect(mailParties(mail, ["@ample.org"]).direction).toBe("incoming");
    expect(mailParties(mail, []).direction).toBeUndefined();
  });

  test("a domain of its own does not stand for those below it", () => {
    expect(mailParties({ from: person("a@sub.example.org") }, ["@example.org"]).external).toEqual([
      "a@sub.example.org",
    ]);
  });

  test("the other side is everybody else, each once, the first hundred", () => {
    const to = Array.from({ length: 150 }, (_, index) => person(`g${index}@example.com`));
    const { external } = mailParties(
      {
        from: person("us@example.org"),
        to: [person("G0@example.com"), ...to],
        cc: [person("not an address")],
      },
      ["us@example.org"],
    );
    expect(external).toHaveLength(100);
    expect(external.slice(0, 2)).toEqual(["g0@example.com", "g1@example.com"]);
  });
});
