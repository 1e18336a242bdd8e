import { createDataFrame, type DataFrame, type DataQuery, type DataQueryRequest, FieldType } from '@grafana/data';
import { BackendDataSource } from './backend';

interface FileQuery extends DataQuery {
  file?: string;
}

/** Answers with a file of testdata in one cell, base64, as SQL and Infinity hand over binary columns. */
export class RecordedFiles extends BackendDataSource<FileQuery> {
  constructor() {
    super('dualflame-files', 'files');
  }

  protected async answer({ targets }: DataQueryRequest<FileQuery>): Promise<DataFrame[]> {
    return Promise.all(
      targets.map(async ({ refId, file = '' }) => {
        const bytes = new Uint8Array(await (await fetch(`/files/${file}`)).arrayBuffer());
        const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
        return createDataFrame({ refId, fields: [{ name: 'profile', type: FieldType.string, values: [text] }] });
      })
    );
  }
}
