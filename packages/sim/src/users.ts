import type { ReadablePage } from "@openphone-notion/testing";
import type { Air } from "./air.ts";
import { allPages, type ColumnNames, type Rows } from "./databases.ts";
import type { Dice } from "./dice.ts";
import type { Notion } from "./notion-link.ts";
import { customers } from "./people.ts";
import type { Contact, PeopleModel } from "./people-model.ts";

const EDITED = {
  calls: ["Status", "Summary", "Name", "From"],
  messages: ["Status", "Content", "Name"],
} as const;
const RENAMED = {
  calls: ["Status", "Summary", "Call ID", "Transcript", "Recording", "Notes", "Name", "Started At"],
  messages: ["Content", "Message ID", "Status", "Notes", "From"],
} as const;
const REMOVED = { calls: ["Link", "Next Steps", "Duration"], messages: ["Link", "User"] } as const;

const PAGE_ACTIONS = ["fill in an own column", "edit", "write", "trash", "restore"] as const;
type PageAction = (typeof PAGE_ACTIONS)[number];
const CONTACT_ACTIONS = [
  "add a contact",
  "change a contact",
  "merge contacts",
  "remove a contact",
  "fetch back a contact",
] as const;
type ContactAction = (typeof CONTACT_ACTIONS)[number];
const ACTIONS = [
  ...PAGE_ACTIONS,
  ...(["fill in an own column", "edit", "write"] as const),
  ...(["rename", "remove a column"] as const),
  ...CONTACT_ACTIONS,
];

/** People who work in Notion while the sync does: they edit, write, rename, throw away and fetch back. */
export class Users {
  readonly #air: Air;
  readonly #notion: Notion;
  readonly #names: ColumnNames;
  readonly #model: PeopleModel;
  readonly #dice: Dice;
  #actions = 0;

  constructor(air: Air, notion: Notion, names: ColumnNames, model: PeopleModel) {
    this.#air = air;
    this.#notion = notion;
    this.#names = names;
    this.#model = model;
    this.#dice = air.dice.for("users");
  }

  /** Contacts that are there before anything else, and everything that people do during the storm. */
  schedule(): void {
    for (const number of customers) {
      if (this.#dice.chance(0.6)) this.#addContact(number);
    }
    const { clock, weather } = this.#air;
    for (let action = 0; action < weather.userActions; action++)
      clock.after(this.#dice.between(0, weather.stormMs), () => this.#act());
  }

  #act(): void {
    const dice = this.#dice;
    const database = dice.pick(["calls", "messages"] as const);
    const action = dice.pick(ACTIONS);
    if (isContactAction(action)) this.#toContacts(action);
    else if (action === "rename") this.#rename(database, dice.pick(RENAMED[database]));
    else if (action === "remove a column") this.#remove(database, dice.pick(REMOVED[database]));
    else this.#toPage(database, action);
  }

  #toPage(database: Rows, action: PageAction): void {
    const candidates = allPages(this.#notion, database).filter(
      ({ inTrash }) => inTrash === (action === "restore"),
    );
    if (candidates.length === 0) return;
    const page = this.#dice.pick(candidates);
    this.#air.journal.note(`a person: ${action} ${page.id}`);
    if (action === "fill in an own column") this.#editOwn(database, page);
    else if (action === "edit") this.#editMapped(database, page);
    else if (action === "write") void this.#write(page);
    else if (action === "trash") this.#trash(database, page);
    else this.#restore(database, page);
  }

  #editOwn(database: Rows, page: ReadablePage): void {
    const [column, value] = this.#dice.chance(0.5)
      ? (["Notes", `Note ${this.#actions++}`] as const)
      : (["Reviewed", true] as const);
    const name = this.#names.of(database, column);
    if (name === undefined) return;
    this.#notion.editPage(page.id, { [name]: value });
    this.#model.page(page.id).own.set(column, value);
  }

  #editMapped(database: Rows, page: ReadablePage): void {
    const column = this.#dice.pick(EDITED[database]);
    const name = this.#names.of(database, column);
    if (name === undefined) return;
    const value = `Edited ${this.#actions++}`;
    this.#notion.editPage(page.id, { [name]: value });
    const { mapped } = this.#model.page(page.id);
    mapped.set(column, [...(mapped.get(column) ?? []), value]);
  }

  /** Through the API, for the fake has no other way to type text into a body; on a line of its own, without faults. */
  async #write(page: ReadablePage): Promise<void> {
    const text = `My own words ${this.#actions++}`;
    const answer = await this.#notion.fetch(
      new Request(`https://api.notion.com/v1/blocks/${page.id}/children`, {
        method: "PATCH",
        headers: {
          authorization: "Bearer secret_person",
          "notion-version": "2026-03-11",
          "content-type": "application/json",
        },
        body: JSON.stringify({
          children: [{ type: "paragraph", paragraph: { rich_text: [{ text: { content: text } }] } }],
        }),
      }),
    );
    if (answer.status !== 200) return;
    const { results } = (await answer.json()) as { results: { id: string }[] };
    for (const { id } of results) this.#model.page(page.id).text.set(id, text);
  }

  #rename(database: Rows, column: string): void {
    const from = this.#names.of(database, column);
    // Nobody can know a former name of what was never seen.
    if (from === undefined || allPages(this.#notion, database).length === 0) return;
    const to = `${column} (${this.#actions++})`;
    this.#notion.renameProperty(database, from, to);
    this.#names.set(database, column, to);
    this.#air.journal.note(`a person renames "${from}" of ${database} to "${to}"`);
  }

  #remove(database: Rows, column: string): void {
    const name = this.#names.of(database, column);
    if (name === undefined) return;
    this.#notion.removeProperty(database, name);
    this.#names.set(database, column, undefined);
    this.#air.journal.note(`a person removes "${name}" of ${database}`);
  }

  #trash(database: Rows, page: ReadablePage): void {
    this.#notion.trashPage(page.id);
    this.#model.page(page.id).everTrashed = true;
    this.#model.trashedIds.add(this.#names.id(database, page));
  }

  /** One page an activity is what there may be, so nobody fetches back a second. */
  #restore(database: Rows, page: ReadablePage): void {
    const id = this.#names.id(database, page);
    if (!this.#model.page(page.id).everTrashed) return;
    if (this.#notion.pages(database).some((live) => this.#names.id(database, live) === id)) return;
    this.#notion.restorePage(page.id);
  }

  #toContacts(action: ContactAction): void {
    const dice = this.#dice;
    const { contacts } = this.#model;
    if (action === "add a contact" || contacts.length === 0) {
      this.#addContact(dice.pick(customers));
      return;
    }
    const contact = dice.pick(contacts);
    this.#air.journal.note(`a person does this: ${action} ${contact.pageId}`);
    if (action === "change a contact") {
      this.#writeNumbers(contact, dice.chance(0.3) ? [] : [dice.pick(customers)]);
    } else if (action === "merge contacts") {
      const kept = dice.pick(contacts);
      if (kept === contact) return;
      this.#writeNumbers(kept, [...new Set([...kept.numbers, ...contact.numbers])]);
      this.#setTrashed(contact, true);
    } else this.#setTrashed(contact, action === "remove a contact");
  }

  #addContact(number: string): void {
    const { id: pageId } = this.#notion.addPage("canvas", { Name: "A contact", Phone: number });
    const createdAt = this.#air.clock.now();
    this.#model.contacts.push({ pageId, createdAt, numbers: [number], trashed: false });
    this.#air.journal.note(`a person adds a contact ${pageId}`);
  }

  #writeNumbers(contact: Contact, numbers: readonly string[]): void {
    contact.numbers = numbers;
    this.#notion.editPage(contact.pageId, { Phone: numbers.length > 0 ? numbers.join(" / ") : null });
  }

  #setTrashed(contact: Contact, trashed: boolean): void {
    if (contact.trashed === trashed) return;
    contact.trashed = trashed;
    if (trashed) this.#notion.trashPage(contact.pageId);
    else this.#notion.restorePage(contact.pageId);
  }
}

const isContactAction = (action: (typeof ACTIONS)[number]): action is ContactAction =>
  (CONTACT_ACTIONS as readonly string[]).includes(action);
