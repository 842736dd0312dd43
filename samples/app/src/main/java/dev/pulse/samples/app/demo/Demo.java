package dev.pulse.samples.app.demo;

import dev.pulse.samples.fakes.CertificateServer;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.LivingCluster;
import dev.pulse.samples.fakes.LivingEcosystem;
import dev.pulse.samples.fakes.LivingNetwork;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shop that does not exist, played on loopback, and the configuration of the Pulse that watches
 * it. Nothing leaves this machine, and nothing here knows that Pulse but by its addresses.
 * Thread-safe.
 */
public final class Demo implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Demo.class);
  static final String ORGANISATION = "acorn-shop";

  private static final Duration CERTIFICATE = Duration.ofDays(12);
  private static final Duration LONGEST_START = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofSeconds(20);
  private static final int REPOSITORIES = 12;
  private static final int VALIDATORS = 10;
  private static final int CACHE_PERIOD = 300;
  private static final int CACHE_LOST = 130;
  private static final int CACHE_BACK = 160;

  private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Curtain curtain = new Curtain();
  private final ExecutorService starting =
      Executors.newFixedThreadPool(
          2,
          task -> {
            var thread = new Thread(task, "demo-start");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Future<?>> started = new ArrayList<>();
  private volatile String authority = "";

  private Demo(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Begins to start everything that is to be watched, on ports that are free, and returns: most of
   * it takes a moment, which others can use.
   *
   * @param clock by which certificates end and repositories live
   */
  public static Demo start(InstantSource clock) {
    var demo = new Demo(clock);
    demo.begin(demo::startRepositories);
    demo.begin(demo::startShop);
    demo.begin(demo::startCluster);
    demo.begin(demo::startNetworks);
    demo.begin(demo::startCertificate);
    demo.starting.shutdown();
    return demo;
  }

  private interface Start {
    void run() throws IOException;
  }

  private void begin(Start part) {
    started.add(
        starting.submit(
            () -> {
              part.run();
              return true;
            }));
  }

  /** Waits until everything is there. */
  private void await() throws IOException, InterruptedException {
    for (Future<?> part : started) {
      try {
        part.get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
  }

  private void startShop() throws IOException {
    var http = HttpTargets.start(curtain);
    parts.addFirst(http);
    for (Script script : Script.values()) {
      http.add("", script);
    }
    for (Part part : Part.values()) {
      http.add("", part);
    }
    for (Receiver receiver : Receiver.values()) {
      http.add("/hooks", receiver);
    }
    addresses.put("SHOP", http.uri().toString());
    addresses.put("TCP", tcp(TcpTarget.start()));
    addresses.put("DATABASE", tcp(TcpTarget.start()));
    addresses.put("CACHE", tcp(TcpTarget.start(() -> cache(curtain.since()))));
    addresses.put("MAIL", tcp(TcpTarget.start(() -> "220 mail.shop.example ESMTP\r\n")));
    var names = NameServer.start(192, 0, 2, 10);
    parts.addFirst(names);
    addresses.put("NAMES", names.address());
  }

  private String tcp(TcpTarget target) {
    parts.addFirst(target);
    return target.address();
  }

  /** Is away for half a minute of every five. */
  private static String cache(Duration since) {
    long second = since.toSeconds() % CACHE_PERIOD;
    return second >= CACHE_LOST && second < CACHE_BACK ? "-LOADING\r\n" : "+PONG\r\n";
  }

  private void startCertificate() {
    var certificate = CertificateServer.start(CERTIFICATE, clock);
    parts.addFirst(certificate);
    addresses.put("TLS", certificate.address());
    authority = certificate.authority();
  }

  private void startRepositories() {
    var github = FakeGitHub.builder().clock(clock).withoutRecords().start();
    parts.addFirst(github);
    LivingEcosystem.builder(github, ORGANISATION).repositories(REPOSITORIES).every(STEP).start();
    addresses.put("GITHUB", github.api().toString());
    addresses.put("GITHUB_TOKEN", FakeGitHub.TOKEN);
    addresses.put("CODECOV", github.codecov().uri().toString());
    addresses.put("OSV", github.osv().uri().toString());
    addresses.put("DEPSDEV", github.depsDev().uri().toString());
  }

  private void startCluster() {
    var cluster = LivingCluster.builder().clock(clock).pods(VALIDATORS).start();
    parts.addFirst(cluster);
    addresses.put("KUBECONFIG", quoted(cluster.kubeconfig()));
  }

  private void startNetworks() {
    var networks = LivingNetwork.builder().clock(clock).start();
    parts.addFirst(networks);
    addresses.put("PROMETHEUS", networks.prometheus().toString());
    addresses.put("DIRECTORY", networks.directory().toString());
    addresses.put("DISCORD", networks.discord().toString());
    addresses.put("DISCORD_TOKEN", LivingNetwork.TOKEN);
    addresses.put("GUILD", LivingNetwork.GUILD);
  }

  /**
   * Writes the configuration that watches all of it, with the files that it names beside it.
   *
   * @param folder where
   * @param port the port that it says to listen on
   * @param store the file that it says to remember in
   * @return the file that was written
   * @throws IOException also when something could not be started
   */
  public Path write(Path folder, int port, Path store) throws IOException, InterruptedException {
    await();
    var values = new LinkedHashMap<>(addresses);
    values.put("PORT", "" + port);
    values.put("STORE", quoted(store));
    values.put("TRUST", quoted(Files.writeString(folder.resolve("authority.pem"), authority)));
    values.put("RULES", quoted(folder.resolve("repo-health.yaml")));
    var now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    values.put("WORK_FROM", "" + now.minus(Duration.ofMinutes(50)));
    values.put("WORK_TO", "" + now.plus(Duration.ofMinutes(100)));
    Files.writeString(
        folder.resolve("repo-health.yaml"), Template.fill("repo-health.yaml", values));
    return Files.writeString(folder.resolve("pulse.yaml"), Template.fill("pulse.yaml", values));
  }

  /** A path as YAML reads it, whatever is in it. */
  private static String quoted(Path path) {
    return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
  }

  /**
   * Lets what is to happen begin, with what people and jobs do in such a shop: from outside, over
   * HTTP.
   *
   * @param pulse where the Pulse is that watches it
   * @return ends them; to be closed before that Pulse
   */
  public People people(URI pulse) {
    curtain.rise();
    return People.start(pulse, addresses);
  }

  /** What is about to start would be missed. */
  private void settle() {
    try {
      if (!starting.awaitTermination(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("A part of the demo is still starting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops everything. A second call does nothing. */
  @Override
  public void close() throws IOException {
    var failures = new IOException("a part of the demo could not be closed");
    settle();
    while (!parts.isEmpty()) {
      try {
        parts.removeFirst().close();
      } catch (Exception e) {
        failures.addSuppressed(e);
      }
    }
    if (failures.getSuppressed().length > 0) {
      throw failures;
    }
  }
}
