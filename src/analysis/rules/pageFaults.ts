import { message } from '../../profile/message';
import { CATEGORIES } from '../waits';
import { waitRule } from './rule';

/** arch/x86/mm/fault.c, mm/memory.c, mm/filemap.c; el0_da: arm64's data abort. */
const CALLS =
  /^(?:asm_)?exc_page_fault|^do_user_addr_fault|^handle_mm_fault|^filemap_fault|^do_swap_page|^do_(?:page|mem)_(?:fault|abort)|^el0_da|^__do_fault|^swapin_readahead/;

/** Memory that is not there yet: a mapped file is read, or memory comes back from swap. */
export const pageFaults = waitRule({
  id: 'page-faults',
  calls: CALLS,
  categories: [CATEGORIES.indexOf('disk'), CATEGORIES.indexOf('unknown-wait'), CATEGORIES.indexOf('lock')],
  from: 0.05,
  plain: true,
  what: message('waits for memory to be read from the disk (page faults)'),
  isNot: message(
    'No read call is in the stack: an access to memory waits, so I/O metrics of the program do not count it.'
  ),
  next: message(
    'Look at major faults (node_vmstat_pgmajfault, pidstat -r) and at the size of the mapped data against free memory.'
  ),
});
