// A part of its own, for only those who take in mail want the parser in their bundle.
export { htmlToText, type ReadableText } from "./mail/html-to-text.js";
export { parseMail } from "./mail/parse-mail.js";
export { readMail } from "./mail/read-mail.js";
