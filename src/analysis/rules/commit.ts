import { CATEGORIES } from '../waits';
import { message } from '../../profile/message';
import { waitRule } from './rule';

/** Calls that return when data is on the disk: fsync(2) and its way through ext4, XFS, btrfs; runtimes' wrappers; SQLite's and other journals; JDBC's commit of a database in the same process. */
const CALLS =
  /^(?:__|__GI_+|libc_)?(?:fsync|fdatasync|sync_file_range|msync)\b|(?:^|_)sys_(?:fsync|fdatasync|msync)|do_fsync|vfs_fsync_range|(?:ext4|xfs|btrfs)_\w*(?:fsync|sync_file|log_force|sync_log)\w*|jbd2_(?:log_wait_commit|complete_transaction)|^os\.\(\*File\)\.Sync|internal\/poll\.\(\*FD\)\.Fsync|syscall\.(?:Fsync|Fdatasync)|sun[./]nio[./]ch[./]\w*FileChannelImpl\.force|FileDispatcherImpl\.force0|FileDescriptor\.sync|posix_fsync|os_fsync|fs\.f(?:data)?syncSync|std::fs::File::sync_(?:all|data)|FlushFileBuffers|sqlite3(?:PagerCommit\w*|OsSync|BtreeCommit\w*)|[./]\w*Connection\w*\.commit$/;

/** The commit of a database behind a network waits for its answer, whatever that does. */
const REMOTE = new Set([CATEGORIES.indexOf('network'), CATEGORIES.indexOf('poll')]);

/** Waits for a commit to reach the disk. */
export const commit = waitRule({
  id: 'commit',
  calls: CALLS,
  from: 0.05,
  unless: (_, { category }) => REMOTE.has(category!),
  what: message('waits until its data is on the disk'),
  isNot: message('It is not the amount of data: each commit waits for the disk’s own latency.'),
  next: message('Commit several writes together (batch, group commit), or look at the disk’s flush latency.'),
});
