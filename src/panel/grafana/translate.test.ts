import i18next from 'i18next';
import { grafanaTexts, keyOf, language, t, translationsAreLoaded } from './translate';

const PLUGIN = 'a-plugin-panel';

beforeAll(async () => {
  const texts = { [keyOf('Hide idle stacks: {count}')]: 'Ruhende Stapel verbergen: {count}', [keyOf('Empty')]: '' };
  await i18next.init({
    lng: 'de-DE',
    fallbackLng: 'en-US',
    returnEmptyString: false,
    resources: { 'de-DE': { [PLUGIN]: texts, another: { [keyOf('Flame')]: 'Falsch' } } },
  });
});
afterEach(() => translationsAreLoaded());

test('texts are looked up in what Grafana has read for this plugin, from then on', () => {
  expect(t('Hide idle stacks: {count}', { count: 1.5 })).toBe('Hide idle stacks: 1.5');
  translationsAreLoaded(...grafanaTexts(PLUGIN));
  expect(language()).toBe('de-DE');
  expect(t('Hide idle stacks: {count}', { count: 1.5 })).toBe('Ruhende Stapel verbergen: 1,5');
});

test('what the language lacks is English, also where another plugin has it', () => {
  translationsAreLoaded(...grafanaTexts(PLUGIN));
  expect(t('Flame')).toBe('Flame');
  expect(t('Empty')).toBe('Empty');
  expect(t('Names of {frame}', { frame: '$t(empty) {frame}' })).toBe('Names of $t(empty) {frame}');
});

test('without texts of its own it speaks English and writes figures as the viewer does', () => {
  translationsAreLoaded('de-DE');
  expect(t('{count} rows', { count: 2.5 })).toBe('2,5 rows');
});
