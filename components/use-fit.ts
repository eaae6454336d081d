import { useLayoutEffect } from 'preact/hooks';

/** As high as its text, up to what the style sheet allows. */
export function useFit(field: { readonly current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.blockSize = 'auto';
    element.style.blockSize = `${element.scrollHeight + 2}px`;
  }, [field, text]);
}
