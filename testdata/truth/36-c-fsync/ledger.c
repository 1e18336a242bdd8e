// Ledger: 3 threads append a record every 0.2 ms to a file each, and wait for the disk after every one.
// Arguments: seconds, records a sync.
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static _Atomic long sync_ns, write_ns, format_ns, records;
static long until;
static int batch;

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

__attribute__((noinline)) static int format_record(char *line, long number) {
  long start = now();
  char *end = line;
  for (int i = 0; i < 30; i++)
    end += sprintf(end, "%ld booked %08x;", number + i, (unsigned)(number * 2654435761u));
  format_ns += now() - start;
  return end - line;
}

__attribute__((noinline)) static void make_durable(int fd) {
  long start = now();
  if (fdatasync(fd))
    abort();
  sync_ns += now() - start;
}

__attribute__((noinline)) static void append_record(int fd, long number) {
  char line[30 * 48];
  int length = format_record(line, number);
  long start = now();
  if (write(fd, line, length) != length)
    abort();
  write_ns += now() - start;
  if (number % batch == 0)
    make_durable(fd);
  records++;
}

__attribute__((noinline)) static void await_booking(void) {
  struct timespec pause = {0, 200000};
  nanosleep(&pause, 0);
}

static void *book(void *name) {
  int fd = open(name, O_CREAT | O_TRUNC | O_WRONLY, 0600);
  for (long n = 1; now() < until; n++) {
    await_booking();
    append_record(fd, n);
  }
  close(fd);
  unlink(name);
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  long start = now();
  until = start + atol(argv[1]) * 1000000000L;
  batch = atoi(argv[2]);
  pthread_t threads[3];
  char names[3][20];
  for (int i = 0; i < 3; i++) {
    snprintf(names[i], sizeof names[i], "ledger-%d", i);
    pthread_create(&threads[i], 0, book, names[i]);
  }
  for (int i = 0; i < 3; i++)
    pthread_join(threads[i], 0);
  printf("{\"sync_s\": %.4f, \"write_s\": %.4f, \"format_s\": %.4f, \"requests\": %ld, \"threads\": 4, \"window_s\": %.3f}\n", sync_ns / 1e9,
         write_ns / 1e9, format_ns / 1e9, records, (now() - start) / 1e9);
}
