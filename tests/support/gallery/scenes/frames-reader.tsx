import type { ReaderOpening } from '../../../../lib/bus/views';
import type { EmailAddress } from '../../../../lib/core/brand';
import { AppError } from '../../../../lib/core/errors';
import { FILES, FINGERPRINT, HTML, message, RTL_TEXT } from '../frames-data';
import { readerScene } from '../frames-drawing';
import type { Scene } from '../scene';

const offer = (decision: 'unknown' | 'later' | 'verified'): ReaderOpening => ({
  kind: 'certificate',
  outcome: {
    ok: true,
    fingerprint: FINGERPRINT,
    name: 'Carol Court',
    email: 'carol@example.org' as EmailAddress,
    decision,
  },
});

/** The reader frame in every step and status. */
export const SCENES: readonly Scene[] = [
  readerScene('opening', undefined),
  readerScene('locked', new AppError('vault/locked')),
  readerScene('tampered', new AppError('mail/tampered')),
  readerScene('verified', message({ attachments: FILES })),
  readerScene('in-use', message({ signature: { status: 'in-use', fingerprint: FINGERPRINT } })),
  readerScene('undecided', message({ signature: { status: 'undecided', fingerprint: FINGERPRINT } })),
  readerScene('other-address', message({ signature: { status: 'other-address', fingerprint: FINGERPRINT } })),
  readerScene('not-signed', message({ signature: { status: 'none' }, protectedHeaders: {} })),
  readerScene(
    'partial',
    message({
      sealed: 'partial',
      protectedHeaders: {},
      outsideText: '-- \nSent by a list. To leave it write to leave@example.org',
    }),
  ),
  readerScene(
    'signed-only',
    message({ sealed: 'not-sealed', signature: { status: 'verified', signerName: 'Bob Bell' } }),
  ),
  readerScene('html', message({ text: undefined as never, html: HTML })),
  readerScene('right-to-left', message({ text: RTL_TEXT, protectedHeaders: { subject: 'החוזה, טיוטה שנייה' } })),
  readerScene('certificate-offer', offer('unknown')),
  readerScene('certificate-known', offer('verified')),
];
