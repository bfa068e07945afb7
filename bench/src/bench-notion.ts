import { columnsOf, defaultMapping } from "@openphone-notion/core";
import { type FakeNotion, type FakeNotionOptions, fakeNotion } from "@openphone-notion/testing";
import { contactNumber, NUMBERS } from "./traffic.ts";

export type BenchNotion = FakeNotion<"calls" | "messages" | "canvas">;

/** A workspace with the default databases, a contact for every number, and no request window. */
export function benchNotion(options: Partial<FakeNotionOptions> = {}): BenchNotion {
  const notion = fakeNotion({
    ...options,
    databases: {
      calls: columnsOf(defaultMapping.calls),
      messages: columnsOf(defaultMapping.messages),
      canvas: { Name: { type: "title" }, Phone: { type: "phone_number" } },
    },
    window: false,
  });
  for (let index = 0; index < NUMBERS; index++) {
    notion.addPage("canvas", { Name: `Contact ${index}`, Phone: contactNumber(index) });
  }
  return notion;
}
