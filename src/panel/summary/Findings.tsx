import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, Toggletip, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { asMarkdown, type Finding, headline } from '../../analysis/index';
import { copyText } from '../ui/clipboard';
import { t } from '../grafana/translate';

export interface FindingsProps {
  findings: Finding[];
  title: string;
  /** The time range in words. */
  range(): string;
  onFinding(finding: Finding): void;
}

/** The panel's first sentence, the rest of the findings on demand, and all of them as text for the incident channel. */
export const Findings = React.memo(function Findings({ findings, title, range, onFinding }: FindingsProps) {
  const styles = useStyles2(getStyles);
  const [copied, setCopied] = useState(false);
  const [open, setOpen] = useState(false);
  const sentence = headline(findings);
  const copy = () => {
    copyText(asMarkdown(title, findings, range()));
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  const list = (
    <ul className={styles.list} data-testid="dualflame-findings">
      {findings.map((finding) => (
        <li key={finding.text}>
          {finding.node === undefined ? (
            finding.text
          ) : (
            <button
              type="button"
              className={styles.finding}
              onClick={() => {
                setOpen(false); // else the list stands over what it led to
                onFinding(finding);
              }}
            >
              {finding.text}
            </button>
          )}
          {finding.detail && <span className={styles.detail}> ({finding.detail})</span>}
          {finding.reasons?.map((reason) => (
            <div key={reason} className={styles.detail}>
              {reason}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
  return (
    <div className={styles.line} data-testid="dualflame-finding">
      <p className={styles.sentence} title={sentence}>
        {sentence}
      </p>
      <Toggletip
        content={list}
        title={title}
        placement="bottom-end"
        show={open}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
      >
        <button type="button" className={styles.more}>
          {findings.length === 1 ? t('1 finding') : t('{count} findings', { count: findings.length })}
        </button>
      </Toggletip>
      <IconButton
        name={copied ? 'check' : 'copy'}
        size="sm"
        tooltip={copied ? t('Copied') : t('Copy the findings as Markdown')}
        onClick={copy}
      />
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), height: 22, flex: 'none' }),
  sentence: css({
    margin: 0,
    flex: '1 1 auto',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  more: css({
    background: 'none',
    border: 0,
    padding: 0,
    color: theme.colors.text.link,
    cursor: 'pointer',
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  list: css({ margin: 0, paddingLeft: theme.spacing(2), maxWidth: 520, maxHeight: 320, overflowY: 'auto' }),
  detail: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  finding: css({
    background: 'none',
    border: 0,
    padding: 0,
    color: theme.colors.text.link,
    cursor: 'pointer',
    textAlign: 'left',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
  }),
});
