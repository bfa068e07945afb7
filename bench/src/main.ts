import { contactsMemory } from "./contacts-memory.ts";
import { downloads } from "./downloads.ts";
import { engine } from "./engine.ts";
import { importFigures } from "./import-figures.ts";
import { importMemory } from "./import-memory.ts";
import { ingress } from "./ingress.ts";
import { latency } from "./latency.ts";
import { printMachine } from "./machine.ts";
import { memory } from "./memory.ts";
import { requests } from "./requests.ts";
import { s3Memory } from "./s3-memory.ts";
import { s3Throughput } from "./s3-throughput.ts";

const measurements = new Map(
  Object.entries({
    ...{ requests, latency, ingress, engine, downloads, memory },
    import: importFigures,
    "import-memory": importMemory,
    "s3-memory": s3Memory,
    "s3-throughput": s3Throughput,
    "contacts-memory": contactsMemory,
  }),
);
/** They take many minutes, and run when they are named. */
const LONG = new Set(["memory", "import", "import-memory", "s3-memory", "s3-throughput", "contacts-memory"]);

const words = process.argv.slice(2).filter((word) => word !== "--");
const unknown = words.filter((word) => !measurements.has(word));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}; name any of ${[...measurements.keys()].join(", ")}.`);
  process.exit(2);
}

printMachine(words);
for (const [name, measure] of measurements) {
  if (words.includes(name) || (words.length === 0 && !LONG.has(name))) await measure();
}
