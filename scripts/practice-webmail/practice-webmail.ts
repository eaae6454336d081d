export const startPracticeWebmail = async () => ({
  url: '',
  leaks: (_words: readonly string[]): readonly string[] => [],
  close: async () => undefined,
});
