import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, type ButtonProps, useStyles2 } from '@grafana/ui';
import React from 'react';

/** Height of every control, in CSS pixels. */
export const CONTROL = 24;

/** A button of the row that shows an icon only; `label` is its name and its tooltip. */
export const IconControl = React.memo(
  React.forwardRef<
    HTMLButtonElement,
    Pick<ButtonProps, 'icon' | 'onClick' | 'disabled' | 'aria-pressed'> & {
      label: string;
      active?: boolean;
      'data-testid'?: string;
    }
  >(function IconControl({ label, active, ...props }, ref) {
    const styles = useStyles2(getStyles);
    return (
      <Button
        {...props}
        ref={ref}
        size="sm"
        fill="text"
        variant={active ? 'primary' : 'secondary'}
        className={styles.icon}
        aria-label={label}
        tooltip={label}
      />
    );
  })
);

const getStyles = (theme: GrafanaTheme2) => ({
  icon: css({
    width: CONTROL,
    height: CONTROL,
    padding: 0,
    justifyContent: 'center',
    color: theme.colors.text.primary,
  }),
});
