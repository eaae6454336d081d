/**
 * Every failure that can reach a person, and the sentence for it: what happened, then what to do.
 * The code is all that crosses the bus or is logged. Content scripts carry no sentence: they know the type alone.
 */
export const SENTENCES = {
  'bus/bad-input': 'Sotto received something it does not understand. Reload the page and try again.',
  'bus/refused': 'This is not allowed from here. Open Sotto from the toolbar.',
  'bus/internal': 'Something failed inside Sotto and nothing was changed. Try again.',
  'bus/outdated': 'Sotto was updated while this page was open. Reload the page to go on; your draft is kept.',
  'bus/cancelled': 'Cancelled. Nothing was changed.',
  'ticket/unknown': 'This frame has expired. Reload the page.',
  'ticket/used': 'This frame was already opened elsewhere. Reload the page.',
  'vault/absent': 'Sotto is not set up yet. Open Sotto from the toolbar to begin.',
  'vault/exists': 'Sotto is already set up. Unlock it with your passphrase.',
  'vault/locked': 'Your keys are locked. Unlock Sotto to go on.',
  'vault/wrong-passphrase': 'This is not the passphrase. Check the keyboard and try again.',
  'vault/wait': 'Too many wrong passphrases. Wait until the pause is over, then try again.',
  'vault/weak-passphrase':
    'This passphrase is too easy to guess. Use at least 12 characters, for example five random words.',
  'vault/damaged': 'The stored keys cannot be read. Import your keys again from your backup.',
  'store/full': 'The browser has no room left to store this. Free some disk space, then try again.',
  'store/failed': 'The browser could not store this. Restart the browser and try again.',
  'key/not-a-key': 'This is not an OpenPGP certificate. Copy the whole block, from BEGIN to END.',
  'key/damaged': 'This certificate is damaged. Ask its owner to send it again.',
  'key/too-large': 'This is too large to be a certificate. Choose another file.',
  'key/several': 'This holds several certificates. Add them one at a time.',
  'key/secret-as-public':
    'This is a private key, not a certificate. Never send it to anyone. Import it under Keys if it is yours.',
  'key/public-as-secret': 'This is a certificate without its private key. Add it under Contacts.',
  'key/wrong-passphrase': 'This is not the passphrase of this key. Check it and try again.',
  'key/needs-passphrase': 'This key is protected by a passphrase. Type the passphrase it was saved with.',
  'key/expired': 'This certificate has expired. Ask its owner for a new one.',
  'key/revoked': 'This certificate was revoked by its owner. Ask for a new one.',
  'key/weak': 'This certificate is too weak to protect a message. Ask its owner for a new one.',
  'key/no-encryption': 'This certificate cannot be used to seal messages. Ask its owner for one that can.',
  'key/no-signing': 'This key cannot sign messages. Choose another key.',
  'key/no-user-id': 'This certificate names nobody. Ask its owner for one with a name and an address.',
  'key/exists': 'You have this key already.',
  'key/unknown': 'Sotto does not have this key.',
  'key/none': 'You have no key yet. Make one under Keys.',
  'key/none-for-address':
    'None of your keys carries this sender address. Choose another sender, or make a key for it under Keys.',
  'contact/unknown': 'Sotto does not know this certificate.',
  'contact/no-certificate': 'There is no certificate for this address yet. Find one, or ask its owner for it.',
  'contact/undecided': 'You have not decided about this certificate yet. Look at it and decide.',
  'contact/changed': 'The certificate for this address changed. Sending has stopped until you decide.',
  'contact/refused': 'You refused the certificate for this address. Ask its owner for the right one.',
  'contact/own-certificate': 'This certificate is your own. You find it under Keys.',
  'mail/not-for-me': 'This message was sealed for other keys. Ask the sender to seal it for your certificate.',
  'mail/tampered':
    'This message was changed on its way or is damaged, so it is not shown. Ask the sender to send it again.',
  'mail/unprotected':
    'This message is sealed in an old way that anyone could have changed, so it is not shown. Ask the sender to use a current program.',
  'mail/malformed': 'This message is damaged and cannot be read. Ask the sender to send it again.',
  'mail/too-large': 'This message is larger than Sotto opens. Ask the sender for a smaller one.',
  'mail/bomb': 'This message unpacks to far more than it should, so it was not opened. Ask the sender what it is.',
  'mail/source-unavailable': 'The page did not give the whole message. Reload it, or sign in again.',
  'mail/no-recipient': 'There is no recipient. Add an address.',
  'mail/too-many-recipients':
    'A sealed message goes to 200 people at most, and not all of these were added. Send it in two parts.',
  'mail/bad-address': 'One of the addresses is not complete. Correct it.',
  'mail/nothing-to-send': 'There is nothing to send. Write a message or add a file.',
  'mail/changed-by-page':
    'The page changed the sealed message, so it was not sent. Your text is safe. Reload the page and try again.',
  'mail/page-closed':
    'The page was closed or reloaded before the message went out. Your text is safe. Open it again from your drafts.',
  'mail/send-failed': 'The webmail did not send the message. Your text is safe. Check the page and try again.',
  'mail/partly-sent':
    'The hidden copies went out, the message itself did not. Your text is safe. Send it again to finish.',
  'mail/inline-files': 'Inline text cannot carry files. Choose a sealed mail, or remove the files.',
  'mail/quota': 'The files are too large together. A sealed message may hold up to 25 MB.',
  'draft/unknown': 'This draft is no longer here.',
  'site/not-granted': 'Sotto may not work on this site yet. Allow it from the toolbar.',
  'site/unsupported': 'Sotto does not know this page. Open your webmail and try again.',
  'site/forbidden': 'The browser lets no extension work on this page.',
  'wire/malformed': 'Something arrived damaged and was not used. Nothing was changed.',
  'file/unreadable': 'This file cannot be read. Choose it again.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof SENTENCES;
