import { copyText } from './clipboard';

const execCommand = jest.fn();
let selected = '';

beforeEach(() => {
  selected = '';
  execCommand.mockReset().mockImplementation(() => {
    selected = (document.activeElement as HTMLTextAreaElement).value;
    return true;
  });
  // jsdom has neither.
  Object.assign(document, { execCommand });
});
afterEach(() => Object.assign(navigator, { clipboard: undefined }));

const withClipboard = (writeText: (text: string) => Promise<void>) =>
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true, writable: true });

it('uses the clipboard where there is one', async () => {
  const writeText = jest.fn().mockResolvedValue(undefined);
  withClipboard(writeText);
  expect(await copyText('finding')).toBe(true);
  expect(writeText).toHaveBeenCalledWith('finding');
  expect(execCommand).not.toHaveBeenCalled();
});

it.each([
  ['there is none, as without TLS', undefined],
  ['the page may not write to it', () => Promise.reject(new Error('NotAllowedError'))],
])('copies the old way where %s, and gives the focus back', async (_, writeText) => {
  if (writeText) {
    withClipboard(writeText);
  }
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  expect(await copyText('finding')).toBe(true);
  expect(selected).toBe('finding');
  expect(document.activeElement).toBe(button);
  expect(document.querySelector('textarea')).toBeNull();
});

it('says where nothing could be copied', async () => {
  execCommand.mockReturnValue(false);
  expect(await copyText('finding')).toBe(false);
});
