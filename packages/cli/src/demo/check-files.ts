import type { ReadablePage } from "@openphone-notion/testing";

/** Opens every link that the rows show, as a person would who clicks on it. Answers how many opened, and how many not. */
export async function checkFiles(
  pages: readonly ReadablePage[],
): Promise<{ opened: number; broken: number }> {
  const links = pages.flatMap(({ values }) =>
    ["Recording", "Voicemail", "Media", "Attachments"].flatMap(
      (name) => (values[name] ?? []) as readonly { url: string }[],
    ),
  );
  const answers = await Promise.all(
    links.map(async ({ url }) => {
      const answer = await fetch(url, { headers: { range: "bytes=0-99" } });
      const bytes = await answer.arrayBuffer();
      return answer.status === 206 && bytes.byteLength === 100;
    }),
  );
  const opened = answers.filter(Boolean).length;
  return { opened, broken: answers.length - opened };
}
