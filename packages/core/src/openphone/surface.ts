/**
 * The two REST surfaces that OpenPhone serves on one host: `v1` under `/v1`, and the dated one without a
 * prefix, chosen by a version header.
 */
export type Surface = "v1" | "2026-03-30";
