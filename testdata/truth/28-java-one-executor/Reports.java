import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Report service: requests hand their report to an executor and wait for it; the executor asks the archive. Argument: its threads. */
public class Reports {
  static final LongAdder queueWait = new LongAdder(), archive = new LongAdder(), request = new LongAdder(), requests = new LongAdder();
  static final ThreadLocal<Archive> ARCHIVE = ThreadLocal.withInitial(Archive::new);
  static ExecutorService renderers;

  static final class Archive {
    private final Socket socket;
    private final BufferedReader in;

    Archive() {
      try {
        socket = new Socket("127.0.0.1", 7002);
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    String fetch(int id) throws IOException {
      long start = System.nanoTime();
      socket.getOutputStream().write(("REPORT " + id + "\n").getBytes());
      String answer = in.readLine();
      archive.add(System.nanoTime() - start);
      return answer;
    }
  }

  static String renderReport(int id) throws IOException {
    String data = ARCHIVE.get().fetch(id);
    StringBuilder page = new StringBuilder();
    for (int row = 0; row < 100; row++) page.append(row).append(' ').append(data).append('\n');
    return page.toString();
  }

  static String awaitReport(int id) throws Exception {
    long start = System.nanoTime();
    try {
      return renderers.submit(() -> renderReport(id)).get();
    } finally {
      queueWait.add(System.nanoTime() - start);
    }
  }

  static void report(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    try {
      answer(exchange, awaitReport((int) (start % 1000)));
    } catch (Exception e) {
      throw new IOException(e);
    }
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
    renderers = Executors.newFixedThreadPool(Integer.parseInt(args[0]));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 7100), 100);
    server.setExecutor(Executors.newFixedThreadPool(12));
    server.createContext("/", Reports::report);
    server.createContext("/truth", exchange -> answer(exchange, String.format(
        "{\"report_wait_s\":%f,\"archive_s\":%f,\"request_s\":%f,\"requests\":%d,\"threads\":%d}",
        queueWait.sum() / 1e9, archive.sum() / 1e9, request.sum() / 1e9, requests.sum(), osThreads())));
    server.start();
  }
}
