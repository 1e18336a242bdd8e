import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Billing service: every request loads an invoice over a connection of the pool. Argument: size of the pool. */
public class Billing {
  static final LongAdder poolWait = new LongAdder(), wire = new LongAdder(), request = new LongAdder(), requests = new LongAdder();

  static final class Connection {
    private final Socket socket = new Socket("127.0.0.1", 7002);
    private final BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));

    Connection() throws IOException {
      socket.setTcpNoDelay(true);
    }

    String query(String text) throws IOException {
      long start = System.nanoTime();
      socket.getOutputStream().write((text + "\n").getBytes());
      String answer = in.readLine();
      wire.add(System.nanoTime() - start);
      return answer;
    }
  }

  static final class ConnectionPool {
    private final ArrayBlockingQueue<Connection> free;

    ConnectionPool(int size) throws IOException {
      free = new ArrayBlockingQueue<>(size);
      for (int i = 0; i < size; i++) free.add(new Connection());
    }

    Connection borrow() throws InterruptedException {
      long start = System.nanoTime();
      Connection connection = free.poll(30, TimeUnit.SECONDS);
      poolWait.add(System.nanoTime() - start);
      return connection;
    }

    void giveBack(Connection connection) {
      free.add(connection);
    }
  }

  static ConnectionPool pool;

  static String loadInvoice(int id) throws IOException, InterruptedException {
    Connection connection = pool.borrow();
    try {
      return connection.query("INVOICE " + id);
    } finally {
      pool.giveBack(connection);
    }
  }

  static void invoice(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    try {
      answer(exchange, loadInvoice((int) (start % 1000)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
    pool = new ConnectionPool(Integer.parseInt(args[0]));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 7100), 100);
    server.setExecutor(Executors.newFixedThreadPool(16));
    server.createContext("/", Billing::invoice);
    server.createContext("/truth", exchange -> answer(exchange, String.format(
        "{\"pool_wait_s\":%f,\"wire_s\":%f,\"request_s\":%f,\"requests\":%d,\"threads\":%d}",
        poolWait.sum() / 1e9, wire.sum() / 1e9, request.sum() / 1e9, requests.sum(), osThreads())));
    server.start();
  }
}
