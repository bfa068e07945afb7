import { readFileSync } from "node:fs";

/** The text of a `.env` file, without the mark that some editors begin it with: it would belong to the first name. */
export const readEnvText = (file: string): string => readFileSync(file, "utf8").replace(/^\uFEFF/, "");
