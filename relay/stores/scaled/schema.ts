import { Client, type QueryConfig } from 'pg';
import { AppError } from '../../../lib/core/errors';
import { ANSWER_MS } from './backoff';

/** One step per version of the database; a step that was released is never changed. Times are milliseconds. */
const STEPS: readonly string[] = [
  `
  create table accounts (user_id text primary key, record bytea not null);
  create table devices (
    device text primary key,
    user_id text not null references accounts on delete cascade,
    created bigint not null,
    seen bigint not null
  );
  create index devices_of_user on devices (user_id);
  create table invitations (hash text primary key, expires bigint not null);
  -- Grows over all users: who cleared an archive and begins again never meets an old place.
  create sequence archive_places;
  create table archive_usage (user_id text primary key, octets bigint not null);
  create table archive (
    user_id text not null,
    place bigint not null,
    id text not null,
    at bigint not null,
    payload bytea not null,
    primary key (user_id, place),
    unique (user_id, id)
  );
  -- Sealed octets do not compress.
  alter table archive alter column payload set storage external;
  create table probe (id integer primary key, at timestamptz not null);

  create function add_device(who text, what text, at bigint, most integer) returns text language plpgsql as $$
  declare owner text;
  begin
    perform 1 from accounts where user_id = who for update;
    if not found then return 'relay/not-found'; end if;
    select user_id into owner from devices where device = what;
    if owner = who then
      update devices set seen = at where device = what;
      return 'added';
    end if;
    if owner is not null then return 'relay/login-failed'; end if;
    if (select count(*) from devices where user_id = who) >= most then return 'full'; end if;
    insert into devices values (what, who, at, at);
    return 'added';
  exception when unique_violation then return 'relay/login-failed';
  end $$;

  create function archive_put(who text, what text, sent bigint, given bytea, quota bigint)
  returns boolean language plpgsql as $$
  declare used bigint; old bigint;
  begin
    -- Also the lock: one change of one archive at a time, so that places grow as they are seen.
    insert into archive_usage values (who, 0)
      on conflict (user_id) do update set octets = archive_usage.octets returning octets into used;
    select octet_length(payload) into old from archive where user_id = who and id = what;
    if used - coalesce(old, 0) + octet_length(given) > quota then return false; end if;
    if old is null then insert into archive values (who, nextval('archive_places'), what, sent, given);
    else update archive set payload = given, at = sent where user_id = who and id = what;
    end if;
    update archive_usage set octets = used - coalesce(old, 0) + octet_length(given) where user_id = who;
    return true;
  end $$;

  create function archive_remove(who text, what text[]) returns void language plpgsql as $$
  declare freed bigint;
  begin
    perform 1 from archive_usage where user_id = who for update;
    with gone as (delete from archive where user_id = who and id = any(what) returning octet_length(payload) as size)
      select coalesce(sum(size), 0) into freed from gone;
    update archive_usage set octets = octets - freed where user_id = who;
  end $$;

  create function archive_clear(who text) returns void language plpgsql as $$
  begin
    perform 1 from archive_usage where user_id = who for update;
    delete from archive where user_id = who;
    delete from archive_usage where user_id = who;
  end $$;
  `,
];

/** One process at a time brings the database up to date: any number, the same in all. */
const LOCK = 7_061_726;

/**
 * Brings the tables up to date. Fails with `relay/store-settings` where a commit would not be on disk, and with
 * `relay/version` where the tables are of a newer relay.
 */
export async function bringUp(url: string): Promise<void> {
  // A connection of its own: making tables may take longer than a query may.
  const client = new Client({ connectionString: url, connectionTimeoutMillis: ANSWER_MS, query_timeout: 60_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await checkSettings(client);
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query('create table if not exists schema_version (version integer not null)');
    const { rows } = await client.query<{ version: number }>('select version from schema_version');
    const version = rows[0]?.version ?? 0;
    if (version > STEPS.length) throw new AppError('relay/version');
    for (const step of STEPS.slice(version)) await client.query(step);
    if (version < STEPS.length) {
      await client.query('delete from schema_version');
      await client.query('insert into schema_version values ($1)', [STEPS.length]);
    }
    await client.query('commit');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkSettings(client: Client): Promise<void> {
  // pg takes this for one query too, which its types do not say.
  const question: QueryConfig & { readonly query_timeout: number } = {
    text: "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit",
    query_timeout: ANSWER_MS,
  };
  const { rows } = await client.query<{ fsync: string; commit: string }>(question);
  if (rows[0]?.fsync !== 'on' || rows[0].commit === 'off') throw new AppError('relay/store-settings');
}
