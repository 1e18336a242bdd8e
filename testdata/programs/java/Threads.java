import java.util.concurrent.*;
import java.util.concurrent.locks.*;

/** Threads that wait for ever, platform and (where the JDK has them) virtual ones, for thread dumps; `java Threads SECONDS [deadlock]`. */
public class Threads {
  static final Object monitor = new Object();
  static final ReentrantLock lock = new ReentrantLock();
  static final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
  static volatile long sink;

  static void compute() { while (true) sink++; }
  static void hold() { synchronized (monitor) { lock.lock(); nap(); } }
  static void enterMonitor() { synchronized (monitor) { sink++; } }
  static void takeLock() { lock.lock(); }
  static void takeFromQueue() { try { queue.take(); } catch (InterruptedException e) { throw new RuntimeException(e); } }
  static void nap() { try { Thread.sleep(3_600_000); } catch (InterruptedException e) { throw new RuntimeException(e); } }

  static void lockBoth(Object first, Object second) { synchronized (first) { doze(); synchronized (second) { sink++; } } }
  static void doze() { try { Thread.sleep(100); } catch (InterruptedException e) { throw new RuntimeException(e); } }

  static void start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  static void startVirtual(String name, Runnable body) throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    type.getMethod("start", Runnable.class).invoke(type.getMethod("name", String.class).invoke(builder, name), body);
  }

  public static void main(String[] args) throws Exception {
    start("holder", Threads::hold);
    Thread.sleep(200);
    start("a \"quoted\" name", Threads::enterMonitor);
    start("taker #2", Threads::takeLock);
    start("consumer", Threads::takeFromQueue);
    start("compute", Threads::compute);
    if (args.length > 1) {
      Object other = new Object();
      Object third = new Object();
      start("left", () -> lockBoth(other, third));
      start("right", () -> lockBoth(third, other));
    }
    try {
      startVirtual("virtual-consumer", Threads::takeFromQueue);
      startVirtual("virtual-blocked", Threads::enterMonitor);
      startVirtual("", Threads::nap);
      startVirtual("virtual-compute", Threads::compute);
    } catch (ReflectiveOperationException e) { /* before JDK 21 */ }
    Thread.sleep(1000L * Integer.parseInt(args[0]));
  }
}
