import { expect, test } from "vitest";
import { attachmentName } from "./attachment-name.js";

test.each([
  ["plan.pdf", "plan.pdf"],
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\jane\\plan.pdf", "plan.pdf"],
  ["folder/", "folder"],
  ["invoice\u202efdp.exe", "invoicefdp.exe"],
  ["two\r\nlines.txt", "two lines.txt"],
  ["half \ud800.txt", "half \ufffd.txt"],
  ["", "Attachment 3.pdf"],
  ["..", "Attachment 3.pdf"],
  ["///", "Attachment 3.pdf"],
])("%j is shown as %j", (name, shown) => {
  expect(attachmentName(name, "application/pdf", 2)).toBe(shown);
});

test("a long name keeps its extension", () => {
  expect(attachmentName(`${"😀".repeat(200)}.pdf`, undefined, 0)).toMatch(/^(😀)+\.pdf$/u);
  expect(attachmentName(`${"a".repeat(500)}.docx`, undefined, 0)).toHaveLength(120);
});
