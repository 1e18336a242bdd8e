// Two mutexes: `hot` is held for 5 ms by flush and for 1 ms by commit, `cold` for 1 ms by report. Prints who held which lock, and who waited for it, by its own clock.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t hot = PTHREAD_MUTEX_INITIALIZER, cold = PTHREAD_MUTEX_INITIALIZER;
static double until;
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}
static double waited[3], held[3];

// The caller of a function without a frame pointer (libc) is missing in stacks that are walked by frame pointers: here it is these two.
__attribute__((noinline)) static void take(pthread_mutex_t *lock) { pthread_mutex_lock(lock); __asm__ volatile("" ::: "memory"); }
__attribute__((noinline)) static void give(pthread_mutex_t *lock) { pthread_mutex_unlock(lock); __asm__ volatile("" ::: "memory"); }

#define HOLD(name, index, lock, micros, pause)                     \
  __attribute__((noinline)) void name(void) {                      \
    double start = now();                                          \
    take(lock);                                                    \
    double in = now();                                             \
    usleep(micros);                                                \
    waited[index] += in - start;                                   \
    held[index] += now() - in;                                     \
    give(lock);                                                    \
    usleep(pause);                                                 \
  }
HOLD(flush_log, 0, &hot, 5000, 1000)
HOLD(commit_record, 1, &hot, 1000, 500)
HOLD(report, 2, &cold, 1000, 500)

static void *repeat(void *body) {
  while (now() < until) ((void (*)(void))body)();
  return NULL;
}

int main(int argc, char **argv) {
  pthread_t threads[5];
  void *bodies[] = {flush_log, commit_record, commit_record, report, report};
  until = now() + (argc > 1 ? atof(argv[1]) : 3);
  for (int i = 0; i < 5; i++) pthread_create(&threads[i], NULL, repeat, bodies[i]);
  for (int i = 0; i < 5; i++) pthread_join(threads[i], NULL);
  printf("{\"hot\": \"%p\", \"cold\": \"%p\", \"waited_s\": {\"flush_log\": %.4f, \"commit_record\": %.4f, \"report\": %.4f}, \"held_s\": {\"flush_log\": %.4f, \"commit_record\": %.4f, \"report\": %.4f}}\n",
         (void *)&hot, (void *)&cold, waited[0], waited[1], waited[2], held[0], held[1], held[2]);
}
