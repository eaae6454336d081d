import type { DraftSummary } from '../bus/views';
import type { DraftId } from '../core/brand';
import type { ComposeAttachment, Draft } from '../core/compose';
import { AppError } from '../core/errors';

/** As it lies on disk: nothing readable but when it changed. */
export type DraftRecord = {
  readonly id: DraftId;
  readonly changedAt: number;
  /** Sealed JSON of the fields and of the files' names. */
  readonly fields: Uint8Array;
  readonly files: ReadonlyArray<{ readonly fileId: string }>;
};

export type DraftRepository = {
  get(id: DraftId): Promise<DraftRecord | undefined>;
  list(): Promise<readonly DraftRecord[]>;
  /** One transaction: the record, its new files; files it names no more are removed. */
  put(
    record: DraftRecord,
    newFiles: ReadonlyArray<{ readonly fileId: string; readonly sealed: Uint8Array }>,
  ): Promise<void>;
  file(id: DraftId, fileId: string): Promise<Uint8Array | undefined>;
  remove(id: DraftId): Promise<void>;
};

export type DraftPorts = {
  readonly repository: DraftRepository;
  /** Works while locked: a draft is never lost to a lock. */
  readonly seal: (octets: Uint8Array, context: string) => Promise<Uint8Array>;
  /** Throws `vault/locked`. */
  readonly open: (sealed: Uint8Array, context: string) => Promise<Uint8Array>;
};

type Fields = Omit<Draft, 'attachments'> & {
  readonly attachments: ReadonlyArray<Omit<ComposeAttachment, 'content'> & { readonly fileId: string }>;
};

const fieldsContext = (id: DraftId) => `draft ${id}`;
const fileContext = (id: DraftId, fileId: string) => `draft ${id} file ${fileId}`;

/** Unsent messages, sealed on our side. A file is sealed once, however often its draft is saved. */
export function createDrafts({ repository, seal, open }: DraftPorts) {
  /** Names of files by their content, for drafts saved since the background started. */
  const known = new Map<string, string>();

  const readFields = async (record: DraftRecord): Promise<Fields> => {
    const octets = await open(record.fields, fieldsContext(record.id));
    return JSON.parse(new TextDecoder().decode(octets)) as Fields;
  };

  return {
    /** An older state never lands on a newer one; a hidden copy that went out is never forgotten. */
    async save(draft: Draft): Promise<void> {
      const stored = await repository.get(draft.id);
      if (stored !== undefined && stored.changedAt > draft.changedAt) return;
      const newFiles: { fileId: string; sealed: Uint8Array }[] = [];
      const attachments: Fields['attachments'][number][] = [];
      const prints = new Map<string, string>();
      for (const { name, mediaType, content } of draft.attachments) {
        const octets = new Uint8Array(await content.arrayBuffer());
        const print = `${draft.id} ${await fingerprintOf(octets)}`;
        const fileId = known.get(print) ?? prints.get(print) ?? crypto.randomUUID();
        if (!known.has(print) && !prints.has(print))
          newFiles.push({ fileId, sealed: await seal(octets, fileContext(draft.id, fileId)) });
        prints.set(print, fileId);
        attachments.push({ name, mediaType, fileId });
      }
      const fields: Fields = { ...draft, attachments };
      const sealed = await seal(new TextEncoder().encode(JSON.stringify(fields)), fieldsContext(draft.id));
      const files = attachments.map(({ fileId }) => ({ fileId }));
      await repository.put({ id: draft.id, changedAt: draft.changedAt, fields: sealed, files }, newFiles);
      // Only what is on disk is known: after a failed write the file is sealed and stored again.
      for (const [print, fileId] of prints) known.set(print, fileId);
    },

    /** Throws `draft/unknown`, `vault/locked`. */
    async load(id: DraftId): Promise<Draft> {
      const record = await repository.get(id);
      if (record === undefined) throw new AppError('draft/unknown');
      const fields = await readFields(record);
      const attachments = await Promise.all(
        fields.attachments.map(async ({ name, mediaType, fileId }) => {
          const sealed = await repository.file(id, fileId);
          if (sealed === undefined) throw new AppError('draft/unknown');
          const octets = await open(sealed, fileContext(id, fileId));
          known.set(`${id} ${await fingerprintOf(octets)}`, fileId);
          return { name, mediaType, content: new Blob([octets as Uint8Array<ArrayBuffer>], { type: mediaType }) };
        }),
      );
      return { ...fields, attachments };
    },

    /** Hidden recipients whose copy went out already. Throws `vault/locked`. */
    async copiesSent(id: DraftId): Promise<Draft['copiesSent']> {
      const record = await repository.get(id);
      return record === undefined ? [] : (await readFields(record)).copiesSent;
    },

    /** Newest first. Throws `vault/locked`. */
    async list(): Promise<readonly DraftSummary[]> {
      const records = [...(await repository.list())].sort((a, b) => b.changedAt - a.changedAt);
      const fields = await Promise.all(records.map(readFields));
      return fields.map(({ id, origin, to, subject, changedAt }) => ({ id, origin, to, subject, changedAt }));
    },

    count: async (): Promise<number> => (await repository.list()).length,

    async remove(id: DraftId): Promise<void> {
      await repository.remove(id);
      for (const print of known.keys()) if (print.startsWith(id)) known.delete(print);
    },
  };
}

export type Drafts = ReturnType<typeof createDrafts>;

async function fingerprintOf(octets: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', octets as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (octet) => octet.toString(16).padStart(2, '0')).join('');
}

export function newDraftId(): DraftId {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (octet) => octet.toString(16).padStart(2, '0')).join(
    '',
  ) as DraftId;
}
