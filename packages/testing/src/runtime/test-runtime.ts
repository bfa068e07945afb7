import type { Expect, TestFunction } from "../state/suite/runner.js";
import { canvasFacet } from "./suite/canvas.js";
import type { Facet } from "./suite/facet.js";
import { faultsFacet } from "./suite/faults.js";
import { healthFacet } from "./suite/health.js";
import { mediaFacet } from "./suite/media.js";
import { partsFacet } from "./suite/parts.js";
import { restartFacet } from "./suite/restart.js";
import { signatureFacet } from "./suite/signature.js";
import { webhookFacet } from "./suite/webhook.js";
import { withWorld } from "./suite/world.js";

/** What a runtime is told of the world it is put into. All of it is on loopback and shared with nobody. */
export interface RuntimeSetting {
  notion: {
    baseUrl: string;
    token: string;
    /** Ids. */
    databases: { calls: string; messages: string; canvas: string };
  };
  openphone: { baseUrl: string; apiKey: string };
  /** One of a legacy webhook, one of the new system. */
  webhookSecrets: readonly string[];
  /** `host:port` that recordings may be fetched from although it is not public. */
  mediaAllowedHosts: readonly string[];
  /** What links to archived files begin with. */
  publicUrl: string;
  /** Times that suit fakes; `coalesceWindowMs` is 0. In milliseconds. */
  timings: { queryLagMs: number; requestLifeMs: number; coalesceWindowMs: number };
}

/** The sync as a user deploys it, seen from outside. */
export interface Runtime {
  /** Its HTTP surface: webhooks at `/webhooks/openphone`, `/health`, `/media/*`. */
  fetch(request: Request): Promise<Response>;
  /** Resolves when no activity waits for its turn, those in backoff included. */
  settle(): Promise<void>;
  /** Ends the process, work under way or not, and starts another on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** What `testRuntime` needs: the test runner, and runtimes to try. */
export interface RuntimeSuite {
  /** The runner's `test`; names are `facet/what: …` and stay the same from version to version. */
  test: TestFunction;
  /** The runner's `expect`; `toBe` and `toEqual` are used, the latter as Jest and Vitest define it. */
  expect: Expect;
  /** Starts a runtime without any data for one test, which stops it. */
  create(setting: RuntimeSetting): Promise<Runtime>;
  capabilities: {
    /** It archives recordings and serves them under `/media/`. */
    media: boolean;
    /** It can be restarted on its data. */
    restart: boolean;
  };
}

const FACETS: Record<string, { define(facet: Facet): void; needs?: keyof RuntimeSuite["capabilities"] }> = {
  webhook: { define: webhookFacet },
  signature: { define: signatureFacet },
  parts: { define: partsFacet },
  faults: { define: faultsFacet },
  restart: { define: restartFacet, needs: "restart" },
  media: { define: mediaFacet, needs: "media" },
  canvas: { define: canvasFacet },
  health: { define: healthFacet },
};

/**
 * What any runtime has to do whatever it is made of: from a signed webhook to the row in Notion, through its HTTP
 * surface alone. The services around it are the fakes of this package, served on 127.0.0.1.
 */
export function testRuntime({ test, expect, create, capabilities }: RuntimeSuite): void {
  for (const [name, { define, needs }] of Object.entries(FACETS)) {
    define({
      expect,
      test: (title, body) => {
        if (needs && !capabilities[needs]) {
          test.skip(`${name}/${title} (skipped: this runtime is without "${needs}")`, async () => {});
          return;
        }
        test(`${name}/${title}`, () => withWorld(create, body));
      },
    });
  }
}
