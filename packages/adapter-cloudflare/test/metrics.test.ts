import { silentLogger } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { countingLogger } from "../src/metrics.js";

function counting() {
  const points: { indexes: string[]; blobs: string[]; doubles: number[] }[] = [];
  const logger = countingLogger(silentLogger, { writeDataPoint: (point) => void points.push(point) });
  return { logger, points };
}

test("what is worth counting becomes a point, without the activity's id", () => {
  const { logger, points } = counting();
  logger.info("activity.settled", { key: "call:AC1", action: "created", durationMs: 250, notionRequests: 2 });
  logger.error("activity.parked", { key: "message:AC2", code: "notion_invalid" });
  logger.info("something.else", { key: "call:AC1" });
  logger.debug("activity.settled", {});
  expect(points).toEqual([
    {
      indexes: ["activity.settled"],
      blobs: ["activity.settled", "call", "created", ""],
      doubles: [1, 250, 2],
    },
    {
      indexes: ["activity.parked"],
      blobs: ["activity.parked", "message", "", "notion_invalid"],
      doubles: [1, 0, 0],
    },
  ]);
});

test("the report of a day is one point, its figures in the order that the guide tells", () => {
  const { logger, points } = counting();
  logger.info("report.daily", {
    ...{
      day: "2026-10-07",
      events: 4,
      created: 5,
      updated: 6,
      unchanged: 7,
      notionRequests: 3,
      averageMs: 2,
    },
    ...{ parked: 8, owed: 9, waitingNow: 10, parkedNow: 11, canvasHits: 12, canvasMisses: 13, contacts: 99 },
  });
  expect(points).toEqual([
    {
      indexes: ["report.daily"],
      blobs: ["report.daily", "", "2026-10-07", ""],
      doubles: Array.from({ length: 13 }, (_, at) => at + 1),
    },
  ]);
});

test("a dataset that fails keeps nothing from the log", () => {
  const lines: string[] = [];
  const logger = countingLogger(
    { ...silentLogger, info: (event) => void lines.push(event), warn: (event) => void lines.push(event) },
    {
      writeDataPoint() {
        throw new TypeError("Too many points.");
      },
    },
  );
  logger.info("event.received");
  expect(lines).toEqual(["event.received", "metrics.failed"]);
});
