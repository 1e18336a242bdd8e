import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, useStyles2 } from '@grafana/ui';
import React from 'react';
import pluginJson from '../../plugin.json';
import { copyText } from './clipboard';
import { t } from '../grafana/translate';

interface BoundaryProps {
  /** What is tried again with: another value of it is a new chance. */
  data: unknown;
  /** What of the panel's input the report may tell: shapes and settings, no names and no values of the data. */
  describe(): string;
  children: React.ReactNode;
}

/** A fault of the panel stays in the panel: it says so, offers the report, and tries again with the next data. */
export class Boundary extends React.Component<BoundaryProps, { error?: Error; data?: unknown }> {
  state: { error?: Error; data?: unknown } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  static getDerivedStateFromProps({ data }: BoundaryProps, state: { error?: Error; data?: unknown }) {
    return data === state.data ? null : { data, error: undefined };
  }

  render() {
    const { error } = this.state;
    return error ? (
      <Fault error={error} describe={this.props.describe} onAgain={() => this.setState({ error: undefined })} />
    ) : (
      this.props.children
    );
  }
}

function Fault({ error, describe, onAgain }: { error: Error; describe(): string; onAgain(): void }) {
  const styles = useStyles2(getStyles);
  const report = () =>
    [
      `Dual Flame ${pluginJson.info.version}: ${error.message}`,
      error.stack ?? '',
      describe(),
      navigator.userAgent,
    ].join('\n\n');
  return (
    <div className={styles.fault} data-testid="dualflame-fault">
      <Alert title={t('The panel has a fault and cannot draw this data.')} severity="error">
        <p>{error.message}</p>
        <Button size="sm" onClick={onAgain}>
          {t('Try again')}
        </Button>{' '}
        <Button size="sm" variant="secondary" icon="copy" onClick={() => void copyText(report())}>
          {t('Copy a report')}
        </Button>
      </Alert>
    </div>
  );
}

const getStyles = (_: GrafanaTheme2) => ({ fault: css({ overflow: 'auto', height: '100%' }) });
