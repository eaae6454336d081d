type Report = {
  readonly testResults: ReadonlyArray<{
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: ReadonlyArray<{ readonly status: string; readonly fullName: string }>;
  }>;
};
export function countTests(
  report: Report,
  setUpErrors?: readonly string[],
): { passed: number; failures: string[]; skipped: string[] };
