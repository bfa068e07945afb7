import { expect, test } from "vitest";
import { callTranscript } from "./call-transcript.js";
import { type Directory, emptyDirectory } from "./directory.js";
import { type CallRecord, type DialogueLine, emptyCallRecord, type TranscriptFields } from "./record.js";
import type { Fields } from "./register.js";

const transcript = (
  dialogue: DialogueLine[],
  values: Partial<TranscriptFields> = {},
): Fields<TranscriptFields> =>
  Object.fromEntries(
    Object.entries({ status: "completed", dialogue, ...values }).map(([name, value]) => [
      name,
      { value, at: 1 },
    ]),
  ) as Fields<TranscriptFields>;

const call = (transcripts: CallRecord["transcripts"]): CallRecord => ({
  ...emptyCallRecord("AC1"),
  transcripts,
});
const line = (content: string, start: number): DialogueLine => ({ content, start, end: start + 1 });
const contents = (record: CallRecord) =>
  callTranscript(record, emptyDirectory).map(({ content, start }) => [content, start]);

test("the speaker is a name, else a number, else just a speaker", () => {
  const directory: Directory = {
    ...emptyDirectory,
    user: (id) => (id === "US1" ? { id, name: "Dana Lee" } : undefined),
  };
  const dialogue = [
    { ...line("a", 0), userId: "US1", identifier: "+15555550100" },
    { ...line("b", 1), userId: "SYU1" },
    { ...line("c", 2), userId: "US9", identifier: "+15555550100" },
    { ...line("d", 3), identifier: "+15555550123" },
    line("e", 4),
  ];
  expect(callTranscript(call({ whole: transcript(dialogue) }), directory)).toEqual(
    ["Dana Lee", "Sona", "+15555550100", "+15555550123", "Speaker"].map((speaker, start) => ({
      speaker,
      content: "abcde"[start],
      start,
      end: start + 1,
    })),
  );
});

test("several speakers without a name are told apart, in the order in which they begin", () => {
  const dialogue = [
    { ...line("c", 2), userId: "US8" },
    { ...line("a", 0), userId: "US9" },
    line("b", 1),
    { ...line("d", 3), userId: "US9" },
    { ...line("e", 4), identifier: "+15555550123" },
  ];
  const lines = callTranscript(call({ whole: transcript(dialogue) }), emptyDirectory);
  expect(lines.map(({ speaker, content }) => `${content} ${speaker}`)).toEqual([
    "a Speaker 1",
    "b Speaker 2",
    "c Speaker 3",
    "d Speaker 1",
    "e +15555550123",
  ]);
});

test("a line without words is none", () => {
  const dialogue = [line("", 0), line(" \n ", 1), line("Hello?", 2)];
  expect(contents(call({ whole: transcript(dialogue) }))).toEqual([["Hello?", 2]]);
});

test("segments are laid on one time line, whatever the order of their ids", () => {
  const record = call({
    CR2: transcript([line("first", 0), line("second", 5)], { startTime: "2026-10-07T15:00:06Z" }),
    CR1: transcript([line("third", 1.5)], { startTime: "2026-10-07T15:02:06.500Z" }),
  });
  expect(contents(record)).toEqual([
    ["first", 0],
    ["second", 5],
    ["third", 122],
  ]);
});

test("a segment's start may be told by its recording; one that nobody tells is the start", () => {
  const record = call({ CR1: transcript([line("late", 0)]), CR2: transcript([line("early", 0)]) });
  expect(
    contents({
      ...record,
      recordings: {
        CR1: { startTime: { value: "2026-10-07T15:01:00Z", at: 1 } },
        CR2: { startTime: { value: "2026-10-07T15:00:00Z", at: 1 } },
      },
    }),
  ).toEqual([
    ["early", 0],
    ["late", 60],
  ]);
  expect(contents(record)).toEqual([
    ["late", 0],
    ["early", 0],
  ]);
});

test("segments of one start do not depend on which came first", () => {
  const startTime = "2026-10-07T15:00:06Z";
  const CR1 = transcript([line("one", 0)], { startTime });
  const CR2 = transcript([line("two", 0)], { startTime });
  expect(contents(call({ CR2, CR1 }))).toEqual(contents(call({ CR1, CR2 })));
});

test("the merged transcript replaces the segments, once it is there", () => {
  const segment = { CR1: transcript([line("segment", 0)]) };
  expect(contents(call({ ...segment, whole: transcript([line("whole", 0)]) }))).toEqual([["whole", 0]]);
  const unfinished = { whole: transcript([line("whole", 0)], { status: "in-progress" }) };
  expect(contents(call({ ...segment, ...unfinished }))).toEqual([["segment", 0]]);
  expect(contents(call({ ...segment, whole: { status: { value: "absent", at: 1 } } }))).toEqual([
    ["segment", 0],
  ]);
});

test("without a completed transcript there are no lines", () => {
  expect(contents(emptyCallRecord("AC1"))).toEqual([]);
  expect(contents(call({ whole: transcript([line("x", 0)], { status: "failed" }) }))).toEqual([]);
});

test("the segments are shown where the transcript of the whole call holds but one of them", () => {
  const segments = {
    CR1: transcript([line("a", 0), line("b", 1)], { startTime: "2026-10-07T15:00:00Z" }),
    CR2: transcript([line("c", 0)], { startTime: "2026-10-07T15:01:00Z" }),
  };
  const onOneTimeLine = [line("a", 0), line("b", 1), line("c", 60)];
  const told = [
    ["a", 0],
    ["b", 1],
    ["c", 60],
  ];
  expect(contents(call({ ...segments, whole: transcript([line("c", 0)]) }))).toEqual(told);
  expect(contents(call({ ...segments, whole: transcript(onOneTimeLine) }))).toEqual(told);
  expect(contents(call({ CR1: segments.CR1, whole: transcript([line("x", 0)]) }))).toEqual([["x", 0]]);
});
