import type { ChannelOpenPgp, OpenPgp, OxOpenPgp } from '../core/openpgp-port';
import { attempt } from './attempt';
import { certifyUserId } from './certify-user-id';
import { openCleartext } from './cleartext';
import { installOwnInflate } from './decompression';
import { verifyDetached } from './detached';
import { exportSecret } from './export-secret';
import { fitCertificate } from './fit-certificate';
import { healthOf, problemOf } from './health';
import { importSecret } from './import-secret';
import { keepUserIds } from './keep-user-ids';
import { loadCertificate } from './key-parts';
import { makeKey } from './make-key';
import { mergeCertificates } from './merge-certificate';
import { open } from './open';
import { assertSafeOptions, hardenOptions } from './options';
import { installPacketLimit } from './packet-limit';
import { readCertificate } from './read-certificate';
import { seal, sealBinary, sealToOne } from './seal';
import { signDetached } from './sign-detached';
import { createVerifyingKeys } from './verifying-keys';
import { viewCertificate } from './view-certificate';

/**
 * OpenPGP for the background: certificates, keys, messages. Hardens the library and refuses to start where that did
 * not hold. Every failure of the object is an `AppError`.
 */
export function createOpenPgp(): OpenPgp & ChannelOpenPgp & OxOpenPgp {
  hardenOptions();
  assertSafeOptions();
  installPacketLimit();
  installOwnInflate();
  const verifyingFor = createVerifyingKeys();
  return {
    readCertificate,
    view: viewCertificate,
    merge: mergeCertificates,
    encryptionProblem: (certificate) =>
      attempt('key/damaged', async () => problemOf(await healthOf(await loadCertificate(certificate)))),
    makeKey,
    importSecret,
    exportSecret,
    seal,
    open: (message, secrets, signers, options) => open(message, secrets, verifyingFor, signers, options),
    openCleartext: (armored, signers) => openCleartext(armored, verifyingFor(signers)),
    verifyDetached: (content, signature, signers, options) =>
      verifyDetached(content, signature, verifyingFor(signers), options),
    fitCertificate,
    signDetached,
    sealToOne,
    sealBinary,
    certifyUserId,
    keepUserIds,
  };
}
