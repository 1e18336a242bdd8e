import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { shortName } from '../../flamegraph';
import { copyText } from '../ui/clipboard';
import { type FrameLink } from '../grafana/dataLinks';
import { type CallTree, nameOf } from '../../profile';
import { t } from '../grafana/translate';
import { useEver } from '../ui/useStable';

export interface BreadcrumbProps {
  tree: CallTree;
  root: number;
  /** Figures of the zoomed frame. */
  figures: string;
  links: FrameLink[];
  onZoom(node: number): void;
}

/** More callers than this are folded in the middle. */
const SHOWN = 4;

/** Breadcrumb back, the zoomed frame's figures, its data links, and its name to copy. Always there, so nothing moves. */
export const Breadcrumb = React.memo(function Breadcrumb({ tree, root, figures, links, onZoom }: BreadcrumbProps) {
  const styles = useStyles2(getStyles);
  const zoomed = useEver(root !== 0);
  const path: number[] = [];
  for (let node = root; node >= 0; node = tree.parent[node]) {
    path.unshift(node);
  }
  const crumbs = path.length > SHOWN + 1 ? [path[0], -1, ...path.slice(-SHOWN)] : path;
  return (
    <div className={styles.line} data-testid="dualflame-line">
      <nav className={styles.crumbs} aria-label={t('Zoomed call path')}>
        {crumbs.map((node, i) =>
          node < 0 ? (
            <span key="gap" className={styles.quiet} title={t('{count} callers', { count: path.length - SHOWN - 1 })}>
              … ›
            </span>
          ) : node === root ? (
            <span key={node} className={styles.current} title={nameOf(tree, node)} aria-current="true">
              {shortName(nameOf(tree, node))}
            </span>
          ) : (
            <React.Fragment key={node}>
              <button type="button" className={styles.crumb} title={nameOf(tree, node)} onClick={() => onZoom(node)}>
                {shortName(nameOf(tree, node))}
              </button>
              <span className={styles.quiet}>{i < crumbs.length - 1 ? '›' : ''}</span>
            </React.Fragment>
          )
        )}
      </nav>
      <span className={styles.figures}>{figures}</span>
      {root !== 0 &&
        links.map((link, i) => (
          <a key={i} className={styles.link} href={link.href} target={link.target} rel="noreferrer">
            {link.title}
          </a>
        ))}
      {(root !== 0 || zoomed) && (
        // Making an icon costs more than the rest of the line: it stays.
        <span className={root === 0 ? styles.hidden : styles.buttons}>
          <IconButton
            name="copy"
            size="sm"
            tooltip={t("Copy the frame's name")}
            onClick={() => void copyText(nameOf(tree, root))}
          />
          <IconButton name="times" size="sm" tooltip={t('Show all')} onClick={() => onZoom(0)} />
        </span>
      )}
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    height: 22,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  }),
  crumbs: css({ display: 'flex', alignItems: 'center', gap: 4, minWidth: 0, overflow: 'hidden', flex: '0 1 auto' }),
  crumb: css({
    background: 'none',
    border: 0,
    padding: 0,
    color: theme.colors.text.link,
    cursor: 'pointer',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    maxWidth: 180,
    minWidth: 18,
  }),
  current: css({ fontWeight: theme.typography.fontWeightMedium, overflow: 'hidden', textOverflow: 'ellipsis' }),
  quiet: css({ color: theme.colors.text.secondary }),
  figures: css({ color: theme.colors.text.secondary, flex: 'none', marginLeft: 'auto' }),
  buttons: css({ display: 'contents' }),
  hidden: css({ display: 'none' }),
  link: css({ color: theme.colors.text.link, flex: 'none' }),
});
