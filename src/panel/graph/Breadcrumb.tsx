import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Dropdown, IconButton, Menu, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type CssPixels } from '../../flamegraph';
import { type CallTree, nameOf, shortenTo, shortName, totalOf } from '../../profile';
import { type FrameLink } from '../grafana/dataLinks';
import { counted, msg, t } from '../grafana/translate';
import { type GraphModel } from '../model/graphModel';
import { copyText } from '../ui/clipboard';
import { percent } from '../ui/format';
import { ROWS } from '../ui/panelLayout';
import { linkButton } from '../ui/linkStyles';

export interface BreadcrumbProps {
  /** The graphs on screen: the zoomed frame's figures in each. */
  models: GraphModel[];
  /** The zoomed frame; the line is there only while one is. */
  root: number;
  width: CssPixels;
  links: FrameLink[];
  onZoom(node: number): void;
}

/** Mean width of a character of small text in pixels, rather more than less. */
const CHARACTER = 7;
/** Characters of a caller, of the separator after it, and of both buttons. */
const MAX_CALLER = 24;
const SEPARATOR = 2;
const BUTTONS = 8;
/** Nearest of the callers that have no room. */
const MAX_MENU = 40;

/**
 * The call path of the zoomed frame, its figures at the end, its data links, its name to copy, and a way back. Where room is scarce
 * the outer callers go first, into a menu; the frame itself and its share always stay.
 */
export const Breadcrumb = React.memo(function Breadcrumb({ models, root, width, links, onZoom }: BreadcrumbProps) {
  const styles = useStyles2(getStyles);
  const { tree } = models[0].paired;
  const name = nameOf(tree, root);
  const figures = models.map((model) => figuresOf(model, root, models.length > 1)).join(' | ');
  const free = Math.floor(width / CHARACTER) - figures.length - SEPARATOR - BUTTONS;
  // Where they would leave no room for the frame, links are in its menu only.
  const withLinks = links.reduce((left, { title }) => left - title.length - SEPARATOR, free);
  const linked = withLinks >= MAX_CALLER;
  const room = linked ? withLinks : free;
  const current = shortenTo(shortName(name), Math.max(room, MAX_CALLER / 2)) || name;
  const { outer, hidden, near } = crumbsOf(tree, root, room - current.length);
  const crumb = (node: number) => (
    <React.Fragment key={node}>
      <button type="button" className={styles.crumb} title={nameOf(tree, node)} onClick={() => onZoom(node)}>
        {callerName(tree, node)}
      </button>
      <span className={styles.quiet}>›</span>
    </React.Fragment>
  );
  const menu = () => (
    <Menu>
      {hidden.slice(-MAX_MENU).map((node) => (
        <Menu.Item key={node} label={shortenTo(shortName(nameOf(tree, node)), 80)} onClick={() => onZoom(node)} />
      ))}
    </Menu>
  );
  return (
    <div className={styles.line} data-testid="dualflame-line">
      <nav className={styles.crumbs} aria-label={t('Zoomed call path')}>
        {outer.map(crumb)}
        {hidden.length > 0 && (
          <>
            <Dropdown overlay={menu} placement="bottom-start">
              <button
                type="button"
                className={styles.more}
                aria-label={counted(hidden.length, msg('1 caller'), msg('{count} callers'))}
              >
                …
              </button>
            </Dropdown>
            <span className={styles.quiet}>›</span>
          </>
        )}
        {near.map(crumb)}
        <span className={styles.current} title={name} aria-current="true">
          {current}
        </span>
      </nav>
      <span className={styles.figures}>{figures}</span>
      {linked &&
        links.map((link, i) => (
          <a key={i} className={styles.link} href={link.href} target={link.target} rel="noreferrer">
            {link.title}
          </a>
        ))}
      <IconButton name="copy" size="sm" tooltip={t("Copy the frame's name")} onClick={() => void copyText(name)} />
      <IconButton name="times" size="sm" tooltip={t('Show all')} onClick={() => onZoom(0)} />
    </div>
  );
});

const callerName = (tree: CallTree, node: number) =>
  node === 0 ? t('all') : shortenTo(shortName(nameOf(tree, node)), MAX_CALLER);

/** "2.28 min · 38.1 %", of callers and callees, too, a share of all. */
const figuresOf = ({ paired, weights, format, whole, title }: GraphModel, node: number, titled: boolean): string => {
  const value = totalOf(paired.tree, weights, node);
  return `${titled ? `${title} ` : ''}${format(value)} · ${percent(value / whole)}`;
};

interface Crumbs {
  /** The root, where it has room. */
  outer: number[];
  hidden: number[];
  near: number[];
}

/** Which callers of a frame have room in so many characters: all of the time, then the nearest ones; each list outermost first. */
export function crumbsOf(tree: CallTree, frame: number, room: number): Crumbs {
  const callers: number[] = [];
  for (let node = tree.parent[frame]; node >= 0; node = tree.parent[node]) {
    callers.push(node);
  }
  callers.reverse();
  const lengthOf = (node: number) => callerName(tree, node).length + SEPARATOR;
  const outer = callers.length > 0 && lengthOf(callers[0]) <= room ? callers.slice(0, 1) : [];
  let left = room - (outer.length ? lengthOf(callers[0]) : 0);
  let first = callers.length;
  while (first > outer.length) {
    const length = lengthOf(callers[first - 1]);
    // Room for the menu of those that are left.
    if (length + (first - 1 > outer.length ? 1 + SEPARATOR : 0) > left) {
      break;
    }
    left -= length;
    first--;
  }
  return { outer, hidden: callers.slice(outer.length, first), near: callers.slice(first) };
}

const getStyles = (theme: GrafanaTheme2) => {
  const button = linkButton(theme);
  return {
    line: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      height: ROWS.breadcrumb,
      fontSize: theme.typography.bodySmall.fontSize,
      whiteSpace: 'nowrap',
      overflow: 'hidden',
    }),
    crumbs: css({ display: 'flex', alignItems: 'center', gap: 4, minWidth: 0, overflow: 'hidden', flex: '0 1 auto' }),
    crumb: css({ ...button, flex: 'none' }),
    more: css({ ...button, flex: 'none', minWidth: 16, '&:hover': { textDecoration: 'underline' } }),
    current: css({ fontWeight: theme.typography.fontWeightBold, overflow: 'hidden', textOverflow: 'ellipsis' }),
    quiet: css({ color: theme.colors.text.secondary, flex: 'none' }),
    figures: css({ color: theme.colors.text.secondary, flex: 'none' }),
    link: css({ color: theme.colors.text.link, flex: 'none' }),
  };
};
