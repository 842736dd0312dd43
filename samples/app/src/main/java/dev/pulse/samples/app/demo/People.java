package dev.pulse.samples.app.demo;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.fakes.LivingNetwork;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people and jobs do with a Pulse, over its own API: somebody has the uptime guard watch a few
 * places, and the import of stock reports how it went. On one thread of its own. Thread-safe.
 */
public final class People implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(People.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int IMPORT_EVERY = 20;
  private static final int IMPORT_TAKES = 4;
  private static final int BAD_IMPORT = 6;

  private final URI pulse;
  private final Map<String, String> addresses;
  private final ScheduledExecutorService thread;
  private final OkHttpClient client;
  private long imports;

  private People(URI pulse, Map<String, String> addresses) {
    this.pulse = pulse;
    this.addresses = addresses;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var made = new Thread(task, "demo-people");
              made.setDaemon(true);
              return made;
            });
    this.client = new OkHttpClient.Builder().callTimeout(PATIENCE).build();
  }

  static People start(URI pulse, Map<String, String> addresses) {
    var people = new People(pulse, addresses);
    people.thread.execute(people::nameTargets);
    people.thread.execute(people::askForReports);
    var unused =
        people.thread.scheduleWithFixedDelay(
            people::beginImport, 3, IMPORT_EVERY, TimeUnit.SECONDS);
    return people;
  }

  private void nameTargets() {
    var shop = address("SHOP");
    target("Front page", "http", shop + "/storefront");
    target("Checkout", "http", shop + "/checkout");
    target("Accounts", "http", shop + "/accounts");
    target("Returns", "http", shop + "/returns");
    target("Parcel tracking", "http", shop + "/parcel-tracking");
    target("Cache", "tcp", address("CACHE"));
  }

  /** As commands in the Discord would: reports each minute while a client fails. */
  private void askForReports() {
    report(LivingNetwork.BUSY, "geth");
    report(LivingNetwork.BUSY, "lighthouse");
    report(LivingNetwork.QUIET, "nethermind");
  }

  private void report(String network, String client) {
    send(
        "ethereum-network/checks",
        Headers.of(),
        "{\"network\": \""
            + network
            + "\", \"client\": \""
            + client
            + "\", \"channel\": \""
            + LivingNetwork.CHANNEL
            + "\", \"schedule\": \"* * * * *\"}",
        List.of(200, 201, 409));
  }

  private String address(String of) {
    return requireNonNull(addresses.get(of), of);
  }

  private void target(String name, String type, String url) {
    send(
        "uptime-guard/targets",
        Headers.of(),
        "{\"name\": \"" + name + "\", \"type\": \"" + type + "\", \"url\": \"" + url + "\"}",
        // One that was kept from the last time.
        List.of(201, 409));
  }

  private void beginImport() {
    imports++;
    tell("start", "");
    var unused = thread.schedule(this::endImport, IMPORT_TAKES, TimeUnit.SECONDS);
  }

  private void endImport() {
    boolean bad = imports % BAD_IMPORT == BAD_IMPORT / 2;
    tell(
        bad ? "3" : "0",
        bad ? "line 1204: a quantity of -4 is none" : 4_000 + imports % 7 * 31 + " articles read");
  }

  private void tell(String report, String output) {
    send(
        "api/v1/heartbeats/stock-import/" + report,
        Headers.of("Authorization", "Bearer the-token-of-the-import"),
        output,
        List.of(204));
  }

  private void send(String path, Headers headers, String body, List<Integer> expected) {
    var request =
        new Request.Builder()
            .url(pulse.resolve(path).toString())
            .headers(headers)
            .post(RequestBody.create(body, null));
    try (var answer = client.newCall(request.build()).execute()) {
      if (!expected.contains(answer.code())) {
        log.warn("The demo was answered {} at {}", answer.code(), path);
      }
    } catch (IOException e) {
      if (!thread.isShutdown()) {
        log.warn("The demo could not reach {}", path, e);
      }
    }
  }

  /** Ends them, whatever they are at. */
  @Override
  public void close() {
    thread.shutdownNow();
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
    try {
      if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("Somebody in the demo does not go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
