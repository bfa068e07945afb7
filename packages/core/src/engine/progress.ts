import type { Json } from "../json.js";
import type { Artefact } from "../record/owed-artefacts.js";
import { type UnclearUpdate, undoableUntil } from "./unclear-updates.js";

/** A try that failed and is to be made again. */
export interface Owed {
  /** Failed tries so far. */
  attempts: number;
  /** Milliseconds since the epoch. */
  nextAt: number;
}

/** What has become of one file of an activity. */
export type ArchivedFile =
  | {
      key: string;
      contentType: string;
      /** Bytes. */
      size: number;
      /** Hex. */
      sha256?: string;
      /** The file was deleted because it was older than so many days. */
      removed?: { days: number; isShown?: boolean };
    }
  /** Given up for good, with the error's code: refused by policy, too large. */
  | { givenUp: string };

/** What has become of one file's upload to Notion. */
export type UploadNote =
  | {
      /** Notion's id. */
      id: string;
      /** When it was announced, in milliseconds since the epoch: it is gone an hour later unless attached. */
      at: number;
      /** Some page shows it, so it stays. */
      attached?: boolean;
    }
  /** Notion does not take it, and the link stays: `type`, `size`, or the code of the error. */
  | { refused: string };

/** How far a body section has been written. */
export interface SectionProgress {
  /** Hash of the whole section. */
  hash: string;
  /** Id of our block; empty while it is not known, which one that came with its page is not until it is needed. */
  blockId: string;
  /** Of the block that came with its page, to find it by. */
  heading?: string;
  /** Chunks written so far. */
  chunks: number;
  /** Toggles of earlier versions, to be removed when this one is complete. */
  replaces: string[];
}

/** The engine's own notes on one activity; kept in `ActivityState.progress`. */
export interface Progress {
  /** Hash of what was last written, by property id. */
  written: Record<string, string>;
  /** By source id. */
  media: Record<string, ArchivedFile>;
  /** By source id. */
  uploads: Record<string, UploadNote>;
  /** The page was there before anything was noted of it, so its body may show sections that are not in `sections`. */
  isAdopted?: boolean;
  /** By the id of the section. */
  sections: Record<string, SectionProgress>;
  /** Updates without a clear end, which may still be carried out. */
  unclear: UnclearUpdate[];
  owed: {
    /** `unheard`: tries since the last one that was answered at all. */
    basics?: Owed & { unheard?: number };
    /** `untold`: looked at soon, as no event may tell. */
    artefacts?: Owed & { untold?: boolean };
    names?: Owed;
    /** `storageAttempts`: tries since our own storage began to fail. */
    media?: Owed & { sources: string[]; storageAttempts?: number };
    uploads?: Owed;
    /** `refused`: Notion has taken the row without its links only. */
    canvas?: Owed & { refused?: boolean };
  };
  /** Parts of a call that are not asked for any more. */
  neverComes: Artefact[];
  /** How often Notion has refused a page because of its uploads. */
  refusedUploads?: number;
  /** Notion has refused our players. */
  noPlayers?: boolean;
  /** Why a filter dropped the activity. */
  skipped?: string;
}

export function readProgress(stored: Json | undefined): Progress {
  const known = (stored ?? {}) as Partial<Progress>;
  return {
    written: { ...known.written },
    media: { ...known.media },
    uploads: { ...known.uploads },
    sections: { ...known.sections },
    unclear: [...(known.unclear ?? [])],
    owed: { ...known.owed },
    ...(known.isAdopted ? { isAdopted: true } : {}),
    neverComes: [...(known.neverComes ?? [])],
    ...(known.refusedUploads ? { refusedUploads: known.refusedUploads } : {}),
    ...(known.noPlayers ? { noPlayers: true } : {}),
  };
}

/** What is to be noted of a page that shows nothing of the activity yet. */
export const nothingWritten = (): Pick<Progress, "written" | "sections" | "unclear"> => ({
  written: {},
  sections: {},
  unclear: [],
});

export const progressJson = (progress: Progress): Json => progress as unknown as Json;

/** When the next owed try is due; `undefined` when nothing is owed. */
export function nextOwedAt(progress: Progress): number | undefined {
  const times = [...Object.values(progress.owed).map((owed) => owed.nextAt), ...undoableUntil(progress)];
  return times.length === 0 ? undefined : Math.min(...times);
}
