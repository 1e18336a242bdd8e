import { css } from '@emotion/css';
import { Alert, Button, ErrorBoundary, useStyles2 } from '@grafana/ui';
import React, { useReducer } from 'react';
import pluginJson from '../../plugin.json';
import { copyText } from './clipboard';
import { t } from '../grafana/translate';

interface BoundaryProps {
  /** Reset key: another value of it clears the error. */
  data: unknown;
  /** What of the panel's input the report may tell: shapes and settings, no names and no values of the data. */
  describe(): string;
  children: React.ReactNode;
}

/** A fault of the panel stays in the panel: it says so, offers the report, and tries again with the next data. */
export function Boundary({ data, describe, children }: BoundaryProps) {
  const [attempt, tryAgain] = useReducer((attempts: number) => attempts + 1, 0);
  return (
    <ErrorBoundary dependencies={[data, attempt]}>
      {({ error }) => (error ? <Fault error={error} describe={describe} onAgain={tryAgain} /> : children)}
    </ErrorBoundary>
  );
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

const getStyles = () => ({ fault: css({ overflow: 'auto', height: '100%' }) });
