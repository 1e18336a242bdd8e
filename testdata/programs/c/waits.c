// One thread a kind of wait, for perf: sleep, mutex, pipe, poll, and one that computes in an inlined function.
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int pipes[2];
static volatile int running = 1;

static inline __attribute__((always_inline)) unsigned mix(unsigned x) {
  for (int i = 0; i < 2000; i++) x = x * 1664525u + 1013904223u;
  return x;
}
static void nap(long ms) { nanosleep(&(struct timespec){0, ms * 1000000}, NULL); }

static void *sleeper(void *arg) { while (running) nap(10); return arg; }
static void *holder(void *arg) {
  while (running) { pthread_mutex_lock(&mutex); nap(8); pthread_mutex_unlock(&mutex); nap(1); }
  return arg;
}
static void *locker(void *arg) {
  while (running) { pthread_mutex_lock(&mutex); pthread_mutex_unlock(&mutex); nap(1); }
  return arg;
}
static void *reader(void *arg) { char c; while (running && read(pipes[0], &c, 1) == 1) {} return arg; }
static void *writer(void *arg) { while (running) { nap(5); if (write(pipes[1], "x", 1) != 1) break; } return arg; }
static void *poller(void *arg) {
  struct pollfd fd = {-1, 0, 0};
  while (running) poll(&fd, 1, 7);
  return arg;
}
static void *computer(void *arg) { unsigned x = 1; while (running) x = mix(x); *(unsigned *)arg = x; return arg; }

int main(int argc, char **argv) {
  void *(*all[])(void *) = {sleeper, holder, locker, reader, writer, poller, computer};
  pthread_t threads[7];
  unsigned out;
  if (pipe(pipes)) return 1;
  for (int i = 0; i < 7; i++) pthread_create(&threads[i], NULL, all[i], &out);
  sleep(argc > 1 ? atoi(argv[1]) : 2);
  running = 0;
  printf("%u\n", out & 1);
  return 0;
}
