/* router SECONDS CACHED: parcels are routed by a depot's address, which is looked up for each of them at a slow name server. */
#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define CARRIERS 6

struct carrier {
  int id, known;
  long parcels;
  double lookup, total;
};

static int seconds, cached;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void use_name_server(const char *address, int port) {
  res_init();
  _res.nscount = 1;
  _res.nsaddr_list[0].sin_family = AF_INET;
  _res.nsaddr_list[0].sin_port = htons(port);
  inet_aton(address, &_res.nsaddr_list[0].sin_addr);
}

__attribute__((noinline)) static void resolve_route(struct carrier *c) {
  if (cached && c->known)
    return;
  char host[64];
  snprintf(host, sizeof host, "depot%d.carrier.example", c->id);
  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;
  double start = now();
  if (getaddrinfo(host, "80", &hints, &found) == 0) {
    freeaddrinfo(found);
    c->known = 1;
  }
  c->lookup += now() - start;
}

__attribute__((noinline)) static double weigh_parcel(int n) {
  double sum = 0;
  for (int i = 1; i < n; i++)
    sum += 1.0 / i / (i + 1);
  return sum;
}

__attribute__((noinline)) static void load_parcel(void) { usleep(2000); }

static void *carry(void *argument) {
  struct carrier *c = argument;
  volatile double weight;
  use_name_server("127.0.0.1", 7053);
  double start = now();
  while (now() < start + seconds) {
    resolve_route(c);
    load_parcel();
    weight = weigh_parcel(60000);
    c->parcels++;
  }
  (void)weight;
  c->total = now() - start;
  return NULL;
}

int main(int count, char **arguments) {
  if (count != 3)
    return 2;
  seconds = atoi(arguments[1]);
  cached = atoi(arguments[2]);
  struct carrier carriers[CARRIERS] = {0};
  pthread_t threads[CARRIERS];
  for (int i = 0; i < CARRIERS; i++) {
    carriers[i].id = i;
    pthread_create(&threads[i], NULL, carry, &carriers[i]);
  }
  double lookup = 0, total = 0;
  long parcels = 0;
  for (int i = 0; i < CARRIERS; i++) {
    pthread_join(threads[i], NULL);
    lookup += carriers[i].lookup;
    total += carriers[i].total;
    parcels += carriers[i].parcels;
  }
  printf("{\"parcels\": %ld, \"lookup_s\": %.2f, \"carriers_s\": %.2f, \"seconds\": %d}\n", parcels, lookup, total, seconds);
  return 0;
}
