import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.h2.tools.Server;

/** Invoice service: every request loads an invoice over a connection of HikariCP. Argument: size of the pool, or "db" for the database. */
public class Invoices {
  static final String URL = "jdbc:h2:tcp://127.0.0.1:7300/mem:invoices";
  static final LongAdder poolWait = new LongAdder(), query = new LongAdder(), requests = new LongAdder();
  static HikariDataSource pool;

  static String loadInvoice(int id) throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = pool.getConnection()) {
      poolWait.add(System.nanoTime() - start);
      start = System.nanoTime();
      try (PreparedStatement statement = connection.prepareStatement("SELECT NAP(5), total FROM invoice WHERE id = ?")) {
        statement.setInt(1, id);
        ResultSet row = statement.executeQuery();
        return row.next() ? row.getString(2) : "none";
      } finally {
        query.add(System.nanoTime() - start);
      }
    }
  }

  static void handleInvoice(HttpExchange exchange) throws IOException {
    try {
      answer(exchange, loadInvoice(7));
      requests.increment();
    } catch (SQLException e) {
      answer(exchange, e.getMessage());
    }
  }

  static void answer(HttpExchange exchange, String text) throws IOException {
    exchange.sendResponseHeaders(200, text.length());
    exchange.getResponseBody().write(text.getBytes());
    exchange.close();
  }

  /** Threads of the JVM itself are among them. */
  static int osThreads() {
    return new java.io.File("/proc/self/task").list().length;
  }

  /** What makes a query of the database slow. */
  public static long nap(long milliseconds) throws InterruptedException {
    Thread.sleep(milliseconds);
    return milliseconds;
  }

  static void database() throws SQLException {
    Server.createTcpServer("-tcpPort", "7300", "-ifNotExists").start();
    try (Connection connection = DriverManager.getConnection(URL + ";DB_CLOSE_DELAY=-1")) {
      connection.createStatement().execute("CREATE ALIAS NAP FOR \"Invoices.nap\"; CREATE TABLE invoice(id INT PRIMARY KEY, total INT); INSERT INTO invoice VALUES (7, 99)");
    }
  }

  public static void main(String[] args) throws Exception {
    if (args[0].equals("db")) {
      database();
      Thread.currentThread().join();
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setMaximumPoolSize(Integer.parseInt(args[0]));
    pool = new HikariDataSource(config);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 7100), 64);
    server.setExecutor(Executors.newFixedThreadPool(16));
    server.createContext("/", Invoices::handleInvoice);
    server.createContext("/truth", exchange -> answer(exchange, String.format(
        "{\"pool_wait_s\": %f, \"query_s\": %f, \"requests\": %d, \"threads\": %d}",
        poolWait.sum() / 1e9, query.sum() / 1e9, requests.sum(), osThreads())));
    server.start();
  }
}
