// A service whose container has half a CPU: four workers render (CPU), then wait for a backend (sleep). What each did is known by its own
// clocks: the time of the clock and of the CPU in render(), in which nothing blocks, and the time in the backend call.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WORKERS = 4 };
static double until;
static struct sums {
  long requests;
  double render, cpu, backend, longest;
} sums[WORKERS];

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static volatile unsigned long sink;

// 10 ms of CPU time, whatever the clock says.
__attribute__((noinline)) void render_page(struct sums *own) {
  double start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID);
  double used;
  do {
    for (int i = 0; i < 300000; i++) sink = sink * 31 + i;
    used = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
  } while (used < 0.010);
  double took = now(CLOCK_MONOTONIC) - start;
  own->render += took;
  own->cpu += used;
  if (took > own->longest) own->longest = took;
}

__attribute__((noinline)) void call_backend(struct sums *own) {
  double start = now(CLOCK_MONOTONIC);
  nanosleep(&(struct timespec){0, 50000000}, NULL);
  own->backend += now(CLOCK_MONOTONIC) - start;
}

__attribute__((noinline)) void handle_request(struct sums *own) {
  render_page(own);
  call_backend(own);
  own->requests++;
}

static void *worker(void *own) {
  char name[16];
  snprintf(name, sizeof name, "worker-%d", (int)((struct sums *)own - sums));
  pthread_setname_np(pthread_self(), name);
  while (now(CLOCK_MONOTONIC) < until) handle_request(own);
  return NULL;
}

int main(int argc, char **argv) {
  pthread_t threads[WORKERS];
  until = now(CLOCK_MONOTONIC) + (argc > 1 ? atof(argv[1]) : 10);
  for (int i = 0; i < WORKERS; i++) pthread_create(&threads[i], NULL, worker, &sums[i]);
  printf("[");
  for (int i = 0; i < WORKERS; i++) {
    pthread_join(threads[i], NULL);
    printf("%s\n {\"thread\": \"worker-%d\", \"requests\": %ld, \"render\": %.4f, \"cpu\": %.4f, \"longest\": %.4f, \"backend\": %.4f}", i ? "," : "",
           i, sums[i].requests, sums[i].render, sums[i].cpu, sums[i].longest, sums[i].backend);
  }
  printf("\n]\n");
  return 0;
}
