package dev.pulse.samples.uptimeguard;

import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.server.environment.Authority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a fresh JVM load and try out what probes need, against a target of its own on loopback and
 * with a Pulse of its own. Without it the first probe after a restart is charged what loading
 * classes costs, and judged with the full baseline: every restart would look like a latency spike.
 */
final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final int RUNS = 20;
  private static final int TLS_HANDSHAKE = 0x16;
  private static final byte[] NO_CONTENT =
      "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private WarmUp() {}

  /**
   * Makes some probes of each type. TLS gets as far as the greeting, which is what loads most: its
   * probes end with a failure, by design.
   *
   * @return how the last probe of each type ended; without those that could not be made, because
   *     what does not warm up must not stop the start
   */
  static Map<TargetType, Status> run() {
    var ends = new EnumMap<TargetType, Status>(TargetType.class);
    try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var pulse = Pulse.builder().store(Stores.memory()).start()) {
      var answering = new Thread(() -> answer(listener), "uptime-guard-warm-up");
      answering.setDaemon(true);
      answering.start();
      for (var type : TargetType.values()) {
        ends.put(type, probe(pulse, type, listener));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | RuntimeException e) {
      log.debug("The warm-up did not work; the first latencies may be too high", e);
    }
    log.debug("Warmed up: {}", ends);
    return ends;
  }

  private static Status probe(Pulse pulse, TargetType type, ServerSocket listener)
      throws InterruptedException, ExecutionException {
    var name = "warm-up." + type.word();
    var url =
        type.word()
            + "://"
            + new Authority(
                Optional.empty(),
                listener.getInetAddress().getHostAddress(),
                OptionalInt.of(listener.getLocalPort()));
    var document =
        new TargetDocument(name, url, type.word(), true, Instant.EPOCH, null, null, null);
    pulse.add(
        Registration.check(
                name,
                ProbeCheck.factory(EgressPolicy.lenient()).probe(new WatchedTarget(1, 1, document)))
            .schedule(Schedules.every(Duration.ofDays(366)))
            .timeout(Duration.ofSeconds(2))
            .build());
    var last = Status.UNKNOWN;
    for (int i = 0; i < RUNS; i++) {
      last = pulse.runNow(name).get().status();
    }
    return last;
  }

  private static void answer(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket caller = listener.accept()) {
        caller.setSoTimeout(1000);
        answer(caller);
      } catch (IOException e) {
        log.trace("A caller of the warm-up went away, or the warm-up is over", e);
      }
    }
  }

  /** Answers HTTP; whoever greets in TLS, or says nothing, is left. */
  private static void answer(Socket caller) throws IOException {
    var in = caller.getInputStream();
    int first = in.read();
    if (first < 0 || first == TLS_HANDSHAKE) {
      return;
    }
    var request = new StringBuilder();
    for (int next = first; next >= 0 && request.length() < 8192; next = in.read()) {
      request.append((char) next);
      if (request.indexOf("\r\n\r\n") >= 0) {
        caller.getOutputStream().write(NO_CONTENT);
        return;
      }
    }
  }
}
