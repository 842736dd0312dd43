package dev.pulse.samples.app;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.HttpCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a fresh JVM load and try out what a check needs, against a target of its own on loopback.
 * Without it the first check of a process would be charged several hundred milliseconds that its
 * target never took.
 */
final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final String NAME = "warm-up";
  private static final int RUNS = 3;

  private WarmUp() {}

  static void run(Pulse pulse) throws InterruptedException {
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var target = HttpServer.create(loopback, 0);
      target.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.sendResponseHeaders(204, -1);
            }
          });
      target.start();
      try {
        ask(
            pulse,
            "http://"
                + target.getAddress().getHostString()
                + ":"
                + target.getAddress().getPort()
                + "/");
      } finally {
        target.stop(0);
      }
    } catch (IOException | ExecutionException e) {
      log.debug("The warm-up did not work; the first measurement may be too high", e);
    }
  }

  private static void ask(Pulse pulse, String url) throws InterruptedException, ExecutionException {
    pulse.add(
        Registration.check(NAME, HttpCheck.get(url).build())
            .schedule(Schedules.every(Duration.ofDays(366)))
            .timeout(Duration.ofSeconds(2))
            .build());
    for (int i = 0; i < RUNS; i++) {
      pulse.runNow(NAME).get();
    }
    pulse.remove(NAME);
  }
}
