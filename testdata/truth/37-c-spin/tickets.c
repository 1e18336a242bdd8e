// Ticket service: 3 threads take tickets under a spin lock, which is held while the printer answers. Arguments: seconds,
// 1 (the printer is asked after the lock was given back).
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static atomic_flag taken = ATOMIC_FLAG_INIT;
static _Atomic long spin_cpu_ns, print_ns, tickets;
static long until, sold;
static int outside;

static long clock_ns(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

__attribute__((noinline)) static void wait_for_counter(void) {
  long start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
  while (atomic_flag_test_and_set_explicit(&taken, memory_order_acquire))
    __builtin_ia32_pause();
  spin_cpu_ns += clock_ns(CLOCK_THREAD_CPUTIME_ID) - start;
}

__attribute__((noinline)) static void print_ticket(void) {
  long start = clock_ns(CLOCK_MONOTONIC);
  struct timespec answer = {0, 2000000};
  nanosleep(&answer, 0);
  print_ns += clock_ns(CLOCK_MONOTONIC) - start;
}

__attribute__((noinline)) static void sell_ticket(void) {
  wait_for_counter();
  sold++;
  if (!outside)
    print_ticket();
  atomic_flag_clear_explicit(&taken, memory_order_release);
  if (outside)
    print_ticket();
  tickets++;
}

static void *counter(void *unused) {
  while (clock_ns(CLOCK_MONOTONIC) < until)
    sell_ticket();
  return unused;
}

int main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  long start = clock_ns(CLOCK_MONOTONIC);
  until = start + atol(argv[1]) * 1000000000L;
  outside = atoi(argv[2]);
  pthread_t threads[3];
  for (int i = 0; i < 3; i++)
    pthread_create(&threads[i], 0, counter, 0);
  for (int i = 0; i < 3; i++)
    pthread_join(threads[i], 0);
  printf("{\"spin_cpu_s\": %.4f, \"cpu_s\": %.4f, \"print_s\": %.4f, \"requests\": %ld, \"threads\": 4, \"window_s\": %.3f}\n", spin_cpu_ns / 1e9,
         clock_ns(CLOCK_PROCESS_CPUTIME_ID) / 1e9, print_ns / 1e9, tickets, (clock_ns(CLOCK_MONOTONIC) - start) / 1e9);
}
