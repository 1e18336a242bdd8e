import { type DataFrame, FieldType } from '@grafana/data';
import { isExemplar } from './exemplars';
import { t } from './translate';

/** An annotation of the dashboard, or a state of an alert. Times in ms. */
export interface Annotation {
  time: number;
  /** Where it lasts. */
  end?: number;
  color: string;
  text: string;
}

const LONGEST_TEXT = 300;

/** The dashboard's annotations and alert states, as Grafana hands them to panels. */
export function annotationsOf(all: DataFrame[] = []): Annotation[] {
  const frames = all.filter((frame) => !isExemplar(frame));
  return frames.flatMap((frame): Annotation[] => {
    const field = (name: string) => frame.fields.find((f) => f.name === name);
    const time = field('time') ?? frame.fields.find((f) => f.type === FieldType.time);
    if (!time) {
      return [];
    }
    return Array.from({ length: frame.length }, (_, i): Annotation => {
      const end = Number(field('timeEnd')?.values[i]);
      const start = Number(time.values[i]);
      const said = ['title', 'text', 'newState'].map((name) => field(name)?.values[i]).find(Boolean);
      return {
        time: start,
        end: end > start ? end : undefined,
        color: String(field('color')?.values[i] ?? '#8ab8ff'),
        text: String(said ?? t('annotation')).slice(0, LONGEST_TEXT),
      };
    }).filter(({ time: at }) => Number.isFinite(at));
  });
}
