/** One mail as the practice server keeps it: octets and nothing derived from them. */
export type StoredMail = { readonly uid: number; readonly raw: Buffer };
export type Folder = 'INBOX' | 'Sent' | 'Drafts';

/** The mailboxes of everybody, in memory. */
export type Mailboxes = {
  list(user: string, folder: string): readonly StoredMail[];
  find(user: string, folder: string, uid: number): StoredMail | undefined;
  put(user: string, folder: Folder, raw: Buffer): void;
  all(): readonly (readonly [where: string, raw: Buffer])[];
};

export function makeMailboxes(): Mailboxes {
  const folders = new Map<string, StoredMail[]>();
  let uid = 0;
  const at = (user: string, folder: string) => {
    const name = `${user}/${folder}`;
    const found = folders.get(name) ?? [];
    folders.set(name, found);
    return found;
  };
  return {
    list: (user, folder) => at(user, folder).toReversed(),
    find: (user, folder, wanted) => at(user, folder).find((mail) => mail.uid === wanted),
    put(user, folder, raw) {
      uid += 1;
      at(user, folder).push({ uid, raw });
    },
    all: () => [...folders].flatMap(([name, mails]) => mails.map((mail) => [`${name}/${mail.uid}`, mail.raw] as const)),
  };
}

/** The value of a header field, unfolded; empty where there is none. */
export function headerOf(raw: Buffer, name: string): string {
  const text = raw.toString('utf8');
  const head = text.slice(0, text.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

export const bodyOf = (raw: Buffer): string => {
  const text = raw.toString('utf8');
  return text.slice(text.indexOf('\r\n\r\n') + 4);
};

/** Bare addresses of an address list that has no commas inside names. */
export const addressesIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((one) => (/<([^>]*)>/.exec(one)?.[1] ?? one).trim().toLowerCase())
    .filter((one) => one.includes('@'));
