import { type Lab, type LabOptions, labMissing, startLab } from '../lab/lab';
import { describeForTwo, type TwoOnStage } from './two-on-stage';

/** One real webmail between two who have verified each other. */
export type Stage = TwoOnStage<Lab>;

export const describeOnStage = (title: string, tests: (stage: () => Stage) => void, options: LabOptions = {}): void =>
  describeForTwo(title, { missing: labMissing(), start: () => startLab(options), acquainted: true }, tests);
