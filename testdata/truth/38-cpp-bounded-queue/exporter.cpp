// Exporter: 6 threads submit a row every 4 ms to a queue with 4 places; one thread ships each row and waits for the answer.
// Arguments: seconds, rows a shipment.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;
static std::atomic<long> submit_ns, render_ns, ship_ns, shipped;
static Clock::time_point until;

static void add(std::atomic<long>& sum, Clock::time_point start) { sum += (Clock::now() - start).count(); }

class Exporter {
 public:
  explicit Exporter(size_t batch) : batch_(batch), places_(4 * batch) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(7002);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to)) abort();
  }

  __attribute__((noinline)) bool submit(std::string row) {
    auto start = Clock::now();
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return rows_.size() < places_ || closed_; });
    rows_.push_back(std::move(row));
    lock.unlock();
    filled_.notify_one();
    add(submit_ns, start);
    return !closed_;
  }

  __attribute__((noinline)) void drain() {
    while (Clock::now() < until) {
      std::string rows;
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [&] { return !rows_.empty(); });
      for (size_t n = 0; n < batch_ && !rows_.empty(); n++, shipped++) {
        rows += rows_.front();
        rows_.pop_front();
      }
      lock.unlock();
      room_.notify_all();
      ship(rows + "\n");
    }
    std::lock_guard lock(mutex_);
    closed_ = true;
    room_.notify_all();
  }

 private:
  __attribute__((noinline)) void ship(const std::string& rows) {
    auto start = Clock::now();
    char answer[64];
    if (send(socket_, rows.data(), rows.size(), 0) < 0 || recv(socket_, answer, sizeof answer, 0) <= 0) abort();
    add(ship_ns, start);
  }

  size_t batch_, places_;
  int socket_;
  bool closed_ = false;
  std::mutex mutex_;
  std::condition_variable room_, filled_;
  std::deque<std::string> rows_;
};

__attribute__((noinline)) static std::string renderRow(long n) {
  auto start = Clock::now();
  std::string row;
  for (int i = 0; i < 100; i++) row += std::to_string(n * i) + ',';
  add(render_ns, start);
  return row;
}

__attribute__((noinline)) static void awaitReading() { std::this_thread::sleep_for(std::chrono::milliseconds(4)); }

static void produce(Exporter& exporter) {
  for (long n = 0; exporter.submit(renderRow(n)); n++) awaitReading();
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  auto start = Clock::now();
  until = start + std::chrono::seconds(atoi(argv[1]));
  Exporter exporter(atoi(argv[2]));
  std::vector<std::thread> threads;
  threads.emplace_back([&] { exporter.drain(); });
  for (int i = 0; i < 6; i++) threads.emplace_back([&] { produce(exporter); });
  for (auto& thread : threads) thread.join();
  printf("{\"submit_s\": %.4f, \"render_s\": %.4f, \"ship_s\": %.4f, \"requests\": %ld, \"threads\": 8, \"window_s\": %.3f}\n", submit_ns / 1e9,
         render_ns / 1e9, ship_ns / 1e9, shipped.load(), (Clock::now() - start).count() / 1e9);
}
