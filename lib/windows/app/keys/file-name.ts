import type { CertificateView } from '../../../core/certificate';

/** `anna@example.org-0123456789abcdef-certificate.asc`, with nothing in it that a file system minds. */
export function fileNameFor(view: CertificateView, kind: 'certificate' | 'private'): string {
  const owner = view.userIds[0]?.email ?? 'key';
  const safe = owner.replaceAll(/[^a-z0-9@._-]/gi, '_').replace(/^\.+/, '');
  return `${safe}-${view.fingerprint.slice(-16)}-${kind}.asc`;
}
