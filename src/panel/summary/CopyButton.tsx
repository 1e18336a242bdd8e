import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React, { useLayoutEffect, useRef, useState } from 'react';
import { t } from '../grafana/translate';
import { copyText } from '../ui/clipboard';
import { linkButton } from '../ui/linkStyles';

/** How long the button says that it has copied, in ms. */
const SAID = 2000;

export interface CopyButtonProps {
  /** What is copied. */
  label: string;
  text(): string;
}

export function CopyButton({ label: what, text }: CopyButtonProps) {
  const style = useStyles2(LINE_BUTTON);
  const [copied, setCopied] = useState<boolean>();
  const timer = useRef<number | undefined>(undefined);
  useLayoutEffect(() => () => window.clearTimeout(timer.current), []);
  const copy = async () => {
    setCopied(await copyText(text()));
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setCopied(undefined), SAID);
  };
  const label = copied === undefined ? what : copied ? t('Copied') : t('The browser does not let the page copy');
  return (
    <button type="button" className={style} aria-label={label} title={label} onClick={() => void copy()}>
      <Icon name={copied === undefined ? 'copy' : copied ? 'check' : 'exclamation-triangle'} size="sm" />
    </button>
  );
}

/** Two pixels higher than the line, which has room for them around it: as large as the controls. */
export const LINE_BUTTON = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    flex: 'none',
    minWidth: 24,
    height: 24,
    margin: '-1px 0',
    ...linkButton(theme),
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  });
