import { type StackTree } from './callTree';
import { LinkedStacks } from './linkedStacks';
import { roomFor } from './pairIndex';
import { type FrameInfo, type NodeIndex, type SymbolIndex } from './profile';
import { SymbolTable } from './symbolTable';

/** A tree to which stacks are added one after another: nodes keep their numbers, and stand in the order in which they came. */
export class GrowingTree implements StackTree {
  level = new Int32Array(1);
  private readonly functions = new SymbolTable();
  private readonly nodes = new LinkedStacks();

  constructor() {
    this.nodes.append(-1, -1);
  }

  get length(): number {
    return this.nodes.size;
  }

  get parent(): Int32Array {
    return this.nodes.prefix;
  }

  get symbol(): Int32Array {
    return this.nodes.frame;
  }

  get symbols(): FrameInfo[] {
    return this.functions.list;
  }

  symbolOf(info: FrameInfo): SymbolIndex {
    return this.functions.intern(info);
  }

  /** The node of what `caller` calls. */
  callee(caller: NodeIndex, symbol: SymbolIndex): NodeIndex {
    const { nodes } = this;
    const known = nodes.size;
    const node = nodes.add(caller, symbol);
    if (node === known) {
      this.level = roomFor(this.level, known + 1);
      this.level[node] = this.level[caller] + 1;
    }
    return node;
  }
}
