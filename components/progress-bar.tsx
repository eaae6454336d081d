import './progress-bar.css';

type ProgressBarProps = {
  /** What is counted: "Sent of this file". */
  readonly label: string;
  readonly done: number;
  readonly of: number;
};

/** How far something is; beside it stand words. */
export function ProgressBar({ label, done, of }: ProgressBarProps) {
  return <progress class="progress-bar" aria-label={label} max={Math.max(1, of)} value={Math.min(done, of)} />;
}
