// A service whose waits are known by its own timers: one journal writer that once holds its lock for a long time, a pool of workers
// that take that lock briefly and often, readers of a slow disk, and more threads than CPUs that compute. What each waits is
// measured around the call and printed as JSON at the end: count, seconds and the longest, by function.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

using Clock = std::chrono::steady_clock;
static std::atomic<bool> running{true};
static std::mutex journal;

struct Timer {
  const char *name;
  std::mutex guard;
  long count = 0;
  double seconds = 0, longest = 0;
  void add(double s) {
    std::lock_guard<std::mutex> hold(guard);
    count++;
    seconds += s;
    longest = std::max(longest, s);
  }
};
static Timer commitTimer{"commitRecord"}, stallTimer{"awaitReplica"}, flushTimer{"flushSegment"};
static double cpuOf() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}
static std::mutex computeGuard;
static double computeWall = 0, computeCpu = 0;

static double since(Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); }
static void name(const char *base, int i) {
  char text[16];
  snprintf(text, sizeof text, "%s-%d", base, i);
  pthread_setname_np(pthread_self(), text);
}

// The C library keeps no frame pointers: whoever calls it is missing in a stack. These are what is missing.
__attribute__((noinline)) static void takeLock(std::mutex &mutex) { mutex.lock(); }
__attribute__((noinline)) static void rest(long us) { usleep(us); }
__attribute__((noinline)) static int toDisk(int fd) { return fsync(fd); }

/** Many short waits: each takes the lock for a millisecond. */
__attribute__((noinline)) void commitRecord() {
  auto from = Clock::now();
  takeLock(journal);
  commitTimer.add(since(from));
  rest(1000);
  journal.unlock();
}
/** Few long waits: a replica that answers once in a second. */
__attribute__((noinline)) void awaitReplica() {
  auto from = Clock::now();
  rest(400000);
  stallTimer.add(since(from));
}
/** The disk: uninterruptible. */
__attribute__((noinline)) void flushSegment(int fd) {
  static char block[1 << 16];
  if (pwrite(fd, block, sizeof block, 0) < 0) abort();
  auto from = Clock::now();
  if (toDisk(fd)) abort();
  flushTimer.add(since(from));
}
/** Ready to run, with twice as many threads as CPUs. */
__attribute__((noinline)) unsigned rankDocuments(unsigned x) {
  for (int i = 0; i < 20000000 && running; i++) x = x * 1664525u + 1013904223u;
  return x;
}

static void worker(int i) {
  name("worker", i);
  while (running) {
    commitRecord();
    rest(500);
  }
}
static void replica(int i) {
  name("replica", i);
  while (running) awaitReplica();
}
static void flusher(int i) {
  name("flusher", i);
  char path[64];
  snprintf(path, sizeof path, "segment-%d", i);
  int fd = open(path, O_CREAT | O_RDWR, 0600);
  while (running) {
    flushSegment(fd);
    rest(5000);
  }
  close(fd);
}
static void ranker(int i) {
  name("ranker", i);
  auto from = Clock::now();
  double cpu = cpuOf();
  volatile unsigned out = 1;
  while (running) out = rankDocuments(out);
  std::lock_guard<std::mutex> hold(computeGuard);
  computeWall += since(from);
  computeCpu += cpuOf() - cpu;
}

int main(int argc, char **argv) {
  std::vector<std::thread> all;
  for (int i = 0; i < 6; i++) all.emplace_back(worker, i + 1);
  all.emplace_back(replica, 1);
  all.emplace_back(flusher, 1);
  for (int i = 0; i < 4; i++) all.emplace_back(ranker, i + 1);
  rest(argc > 1 ? atoi(argv[1]) * 1000 : 1000000);
  running = false;
  for (auto &thread : all) thread.join();
  printf("{\n");
  for (Timer *t : {&commitTimer, &stallTimer, &flushTimer})
    printf("  \"%s\": { \"count\": %ld, \"seconds\": %.6f, \"longest\": %.6f },\n", t->name, t->count, t->seconds, t->longest);
  printf("  \"rankDocuments\": { \"wall\": %.6f, \"cpu\": %.6f }\n}\n", computeWall, computeCpu);
}
