import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.*;
import java.util.concurrent.locks.*;

/** One thread a kind of wait, again and again for `java Events SECONDS`: waits that end, so that a flight recorder sees them. */
public class Events {
  static final Object monitor = new Object();
  static final Object bell = new Object();
  static final ReentrantLock lock = new ReentrantLock();
  static volatile long sink;
  static volatile boolean done;

  interface Body { void run() throws Exception; }

  static void start(String name, Body body) {
    Thread thread = new Thread(() -> {
      try {
        while (!done) body.run();
      } catch (Exception e) {
        if (!done) throw new RuntimeException(e);
      }
    }, name);
    thread.setDaemon(true);
    thread.start();
  }

  static void compute() { long x = 1; for (int i = 0; i < 5_000_000; i++) x = x * 6364136223846793005L + 1; sink = x; }
  static void holdMonitor() throws Exception { synchronized (monitor) { Thread.sleep(60); } Thread.sleep(5); }
  static void enterMonitor() throws Exception { synchronized (monitor) { sink++; } Thread.sleep(1); }
  static void holdLock() throws Exception { lock.lock(); try { Thread.sleep(50); } finally { lock.unlock(); } Thread.sleep(5); }
  static void takeLock() throws Exception { lock.lock(); lock.unlock(); Thread.sleep(1); }
  static void waitForBell() throws Exception { synchronized (bell) { bell.wait(40); } }
  static void nap() throws Exception { Thread.sleep(70); }
  static void readReply(InputStream in) throws Exception { if (in.read() < 0) done = true; }
  static void writeFile(FileChannel file) throws Exception {
    file.write(ByteBuffer.allocate(1 << 20), 0);
    file.force(true);
    Thread.sleep(20);
  }

  /** A virtual thread where the JDK has them. */
  static void startVirtual() throws Exception {
    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) () -> {
      try { while (!done) nap(); } catch (Exception e) { throw new RuntimeException(e); }
    });
  }

  public static void main(String[] args) throws Exception {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
    Socket peer = server.accept();
    FileChannel file = FileChannel.open(Files.createTempFile("events", ".bin"), StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    start("compute", Events::compute);
    start("monitor-holder", Events::holdMonitor);
    start("monitor-waiter", Events::enterMonitor);
    start("lock-holder", Events::holdLock);
    start("lock-waiter", Events::takeLock);
    start("bell", Events::waitForBell);
    start("napper", Events::nap);
    start("reader", () -> readReply(client.getInputStream()));
    start("peer", () -> { Thread.sleep(45); peer.getOutputStream().write(1); });
    start("writer", () -> writeFile(file));
    try { startVirtual(); } catch (ReflectiveOperationException e) { /* before JDK 21 */ }
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
    while (System.nanoTime() < end) { Thread.sleep(400); System.gc(); }
    done = true;
  }
}
