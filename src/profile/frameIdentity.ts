import { type FrameInfo } from './profile';

/**
 * Frame identity, written down once: two frames are the same function when name and module are equal, and of a script the
 * file's name in its folder, because there a name is one of its file: `get` of queue.py is none of app/views.py. Else file and
 * line may be known to one profiler and not to the other; the first one seen is kept for display.
 */
export const frameIdentity = ({ name, module = '', file = '', standsFor }: FrameInfo) => {
  if (standsFor !== undefined) {
    return `\0\0${standsFor === 'label' ? '' : `${standsFor.library}\0`}\0${name}`;
  }
  const place = placeOf(file);
  return place || module ? `${module}\0${name}${place && `\0${place}`}` : name;
};

/** The last folder and the name of a script; the folders above differ from one installation to the next. */
export const placeOf = (file: string): string =>
  /\.(?:pyx?|rb|php|[cm]?[jt]sx?)$/.test(file.slice(-6)) ? file.slice(-512).split(/[/\\]/).slice(-2).join('/') : '';

/** Whose frames a bar stands for (empty: of nobody known); undefined for a frame of the profile. */
export const foldedLibrary = ({ standsFor }: FrameInfo): string | undefined =>
  typeof standsFor === 'object' ? standsFor.library : undefined;
