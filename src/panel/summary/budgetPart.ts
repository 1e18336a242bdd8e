import { type ComponentType } from 'react';
import { Part } from '../../profile';
import { type RequestBudgetProps } from './RequestBudget';

/** It is asked for by those who open the findings, of a panel that knows a rate of requests. */
export const budgetPart = new Part<ComponentType<RequestBudgetProps>>(
  async () => (await import(/* webpackChunkName: "budget" */ './RequestBudget')).RequestBudget
);
