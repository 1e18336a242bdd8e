/**
 * On paper: dark words on white, whatever the theme; the graph's own colours stay, as its fills are light and its text is dark. What only
 * a pointer can use is left out. For the panel's root element.
 */
export const PRINT = {
  '@media print': {
    background: '#fff',
    color: '#000',
    '& *': { color: '#000 !important', borderColor: '#999 !important' },
    '& button': { background: 'none' }, // segments of the bar have theirs as inline style
    '& canvas, & [style*="background"]': { printColorAdjust: 'exact' },
    '& input, & [role="radiogroup"]': { display: 'none' },
  },
} as const;
