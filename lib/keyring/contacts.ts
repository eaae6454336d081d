import type { CertificateChange, CertificateReport, Contact, SubmitOutcome } from '../bus/views';
import type { Fingerprint } from '../core/brand';
import type { CertificateView, Decision, Evidence } from '../core/certificate';
import { AppError } from '../core/errors';
import type { CertificateOctets, KnownSigner } from '../core/openpgp-port';
import { createSerial } from '../core/serial';
import { checkCertificate } from './check';
import { addressesToBind } from './claims';
import { decideOn } from './decide';
import { viewOwnKeys } from './own-signer';
import type { ContactRow, KeyringPorts } from './ports';
import { createRecipients, type Recipients } from './recipients';
import { type Book, shownDecision } from './standing';
import { submitCertificate } from './submit';
import type { Viewer } from './viewer';

export type Contacts = Recipients & {
  list(): Promise<readonly Contact[]>;
  /** Undecided certificates that ask for an address. */
  undecidedCount(): Promise<number>;
  submit(octets: Uint8Array, evidence: Evidence): Promise<SubmitOutcome>;
  /** Throws `contact/unknown`, `contact/own-certificate`. */
  report(fingerprint: Fingerprint): Promise<CertificateReport>;
  /**
   * `verified` and `in-use` bind the certificate to its addresses and replace what was used for them; `refused` and
   * `later` take it out of use. Throws `contact/unknown`.
   */
  decide(fingerprint: Fingerprint, decision: Decision): Promise<Contact>;
  remove(fingerprint: Fingerprint): Promise<void>;
  decisionOn(fingerprint: Fingerprint): Promise<Decision | 'mine' | 'unknown'>;
  /** Every certificate that is here, mine too: who may be named is decided by the judge, not by leaving some out. */
  signersForVerification(): Promise<readonly CertificateOctets[]>;
};

export function createContacts(ports: KeyringPorts, viewer: Viewer): Contacts {
  const { contacts, ownKeys } = ports;
  const serial = createSerial();
  const recipients: Recipients = createRecipients(ports, viewer);

  /** A certificate that became my own is no contact any more. */
  const readBook = async (): Promise<Book> => {
    const mine = new Set((await ownKeys.all()).map(({ fingerprint }) => fingerprint));
    const rows = (await contacts.all()).filter(({ fingerprint }) => !mine.has(fingerprint));
    return { rows, bindings: await contacts.bindings() };
  };
  const toContact = (book: Book, row: ContactRow, view: CertificateView): Contact => ({
    fingerprint: row.fingerprint,
    view,
    decision: shownDecision(book, row),
    ...(row.decidedAt === undefined ? {} : { decidedAt: row.decidedAt }),
    evidence: row.evidence,
    addresses: row.addresses,
  });
  const knownSigners = async (book: Book): Promise<readonly KnownSigner[]> => [
    ...(await ownKeys.all()).map(({ fingerprint, octets }) => ({ fingerprint, octets, decision: 'me' as const })),
    ...book.rows.map((row) => ({
      fingerprint: row.fingerprint,
      octets: row.octets,
      decision: shownDecision(book, row),
    })),
  ];
  const changesFor = async (book: Book, row: ContactRow): Promise<readonly CertificateChange[]> => {
    const changes: CertificateChange[] = [];
    for (const address of addressesToBind(row)) {
      const bound = book.bindings.find(({ email }) => email === address);
      const before = book.rows.find(({ fingerprint }) => fingerprint === bound?.fingerprint);
      if (before === undefined || before.fingerprint === row.fingerprint) continue;
      changes.push({ address, before: await viewer.plain(before), beforeDecision: before.decision });
    }
    return changes;
  };
  const requireRow = async (book: Book, fingerprint: Fingerprint): Promise<ContactRow> => {
    const row = book.rows.find((one) => one.fingerprint === fingerprint);
    if (row !== undefined) return row;
    throw new AppError((await ownKeys.get(fingerprint)) === undefined ? 'contact/unknown' : 'contact/own-certificate');
  };

  return {
    ...recipients,

    async list() {
      const book = await readBook();
      return Promise.all(book.rows.map(async (row) => toContact(book, row, await viewer.plain(row))));
    },

    async undecidedCount() {
      const book = await readBook();
      return book.rows.filter((row) => shownDecision(book, row) === 'later' && row.addresses.length > 0).length;
    },

    submit: (octets, evidence) => serial(() => submitCertificate(ports, octets, evidence)),

    async report(fingerprint) {
      const book = await readBook();
      const row = await requireRow(book, fingerprint);
      const signers = await knownSigners(book);
      const view = await viewer.full(row, signers);
      const changes = await changesFor(book, row);
      const [mine] = await viewOwnKeys(ports, viewer);
      return {
        contact: toContact(book, row, view),
        check: checkCertificate(view, row.evidence, changes.length),
        changes,
        ...(mine === undefined ? {} : { mine: await viewer.full(mine.row, signers) }),
      };
    },

    decide: (fingerprint, decision) =>
      serial(async () => {
        await decideOn(ports, fingerprint, decision);
        const book = await readBook();
        const row = await requireRow(book, fingerprint);
        return toContact(book, row, await viewer.plain(row));
      }),

    remove: (fingerprint) =>
      serial(async () => {
        const bound = (await contacts.bindings()).filter((binding) => binding.fingerprint === fingerprint);
        await contacts.write({ remove: [fingerprint], unbind: bound.map(({ email }) => email) });
      }),

    /** Asked for each message and conversation: reads at once, and what it hangs on, not the whole book. */
    async decisionOn(fingerprint) {
      const [own, row] = await Promise.all([ownKeys.get(fingerprint), contacts.get(fingerprint)]);
      if (own !== undefined) return 'mine';
      if (row === undefined) return 'unknown';
      const standings = await Promise.all(
        row.addresses.map(async (email) => {
          const [binding, claimants] = await Promise.all([contacts.binding(email), contacts.claiming(email)]);
          return binding?.fingerprint === fingerprint ? [{ binding, claimants }] : [];
        }),
      );
      const bound = standings.flat();
      const rivals = bound.flatMap(({ claimants }) => claimants).filter((one) => one.fingerprint !== fingerprint);
      const others = await Promise.all(rivals.map(async (one) => ((await ownKeys.get(one.fingerprint)) ? [] : [one])));
      return shownDecision({ rows: [row, ...others.flat()], bindings: bound.map(({ binding }) => binding) }, row);
    },

    async signersForVerification() {
      const rows = [...(await ownKeys.all()), ...(await contacts.all())];
      return [...new Map(rows.map(({ fingerprint, octets }) => [fingerprint, { fingerprint, octets }])).values()];
    },
  };
}
