import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, Toggletip, useStyles2 } from '@grafana/ui';
import React, { useLayoutEffect, useRef, useState } from 'react';
import { aroundMethod, asMarkdown, type Finding, headline, leading, type Report } from '../../analysis';
import { counted, msg, t } from '../grafana/translate';
import { ROWS } from '../ui/panelLayout';
import { CopyButton, LINE_BUTTON } from './CopyButton';
import { linkButton } from '../ui/linkStyles';
import { CUT } from '../ui/textStyles';

export interface FindingsProps {
  findings: Finding[];
  title: string;
  /** Room for the line, in CSS pixels. */
  width: number;
  /** What a copy says beside the findings, as of now. */
  report(): Pick<Report, 'range' | 'service' | 'link'>;
  onFinding(finding: Finding): void;
  /** What stands below the list; `close`: the list, before what leads elsewhere. */
  below?(close: () => void): React.ReactNode;
}

/** Narrower lines say the number of findings without the word. */
const WORDS = 600;

/** The panel's first sentence, the rest of the findings on demand, and all of them as text for the incident channel. */
export const Findings = React.memo(function Findings(props: FindingsProps) {
  const styles = useStyles2(getStyles);
  const { findings, title, width, report, onFinding, below } = props;
  const more = useStyles2(LINE_BUTTON);
  const [open, setOpen] = useState(false);
  const count = counted(findings.length, msg('1 finding'), msg('{count} findings'));
  return (
    <div className={styles.line} data-testid="dualflame-finding">
      <Sentence texts={sentencesOf(findings)} around={shortestOf(findings)} width={width} />
      <Toggletip
        content={
          <div className={styles.all}>
            <FindingList
              findings={findings}
              onFinding={(finding) => {
                setOpen(false); // else the list stands over what it led to
                onFinding(finding);
              }}
            />
            {below?.(() => setOpen(false))}
          </div>
        }
        title={title}
        placement="bottom-end"
        show={open}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
      >
        <button type="button" className={more} aria-label={count} title={count} aria-expanded={open}>
          <Icon name={open ? 'angle-down' : 'angle-right'} size="sm" />
          {width >= WORDS ? count : findings.length}
        </button>
      </Toggletip>
      <CopyButton
        label={t('Copy the findings as Markdown')}
        text={() => asMarkdown({ title, findings, ...report() })}
      />
    </div>
  );
});

/** The first sentence, and shorter ones that begin alike: without what stands beside the first thing it says, and in a few words. */
function sentencesOf(findings: Finding[]): string[] {
  const [first] = leading(findings);
  const { text, short } = first?.or ?? first ?? {};
  return [...new Set([headline(findings), ...(text && short ? [text, short] : [])])];
}

/** The shortest sentence, where it names a function. */
function shortestOf(findings: Finding[]): ReturnType<typeof aroundMethod> {
  const [first] = leading(findings);
  return first?.place === undefined ? undefined : aroundMethod(first.short, first.place);
}

interface SentenceProps {
  texts: string[];
  /** The last text around the name that is not cut. */
  around: ReturnType<typeof shortestOf>;
  width: number;
}

/** The first of the texts that has room; where none has, the last one is cut, around the function that it names if there is one. */
function Sentence({ texts, around, width }: SentenceProps) {
  const styles = useStyles2(getStyles);
  const line = useRef<HTMLParagraphElement>(null);
  const key = JSON.stringify([texts, width]);
  const [fit, setFit] = useState({ key, form: 0 });
  const last = around ? texts.length : texts.length - 1;
  const form = fit.key === key ? Math.min(fit.form, last) : 0;
  useLayoutEffect(() => {
    const cut = line.current !== null && line.current.scrollWidth > line.current.clientWidth;
    if (cut && form < last) {
      setFit({ key, form: form + 1 });
    }
  }, [key, form, last]);
  return form === texts.length ? (
    <p className={cx(styles.sentence, styles.parts)} title={texts[0]}>
      <span className={styles.head}>{around!.head}</span>
      <span className={styles.method}>{around!.method}</span>
      <span className={styles.tail}>{around!.tail}</span>
    </p>
  ) : (
    <p ref={line} className={styles.sentence} title={texts[0]}>
      {texts[form]}
    </p>
  );
}

interface FindingListProps {
  findings: Finding[];
  onFinding(finding: Finding): void;
}

function FindingList({ findings, onFinding }: FindingListProps) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list} data-testid="dualflame-findings">
      {findings.map((finding) => (
        <li key={finding.text}>
          {finding.node === undefined ? (
            finding.text
          ) : (
            <button type="button" className={styles.finding} onClick={() => onFinding(finding)}>
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
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), height: ROWS.finding, flex: 'none' }),
  sentence: css({
    margin: 0,
    flex: '1 1 auto',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  // What follows the name gives way first, then what stands before it, down to its share; the name last of all.
  parts: css({ display: 'flex' }),
  head: css({ ...CUT, flexShrink: 1e6, minWidth: '3.7em' }),
  method: css({ ...CUT, flexShrink: 1 }),
  tail: css({ ...CUT, flexShrink: 1e12 }),
  // As a whole: what stands below the list would not be reached on a low screen. Grafana's frame around it takes 100 pixels.
  all: css({ maxWidth: 520, maxHeight: 'min(480px, calc(100vh - 120px))', overflowY: 'auto' }),
  list: css({ margin: 0, paddingLeft: theme.spacing(2) }),
  detail: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  finding: css({
    ...linkButton(theme),
    textAlign: 'left',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
  }),
});
