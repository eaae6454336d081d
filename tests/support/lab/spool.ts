import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One mail exactly as the webmail handed it to SMTP. */
export type SpooledMail = {
  readonly from: string;
  /** Envelope recipients, hidden ones too. */
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly path: string;
};

export function readSpool(stateDir: string): readonly SpooledMail[] {
  const folder = join(stateDir, 'smtp');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => {
    const envelope = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { from: string; to: string[] };
    const path = join(folder, name.replace(/\.json$/, '.eml'));
    return { ...envelope, raw: readFileSync(path), path };
  });
}
