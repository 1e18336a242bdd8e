import { type DataQueryError } from '@grafana/data';
import { t } from './translate';

/** What a data source says of its failure. */
export const wordsOf = ({ message, data, statusText }: DataQueryError): string =>
  [message, data?.message, data?.error, statusText].find(Boolean) ?? t('The query failed.');
