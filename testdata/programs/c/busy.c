// Computes in a function of its own, for perf script's lists of fields; a command with a blank.
#include <stdlib.h>
static volatile unsigned sink;
__attribute__((noinline)) static void inner(unsigned n) { for (unsigned i = 0; i < n; i++) sink += i * i; }
__attribute__((noinline)) static void outer(unsigned n) { inner(n); inner(n / 2); }
int main(int argc, char **argv) {
  for (int i = 0; i < (argc > 1 ? atoi(argv[1]) : 40); i++) outer(1u << 20);
  return 0;
}
