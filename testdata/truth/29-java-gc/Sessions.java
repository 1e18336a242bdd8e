import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Session service: what it keeps nearly fills the heap (-Xmx), so that garbage is collected for every few requests. */
public class Sessions {
  static final LongAdder request = new LongAdder(), requests = new LongAdder();
  static final ArrayDeque<Map<String, String>> kept = new ArrayDeque<>();

  static Map<String, String> openSession(int id) {
    Map<String, String> session = new HashMap<>();
    for (int i = 0; i < 60; i++) session.put("key" + i, "value " + id + " " + i);
    return session;
  }

  static synchronized int keep(Map<String, String> session) {
    kept.add(session);
    if (kept.size() > 6000) kept.remove();
    return kept.size();
  }

  static void session(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    Map<String, String> last = Map.of();
    for (int i = 0; i < 20; i++) last = openSession((int) (start % 1000) + i);
    answer(exchange, last.get("key1") + keep(last));
    request.add(System.nanoTime() - start);
    requests.increment();
  }

  static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The serial collector runs on the VM thread: its CPU time in ns by the scheduler's count. */
  static long collectorCpu() throws IOException {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        if (Files.readString(thread.resolve("comm")).trim().equals("VM Thread")) {
          return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
        }
      }
    }
    return 0;
  }

  static String truth() throws IOException {
    long pauses = 0;
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) pauses += gc.getCollectionTime();
    long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    return String.format("{\"gc_pause_s\":%f,\"gc_cpu_s\":%f,\"cpu_s\":%f,\"request_s\":%f,\"requests\":%d,\"threads\":%d}",
        pauses / 1e3, collectorCpu() / 1e9, cpu / 1e9, request.sum() / 1e9, requests.sum(), osThreads());
  }

  /** Threads of the JVM itself are among them. */
  static int osThreads() {
    return new java.io.File("/proc/self/task").list().length;
  }

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 6000; i++) keep(openSession(i));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 7100), 100);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/", Sessions::session);
    server.createContext("/truth", exchange -> answer(exchange, truth()));
    server.start();
  }
}
