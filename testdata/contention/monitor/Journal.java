import java.util.*;

/**
 * A journal behind one monitor: committers append to it, a flusher holds the monitor while the replica acknowledges, a reporter while it sums up.
 * Prints, by its own timers, how long committers stood in line while whom held the monitor. `java Journal SECONDS`
 */
public class Journal {
  record Hold(String who, long from, long to) {}

  private final Deque<Hold> holds = new ArrayDeque<>(); // the last ones, under the monitor
  private final List<String> pending = new ArrayList<>();
  final Map<String, Long> truth = new TreeMap<>(), lines = new TreeMap<>();
  static volatile long sink;

  /** Books the time in line of a function, by who held the monitor meanwhile. Under the monitor. */
  private long entered(String function, long since) {
    long now = System.nanoTime();
    lines.merge(function, now - since, Long::sum);
    if (function.equals("commit")) {
      for (Hold hold : holds) truth.merge(hold.who, Math.max(0, hold.to - Math.max(hold.from, since)), Long::sum);
    }
    return now;
  }

  private void left(String function, long from) {
    holds.addLast(new Hold(function, from, System.nanoTime()));
    if (holds.size() > 256) holds.removeFirst();
  }

  void commit(int record) {
    long since = System.nanoTime();
    synchronized (this) {
      long from = entered("commit", since);
      pending.add(encode(record));
      left("commit", from);
    }
  }

  static String encode(int record) {
    compute(2_000_000);
    return "record " + record;
  }

  void flush() throws InterruptedException {
    long since = System.nanoTime();
    synchronized (this) {
      long from = entered("flush", since);
      awaitReplica();
      pending.clear();
      left("flush", from);
    }
  }

  // Who told the auditor, by its own clock: seconds waited.
  private final Object bell = new Object();
  private String rung;
  final Map<String, Long> told = new TreeMap<>();

  void ring(String who) {
    synchronized (bell) {
      rung = who;
      bell.notify();
    }
  }

  void audit() throws InterruptedException {
    synchronized (bell) {
      long since = System.nanoTime();
      rung = null;
      while (rung == null) bell.wait(2_000);
      told.merge(rung, System.nanoTime() - since, Long::sum);
    }
  }

  static void awaitReplica() throws InterruptedException { Thread.sleep(60); }

  void report() {
    long since = System.nanoTime();
    synchronized (this) {
      long from = entered("report", since);
      sumUp();
      left("report", from);
    }
  }

  static void sumUp() { compute(30_000_000); }

  static void compute(long nanos) {
    long end = System.nanoTime() + nanos, x = 1;
    while (System.nanoTime() < end) for (int i = 0; i < 10_000; i++) x = x * 6364136223846793005L + 1;
    sink = x;
  }

  interface Body { void run() throws Exception; }

  static void repeat(String name, long end, List<Thread> threads, Body body) {
    Thread thread = new Thread(() -> {
      try {
        while (System.nanoTime() < end) body.run();
      } catch (Exception e) {
        throw new RuntimeException(e);
      }
    }, name);
    thread.start();
    threads.add(thread);
  }

  public static void main(String[] args) throws Exception {
    Journal journal = new Journal();
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int worker = i;
      repeat("committer-" + i, end, threads, () -> { journal.commit(worker); Thread.sleep(5); });
    }
    repeat("flusher", end, threads, () -> { journal.flush(); journal.ring("flusher"); Thread.sleep(40); });
    repeat("reporter", end, threads, () -> { journal.report(); journal.ring("reporter"); Thread.sleep(100); });
    repeat("auditor", end, threads, journal::audit);
    for (Thread thread : threads) thread.join();
    System.out.printf("{\"in_line_s\": %s, \"committers_in_line_while_held_by_s\": %s, \"auditor_told_by_s\": %s}%n", json(journal.lines), json(journal.truth), json(journal.told));
  }

  static String json(Map<String, Long> nanos) {
    StringJoiner out = new StringJoiner(", ", "{", "}");
    nanos.forEach((name, sum) -> out.add(String.format(Locale.ROOT, "\"%s\": %.4f", name, sum / 1e9)));
    return out.toString();
  }
}
