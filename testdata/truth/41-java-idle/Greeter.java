import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Nothing is wrong: a few requests a second, answered at once; pools, a mail queue and a timer wait for work. */
public class Greeter {
  static final LongAdder request = new LongAdder(), requests = new LongAdder();
  static final LinkedBlockingQueue<String> mails = new LinkedBlockingQueue<>();

  static void sendMails() {
    try {
      while (true) mails.take().length();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void greet(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    mails.add("greeted");
    answer(exchange, "hello\n");
    request.add(System.nanoTime() - start);
    requests.increment();
  }

  static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Threads of the JVM itself are among them. */
  static int osThreads() {
    return new java.io.File("/proc/self/task").list().length;
  }

  public static void main(String[] args) throws Exception {
    ExecutorService mailers = Executors.newFixedThreadPool(4), reports = Executors.newFixedThreadPool(6);
    for (int i = 0; i < 4; i++) mailers.submit(Greeter::sendMails);
    for (int i = 0; i < 6; i++) reports.submit(() -> {});
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    timer.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 7100), 100);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/", Greeter::greet);
    server.createContext("/truth", exchange -> answer(exchange, String.format(
        "{\"request_s\":%f,\"requests\":%d,\"threads\":%d}", request.sum() / 1e9, requests.sum(), osThreads())));
    server.start();
  }
}
