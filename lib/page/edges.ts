/** How much of an element's height, in CSS pixels, is padding and border, and whether its `height` counts them in. */
export function edgesOf(element: HTMLElement): { readonly edges: number; readonly countedIn: boolean } {
  const style = getComputedStyle(element);
  const parts = [style.paddingTop, style.paddingBottom, style.borderTopWidth, style.borderBottomWidth];
  const edges = parts.reduce((sum, part) => sum + (Number.parseFloat(part) || 0), 0);
  return { edges, countedIn: style.boxSizing === 'border-box' };
}
