// Four workers wait for jobs that two threads hand out: dispatch() every 4 ms, retry() every 16 ms. Prints, by its own clock, how long
// the workers waited for whom.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t jobs = PTHREAD_COND_INITIALIZER;
static int queued, from_retry;
static double waited[2];
static volatile unsigned long sink;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

__attribute__((noinline)) int take_job(void) {
  double start = now();
  pthread_mutex_lock(&mutex);
  while (!queued) {
    pthread_cond_wait(&jobs, &mutex);
  }
  queued--;
  waited[from_retry] += now() - start;
  pthread_mutex_unlock(&mutex);
  return 1;
}

__attribute__((noinline)) void *worker(void *unused) {
  while (take_job()) {
    for (int i = 0; i < 200000; i++) {
      sink += i;
    }
  }
  return unused;
}

__attribute__((noinline)) void hand_out(int retry) {
  pthread_mutex_lock(&mutex);
  queued++;
  from_retry = retry;
  pthread_cond_signal(&jobs);
  pthread_mutex_unlock(&mutex);
}

__attribute__((noinline)) void *dispatch(void *unused) {
  for (;;) {
    usleep(4000);
    hand_out(0);
  }
  return unused;
}

__attribute__((noinline)) void *retry(void *unused) {
  for (;;) {
    usleep(16000);
    hand_out(1);
  }
  return unused;
}

int main(int count, char **arguments) {
  pthread_t thread;
  for (int i = 0; i < 4; i++) {
    pthread_create(&thread, NULL, worker, NULL);
  }
  pthread_create(&thread, NULL, dispatch, NULL);
  pthread_create(&thread, NULL, retry, NULL);
  usleep(count > 1 ? atoi(arguments[1]) * 1000 : 1000000);
  printf("{\"dispatch_s\": %.3f, \"retry_s\": %.3f}\n", waited[0], waited[1]);
  return 0;
}
