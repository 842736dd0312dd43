package dev.pulse.core.crash;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Store;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.notify.WebhookNotifier;
import dev.pulse.core.store.Stores;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Pulse in a process of its own, watching a {@link Town} and telling it, until it is killed. */
final class CrashingPulse implements Closeable {
  /**
   * Longer than the town stalls, and than a process that tells moody receivers lives: one that gave
   * up waiting just when it was answered would rightly tell the same again.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String READY = "the crashing pulse is ready";
  private static final String QUIET = "the crashing pulse is quiet";
  private static final String NOT_QUIET = "the crashing pulse is not quiet";

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final BlockingQueue<Boolean> quiet = new LinkedBlockingQueue<>();
  private final Thread reader;

  private CrashingPulse(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "crashing-pulse");
    reader.start();
  }

  static CrashingPulse start(Path file, String town) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dlogback.configurationFile=crashing-pulse.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CrashingPulse.class.getName(), file.toString(), town));
    return new CrashingPulse(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void read() {
    try (var output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals(READY)) {
          ready.countDown();
        }
        if (line.equals(QUIET) || line.equals(NOT_QUIET)) {
          quiet.add(line.equals(QUIET));
        }
        synchronized (lines) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      // The pipe broke: the process was killed.
      synchronized (lines) {
        lines.add(e.toString());
      }
    } finally {
      ready.countDown();
    }
  }

  void awaitReady() throws InterruptedException {
    if (!ready.await(60, TimeUnit.SECONDS) || !process.isAlive()) {
      throw new IllegalStateException("Pulse did not start: " + output());
    }
  }

  /** Lets it live for a while; it must not end by itself. */
  void live(long millis) throws InterruptedException {
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("Pulse ended by itself: " + output());
    }
  }

  /** Asks it whether no incident is open any more, and no message waits. */
  boolean isQuiet() throws IOException, InterruptedException {
    process.getOutputStream().write('?');
    process.getOutputStream().flush();
    var answer = quiet.poll(60, TimeUnit.SECONDS);
    if (answer == null) {
      throw new IllegalStateException("Pulse does not answer: " + output());
    }
    return answer;
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
    reader.join();
  }

  /** Asks it to end; tells how it did. */
  int stop() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Pulse does not end: " + output());
    }
    reader.join();
    return process.exitValue();
  }

  /** What it has printed so far. */
  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }

  public static void main(String[] arguments) throws IOException {
    var channels = new ArrayList<Channel>();
    for (Town.Mood mood : Town.Mood.values()) {
      var url = Secret.of(arguments[1] + "hook/" + mood.channel() + "/" + Town.TOKEN);
      channels.add(
          Channel.of(mood.channel(), WebhookNotifier.builder(url).build()).timeout(PATIENCE));
    }
    var store = Stores.sqlite(Path.of(arguments[0]));
    var pulse =
        Pulse.builder()
            .store(store)
            .rule(AlertRule.whenFailing().after(2).recoverAfter(2))
            .route(
                Route.to(channels.toArray(Channel[]::new))
                    .groupBy("check")
                    .groupWait(Duration.ofMillis(100))
                    .groupInterval(Duration.ofMillis(300))
                    .repeatInterval(Duration.ofHours(1)));
    for (String target : Town.targets()) {
      pulse.register(
          Registration.check(target, HttpCheck.get(arguments[1] + "target/" + target).build())
              .schedule(Schedules.every(Duration.ofMillis(100)))
              .timeout(Duration.ofSeconds(10))
              .build());
    }
    try (Pulse running = pulse.start()) {
      var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.println(READY);
      // Goes on until somebody closes the pipe, or kills it.
      while (System.in.read() >= 0) {
        out.println(isQuiet(store) ? QUIET : NOT_QUIET);
      }
    }
  }

  private static boolean isQuiet(Store store) {
    return store.incidents().list(IncidentQuery.all().open(true)).items().isEmpty()
        && store.documents("pulse.outbox").list().isEmpty();
  }
}
