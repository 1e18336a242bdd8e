import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { LoadingBar, Toggletip, useStyles2 } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import { t } from '../grafana/translate';
import { type FirstStepsProps } from './FirstSteps';
import { bannerLink } from '../ui/linkStyles';

/** A panel that draws never shows the steps: their code is fetched where they are. Where it cannot be, the words stay. */
const FirstSteps = lazy(() =>
  import(/* webpackChunkName: "start" */ './FirstSteps').catch(() => ({ default: WithoutSteps }))
);

const WithoutSteps = () => (
  <>{t('Choose a profile type of CPU time and, in a second query, one of wall or off-CPU time; then press Refresh.')}</>
);

/** In the place of the graph. */
export const Start = (props: FirstStepsProps & { width: number }) => (
  <Suspense fallback={<LoadingBar width={props.width} />}>
    <FirstSteps {...props} />
  </Suspense>
);

/** Beside the sentence that only CPU time is known: how the waits come in. */
export function HowToSeeWaits(props: FirstStepsProps) {
  const className = useStyles2(getStyles);
  return (
    <Toggletip
      title={t('How to see waits')}
      content={
        <Suspense fallback="…">
          <FirstSteps {...props} />
        </Suspense>
      }
      placement="bottom-end"
    >
      <button type="button" className={className} data-testid="dualflame-how-to-see-waits">
        {t('How to see waits')}
      </button>
    </Toggletip>
  );
}

const getStyles = (theme: GrafanaTheme2) => css(bannerLink(theme));
