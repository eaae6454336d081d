import { type Lab, labMissing, startLab } from '../../tests/support/lab/lab';
import { searchLab } from '../../tests/support/lab/leaks';
import type { ListedMail } from '../../tests/support/lab/roundcube';
import { startPracticeWebmail } from '../practice-webmail/practice-webmail';

export type TourWebmail = Pick<Lab, 'url'> & {
  readonly name: string;
  /** Bob has one mail already, the one with Alice's certificate. */
  mailsBefore(): readonly ListedMail[];
  /** Places where the webmail or its server kept one of these words. */
  leaks(words: readonly string[]): readonly string[];
  close(): Promise<void>;
};

/** A real Roundcube where it can run, else the practice webmail that comes with the sources. */
export async function openWebmail(): Promise<TourWebmail> {
  const missing = process.env.SOTTO_PRACTICE === undefined ? labMissing() : 'asked for by SOTTO_PRACTICE';
  const mailsBefore = () => [{ uid: '1', subject: 'My certificate' }];
  if (missing === undefined) {
    const lab = await startLab();
    const leaks = (words: readonly string[]) => [...new Set(searchLab(lab, words).map(({ file }) => file))];
    return { name: 'Roundcube', url: lab.url, mailsBefore, leaks, close: () => lab.destroy() };
  }
  console.log(`No real Roundcube here (${missing}); the practice webmail stands in.`);
  const practice = await startPracticeWebmail();
  return { name: 'the practice webmail', url: practice.url, mailsBefore, leaks: practice.leaks, close: practice.close };
}
