/** Each entry takes the file from the version of its index to the next: only ever append. Version in user_version. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE accounts (
    number INTEGER PRIMARY KEY,
    user TEXT NOT NULL UNIQUE,
    record BLOB NOT NULL
  ) STRICT;
  CREATE TABLE devices (
    device BLOB PRIMARY KEY,
    account INTEGER NOT NULL,
    created INTEGER NOT NULL,
    seen INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX devices_of_account ON devices (account, created);
  CREATE TABLE invitations (
    hash BLOB PRIMARY KEY,
    expires INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- A number is never given twice: what was seen is noted by it.
  CREATE TABLE mailboxes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    device BLOB NOT NULL UNIQUE
  ) STRICT;
  -- One row per message, whoever gets it, in the order of arrival: what is written lies together at the end of the
  -- file. The mailbox of a message to one; 0 for a message to several, whose mailboxes are in 'shared'.
  CREATE TABLE messages (
    place INTEGER PRIMARY KEY,
    mailbox INTEGER NOT NULL,
    id BLOB NOT NULL,
    sender BLOB NOT NULL,
    at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    payload BLOB NOT NULL
  ) STRICT;
  CREATE TABLE shared (
    place INTEGER NOT NULL,
    mailbox INTEGER NOT NULL,
    PRIMARY KEY (place, mailbox)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE waiting (
    mailbox INTEGER NOT NULL,
    place INTEGER NOT NULL,
    id BLOB NOT NULL,
    octets INTEGER NOT NULL,
    PRIMARY KEY (mailbox, place)
  ) STRICT, WITHOUT ROWID;
  -- One row per commit: the prints of what it stored (seen.ts), and the last place that it gave.
  CREATE TABLE seen (
    place INTEGER PRIMARY KEY,
    period INTEGER NOT NULL,
    prints BLOB NOT NULL
  ) STRICT;

  CREATE TABLE archives (
    number INTEGER PRIMARY KEY,
    user TEXT NOT NULL UNIQUE,
    octets INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE records (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    archive INTEGER NOT NULL,
    id BLOB NOT NULL,
    at INTEGER NOT NULL,
    payload BLOB NOT NULL,
    UNIQUE (archive, id)
  ) STRICT;
  CREATE INDEX records_in_order ON records (archive, place);

  CREATE TABLE epochs (
    team BLOB PRIMARY KEY,
    epoch INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX epochs_by_time ON epochs (at);

  -- One row: the secret numbers of the prints, and a count that shows whether the file can be written.
  CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    print_keys BLOB NOT NULL,
    proof INTEGER NOT NULL
  ) STRICT;
  INSERT INTO store VALUES (1, randomblob(88), 0);
  `,
];
