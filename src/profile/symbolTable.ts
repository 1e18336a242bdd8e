import { frameIdentity } from './frameIdentity';
import { type FrameIndex, type FrameInfo, type Profile, type SymbolIndex } from './profile';
import { StringTable } from './stringTable';

/** Functions by their identity. */
export class SymbolTable {
  readonly list: FrameInfo[] = [];
  private readonly identities = new StringTable();

  intern(info: FrameInfo): SymbolIndex {
    const { list } = this;
    const id = this.identities.intern(frameIdentity(info));
    if (id === list.length) {
      list.push(info);
    } else if (!list[id].file) {
      list[id].file = info.file;
      list[id].line = info.line;
    }
    list[id].distribution ??= info.distribution;
    return id;
  }
}

export const frameOf = ({ frames, strings, distributions }: Profile, frame: FrameIndex): FrameInfo => ({
  name: strings[frames.name[frame]],
  module: strings[frames.module[frame]],
  file: strings[frames.file[frame]],
  line: frames.line[frame],
  distribution: distributions.get(frame),
  standsFor: frame >= (frames.firstLabel ?? Infinity) ? 'label' : undefined,
});
