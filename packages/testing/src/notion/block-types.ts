/** How the blocks of one type are made up, as far as the fake checks it. */
export interface BlockShape {
  /** `text`: rich text; `media`: a file; `link`: a URL; `plain`: nothing but `extras`. */
  readonly body: "text" | "media" | "link" | "plain";
  /** Further members that are taken as they are. */
  readonly extras: readonly string[];
  /** `toggle`: only when `is_toggleable`. */
  readonly children: boolean | "toggle";
}

const text = (children: BlockShape["children"], ...extras: string[]): BlockShape => ({
  body: "text",
  extras: ["color", ...extras],
  children,
});
const heading = text("toggle", "is_toggleable");
const media: BlockShape = { body: "media", extras: [], children: false };
const link: BlockShape = { body: "link", extras: [], children: false };
const plain = (...extras: string[]): BlockShape => ({ body: "plain", extras, children: false });

/** The block types that the fake models. */
export const BLOCK_SHAPES: Readonly<Record<string, BlockShape>> = {
  paragraph: text(true, "icon"),
  heading_1: heading,
  heading_2: heading,
  heading_3: heading,
  heading_4: heading,
  bulleted_list_item: text(true),
  numbered_list_item: text(true),
  to_do: text(true, "checked"),
  toggle: text(true),
  quote: text(true),
  callout: text(true, "icon"),
  code: { body: "text", extras: ["language", "caption"], children: false },
  audio: media,
  image: media,
  video: media,
  pdf: media,
  file: { ...media, extras: ["name"] },
  bookmark: link,
  embed: link,
  divider: plain(),
  breadcrumb: plain(),
  table_of_contents: plain("color"),
  equation: plain("expression"),
};
