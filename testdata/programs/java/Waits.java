import java.util.concurrent.*;
import java.util.concurrent.locks.*;

/** One thread a kind of wait, named by it; `java Waits SECONDS`. */
public class Waits {
  static final Object monitor = new Object();
  static final ReentrantLock lock = new ReentrantLock();
  static volatile long sink;

  static void start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  static void sleep(long ms) {
    try { Thread.sleep(ms); } catch (InterruptedException e) { throw new RuntimeException(e); }
  }

  static void compute() { long x = 1; while (true) { x = x * 6364136223846793005L + 1; sink = x; } }
  static void holdMonitor() { synchronized (monitor) { lock.lock(); sleep(3_600_000); } }
  static void waitForMonitor() { synchronized (monitor) { sink++; } }
  static void waitForLock() { lock.lock(); }
  static void takeFromQueue() {
    try { new LinkedBlockingQueue<String>().take(); } catch (InterruptedException e) { throw new RuntimeException(e); }
  }

  public static void main(String[] args) {
    start("holder", Waits::holdMonitor);
    sleep(100);
    start("monitor", Waits::waitForMonitor);
    start("lock", Waits::waitForLock);
    start("queue", Waits::takeFromQueue);
    start("sleep", () -> sleep(3_600_000));
    start("compute", Waits::compute);
    Executors.newFixedThreadPool(2, r -> { Thread t = new Thread(r, "worker"); t.setDaemon(true); return t; }).submit(() -> {});
    sleep(1000L * Integer.parseInt(args[0]));
  }
}
