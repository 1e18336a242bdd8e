import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';
import React, { useEffect, useRef, useState } from 'react';
import { counted, language, msg, t } from '../grafana/translate';
import { stepOfKey } from '../model/matches';
import { CONTROL, IconControl } from './IconControl';

export interface SearchMatches {
  /** How many frames match: see `matchesOf`. */
  count: number;
  /** The one that the viewer stands on; -1: none. */
  current: number;
  /** Share of the time in stacks with a match, in words. */
  share: string;
}

export interface SearchBoxProps {
  search: string;
  /** Absent where nothing is searched. */
  matches?: SearchMatches;
  error?: string;
  /** Room in CSS pixels of the row that it stands in: its own width depends on nothing else. */
  width: number;
  onSearch(search: string): void;
  onStep(step: 1 | -1): void;
}

/** In narrower rows the box is a button, and stands over the row while it is used. */
const BOX = 340;
/** From here on the box says the share beside the count. */
const ROOMY = 1000;

const matchesText = (count: number) => counted(count, msg('1 match'), msg('{count} matches'));

const boxWidth = (width: number) => (width < 420 ? 148 : width < 600 ? 176 : width < ROOMY ? 208 : 288);

/** Finds frames, says how many there are, and walks from one to the next. Its room is the same whatever stands in it. */
export const SearchBox = React.memo(function SearchBox(props: SearchBoxProps) {
  const { width, search, matches } = props;
  const [open, setOpen] = useState(false);
  const styles = useStyles2(getStyles);
  const opener = useRef<HTMLButtonElement>(null);
  if (width >= BOX) {
    return <Box {...props} size={boxWidth(width)} />;
  }
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <>
      <IconControl
        ref={opener}
        icon="search"
        label={
          search ? t('Search: {search}, {matches}', { search, matches: matchesText(matches?.count ?? 0) }) : t('Search')
        }
        active={search !== ''}
        onClick={() => setOpen(true)}
      />
      {open && (
        <div
          className={styles.over}
          onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
        >
          <Box {...props} size="100%" focused onLeave={close} />
        </div>
      )}
    </>
  );
});

interface BoxProps extends SearchBoxProps {
  size: number | string;
  focused?: boolean;
  /** Escape in an empty box. */
  onLeave?(): void;
}

function Box({ search, matches, error, width, size, focused, onSearch, onStep, onLeave }: BoxProps) {
  const styles = useStyles2(getStyles);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) {
      input.current?.focus();
    }
  }, [focused]);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      if (search) {
        onSearch('');
      } else {
        onLeave?.();
      }
    } else if (event.key === 'Enter') {
      onStep(stepOfKey(event) ?? 1);
    }
  };
  const none = !matches?.count;
  return (
    <div className={cx(styles.box, error && styles.invalid)} style={{ width: size }} role="search">
      <Icon name="search" size="sm" className={styles.icon} />
      <input
        ref={input}
        type="search"
        className={styles.input}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        placeholder={width >= ROOMY ? t('Search or /regex/') : t('Search')}
        title={search ? undefined : t('Search or /regex/')}
        aria-label={t('Search frames')}
        aria-invalid={Boolean(error)}
      />
      {error ? (
        <Tooltip content={error}>
          <button type="button" className={styles.step} aria-label={error}>
            <Icon name="exclamation-triangle" />
          </button>
        </Tooltip>
      ) : (
        search && matches && <Count {...matches} roomy={width >= ROOMY} />
      )}
      {([-1, 1] as const).map((step) => {
        const label = step < 0 ? t('Previous match') : t('Next match');
        return (
          <button
            key={step}
            type="button"
            className={cx(styles.step, none && styles.unseen)}
            disabled={none}
            aria-label={label}
            title={label}
            onClick={() => onStep(step)}
          >
            <Icon name={step < 0 ? 'angle-up' : 'angle-down'} />
          </button>
        );
      })}
    </div>
  );
}

function Count({ count, current, share, roomy }: SearchMatches & { roomy: boolean }) {
  const styles = useStyles2(getStyles);
  const place =
    current < 0
      ? count.toLocaleString(language())
      : `${(current + 1).toLocaleString(language())}/${count.toLocaleString(language())}`;
  const said = t('{matches}, {share} of the time', { matches: matchesText(count), share });
  return (
    <span className={styles.count} title={said} data-testid="dualflame-matched" role="status" aria-label={said}>
      {roomy && count > 0 ? `${place} · ${share}` : place}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  over: css({ position: 'absolute', inset: 0, zIndex: 1, background: theme.colors.background.primary }),
  box: css({
    display: 'flex',
    alignItems: 'center',
    boxSizing: 'border-box',
    height: CONTROL,
    background: theme.components.input.background,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    color: theme.components.input.text,
    fontSize: theme.typography.bodySmall.fontSize,
    '&:focus-within': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 0 },
  }),
  invalid: css({ borderColor: theme.colors.error.border }),
  icon: css({ flex: 'none', marginLeft: theme.spacing(0.5), color: theme.colors.text.secondary }),
  input: css({
    flex: '1 1 0',
    minWidth: 0,
    height: '100%',
    padding: theme.spacing(0, 0.5),
    background: 'transparent',
    border: 0,
    outline: 'none',
    color: 'inherit',
    font: 'inherit',
    '&::placeholder': { color: theme.colors.text.secondary, opacity: 1 },
  }),
  count: css({
    flex: 'none',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    color: theme.colors.text.secondary,
  }),
  step: css({
    flex: 'none',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: CONTROL,
    height: CONTROL,
    padding: 0,
    background: 'none',
    border: 0,
    color: theme.colors.text.primary,
    cursor: 'pointer',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  unseen: css({ visibility: 'hidden' }),
});
