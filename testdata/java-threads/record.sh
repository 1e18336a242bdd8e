#!/usr/bin/env bash
# Records the dialects of thread dumps with ../programs/java/Threads.java. JDK17, JDK25: their homes; SPRING: a folder with the jars
# of spring-boot-actuator 3.3 and jackson-databind (Maven Central).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$JDK17/bin/javac" -d . "$here/../programs/java/Threads.java"
"$JDK17/bin/java" -cp . Threads 60 deadlock & old=$!
"$JDK25/bin/java" -cp . Threads 60 & new=$!
sleep 3
"$JDK17/bin/jstack" -l "$old" > "$here/deadlock17.txt"
"$JDK17/bin/jhsdb" jstack --pid "$old" > "$here/jhsdb17.txt" 2>&1
"$JDK25/bin/jcmd" "$new" Thread.print | tail -n +2 > "$here/print25.txt"
"$JDK25/bin/jcmd" "$new" Thread.dump_to_file -overwrite "$here/file25.txt" > /dev/null
"$JDK25/bin/jcmd" "$new" Thread.dump_to_file -format=json -overwrite "$here/file25.json" > /dev/null
kill "$old" "$new"

cat > SpringDump.java <<'JAVA'
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.*;
import java.nio.file.*;
import org.springframework.boot.actuate.management.ThreadDumpEndpoint;

public class SpringDump {
  public static void main(String[] args) throws Exception {
    Thread starter = new Thread(() -> {
      try { Threads.main(new String[] {"60"}); } catch (Exception e) { throw new RuntimeException(e); }
    }, "starter");
    starter.setDaemon(true);
    starter.start();
    Thread.sleep(1500);
    ThreadDumpEndpoint endpoint = new ThreadDumpEndpoint();
    Files.writeString(Path.of("spring.txt"), endpoint.textThreadDump());
    Files.writeString(Path.of("spring.json"), new ObjectMapper().writeValueAsString(endpoint.threadDump()));
    StringBuilder text = new StringBuilder();
    for (ThreadInfo info : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) text.append(info);
    Files.writeString(Path.of("threadinfo.txt"), text);
  }
}
JAVA
"$JDK17/bin/javac" -cp "$SPRING/*:." -d . SpringDump.java
"$JDK17/bin/java" -cp "$SPRING/*:." SpringDump
cp spring.txt spring.json threadinfo.txt "$here/"
