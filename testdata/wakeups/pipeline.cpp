// A program whose elapsed time is known by its own timers, phase by phase: one thread builds an index alone, four rank its parts at once,
// then nobody runs until a replica has answered the writer that main waits for. Prints seconds of the clock of each phase, and how long
// main waited for the writer, the writer for the replica, and the replica slept.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>
#include <vector>

using Clock = std::chrono::steady_clock;
static double since(Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); }

// The C library keeps no frame pointers: whoever calls it is missing in a stack. These are what is missing.
__attribute__((noinline)) static void rest(long us) { usleep(us); }
__attribute__((noinline)) static long futex(std::atomic<int> *word, int operation, int value) {
  return syscall(SYS_futex, word, operation, value, nullptr, nullptr, 0);
}

/** A number of things that are ready; part of whoever calls it. */
struct Gate {
  std::atomic<int> count{0};
  __attribute__((always_inline)) inline void take(int wanted) {
    for (int ready = count; ready < wanted; ready = count) futex(&count, FUTEX_WAIT_PRIVATE, ready);
    count -= wanted;
  }
  __attribute__((always_inline)) inline void give() {
    count++;
    futex(&count, FUTEX_WAKE_PRIVATE, 1);
  }
};

static Gate parts, ranked, commits, committed, copies, copied;
static std::atomic<bool> running{true};
static double forReplica = 0, asleep = 0;
static volatile unsigned sink = 1;

__attribute__((always_inline)) static inline void compute(int rounds) {
  unsigned x = sink;
  for (int i = 0; i < rounds; i++) x = x * 1664525u + 1013904223u;
  sink = x;
}
__attribute__((noinline)) void buildIndex() { compute(30000000); }
__attribute__((noinline)) void rankPart() {
  compute(15000000);
  ranked.give();
}
__attribute__((noinline)) void acknowledge() {
  auto from = Clock::now();
  rest(40000);
  asleep += since(from);
  copied.give();
}
__attribute__((noinline)) void flushSegment() {
  auto from = Clock::now();
  copies.give();
  copied.take(1);
  forReplica += since(from);
  committed.give();
}
__attribute__((noinline)) void commitIndex() {
  commits.give();
  committed.take(1);
}
__attribute__((noinline)) void joinParts() { ranked.take(4); }

static void loop(const char *name, Gate &work, void (*step)()) {
  pthread_setname_np(pthread_self(), name);
  for (work.take(1); running; work.take(1)) step();
}

int main(int argc, char **argv) {
  std::vector<std::thread> all;
  static const char *names[] = {"ranker-1", "ranker-2", "ranker-3", "ranker-4"};
  for (const char *name : names) {
    all.emplace_back([name] { loop(name, parts, rankPart); });
  }
  all.emplace_back([] { loop("writer-1", commits, flushSegment); });
  all.emplace_back([] { loop("replica-1", copies, acknowledge); });
  double build = 0, rank = 0, commit = 0;
  for (int round = argc > 1 ? atoi(argv[1]) : 6; round > 0; round--) {
    auto from = Clock::now();
    buildIndex();
    build += since(from);
    from = Clock::now();
    for (int i = 0; i < 4; i++) parts.give();
    joinParts();
    rank += since(from);
    from = Clock::now();
    commitIndex();
    commit += since(from);
  }
  printf("{\n  \"elapsed\": { \"buildIndex\": %.6f, \"rankPart\": %.6f, \"commitIndex\": %.6f },\n", build, rank, commit);
  printf("  \"waited\": { \"commitIndex\": %.6f, \"flushSegment\": %.6f, \"acknowledge\": %.6f }\n}\n", commit, forReplica, asleep);
  running = false;
  for (int i = 0; i < 4; i++) parts.give();
  commits.give();
  copies.give();
  for (auto &thread : all) thread.join();
}
