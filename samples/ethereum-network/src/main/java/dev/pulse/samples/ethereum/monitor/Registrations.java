package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.store.Document;
import dev.pulse.api.store.StoreException;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.store.EthereumStore;
import dev.pulse.samples.ethereum.store.MonitorDocument;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which clients are watched for whom. Each answer is the sentence that people read. Changes are
 * made one at a time, on disk before they take effect. Thread-safe.
 */
public final class Registrations {
  private static final Logger log = LoggerFactory.getLogger(Registrations.class);

  private final EthereumStore store;
  private final Jobs jobs;
  private final KnownNames known;
  private final InstantSource clock;
  private final SortedMap<Subject, MonitorDocument> documents = new TreeMap<>(Subjects.ORDER);

  /** What is kept and cannot be scheduled, by its path; empty when it cannot even be read. */
  private final SortedMap<String, Optional<MonitorDocument>> leftOut = new TreeMap<>();

  private final Object lock = new Object();

  /**
   * A row of the list.
   *
   * @param network the key of the network
   * @param client the key of the client
   * @param channel where it is told
   * @param enabled whether it is watched
   * @param schedule five fields of cron, in UTC
   * @param nextRun how long until the next run, in words
   * @param lastRun the id of the last run; empty before the first
   */
  public record Row(
      String network,
      String client,
      String channel,
      boolean enabled,
      String schedule,
      String nextRun,
      Optional<String> lastRun) {}

  Registrations(EthereumStore store, Jobs jobs, KnownNames known, InstantSource clock) {
    this.store = store;
    this.jobs = jobs;
    this.known = known;
    this.clock = clock;
  }

  /**
   * Schedules what is kept. What cannot be read or scheduled is left out, and said; it can be
   * registered anew, or deregistered.
   *
   * @throws StoreException when the store does not answer: a sound registration that were left out
   *     would lose its alerts
   */
  void load() {
    synchronized (lock) {
      for (String path : store.monitors().ids()) {
        kept(path).ifPresent(document -> schedule(path, document));
      }
      jobs.catchUp();
    }
  }

  private Optional<MonitorDocument> kept(String path) {
    try {
      return store.monitors().find(path).map(Document::value);
    } catch (StoreException e) {
      if (store.monitors().isThere(path)) {
        leaveOut(path, Optional.empty(), e);
      }
      return Optional.empty();
    }
  }

  private void schedule(String path, MonitorDocument document) {
    try {
      var subject = document.subject();
      if (document.enabled()) {
        jobs.put(document);
      }
      documents.put(subject, document);
    } catch (Refusal e) {
      leaveOut(path, Optional.of(document), e);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      // Parts of it are missing, or stand for nothing.
      leaveOut(path, Optional.empty(), e);
    }
  }

  private void leaveOut(String path, Optional<MonitorDocument> document, RuntimeException why) {
    leftOut.put(path, document);
    log.error("The stored registration {} is left out: {}", path, why.getMessage());
  }

  /** The registrations of a guild, sorted. */
  public List<Row> list(String guild, Optional<String> network) {
    network.ifPresent(known::requireNetwork);
    var now = clock.instant();
    synchronized (lock) {
      return Stream.concat(
              documents.values().stream(), leftOut.values().stream().flatMap(Optional::stream))
          .sorted(Comparator.comparing(MonitorDocument::subject, Subjects.ORDER))
          .filter(document -> document.discordGuildId().equals(guild))
          .filter(document -> network.map(document.network()::equals).orElse(true))
          .map(document -> row(document, now))
          .toList();
    }
  }

  private Row row(MonitorDocument document, Instant now) {
    var subject = document.subject();
    var next = document.enabled() ? jobs.next(subject) : Optional.<Instant>empty();
    return new Row(
        document.network(),
        document.client(),
        document.discordChannel(),
        document.enabled(),
        document.schedule(),
        NextRun.text(next, now),
        store
            .monitors()
            .find(store.paths().monitor(subject))
            .flatMap(found -> Optional.ofNullable(found.value().checkId())));
  }

  /**
   * Watches a client, or all of them.
   *
   * @param client empty for all clients of which it is known what they are
   * @param schedule five fields of cron, in UTC; empty for every morning at seven, or for that of a
   *     registration that is there
   * @throws Refusal when network, client or schedule are refused; nothing has changed then
   */
  public String register(
      String network,
      Optional<String> client,
      String guild,
      String channel,
      Optional<String> schedule) {
    var directory = known.requireNetwork(network);
    schedule.ifPresent(CronText::parse);
    if (client.isPresent()) {
      var key = known.requireClient(client.get());
      synchronized (lock) {
        return put(directory, new Subject(network, key, guild, channel), schedule)
            ? "Registered " + key + " on " + network + " in " + channel
            : "Already registered: " + key + " on " + network;
      }
    }
    synchronized (lock) {
      int added = 0;
      int there = 0;
      for (String key : known.clientsWithLayer()) {
        if (put(directory, new Subject(network, key, guild, channel), schedule)) {
          added++;
        } else {
          there++;
        }
      }
      return "Registered %d clients on %s (%d already registered)".formatted(added, network, there);
    }
  }

  /** Whether something has changed. */
  private boolean put(NetworkDirectory directory, Subject subject, Optional<String> schedule) {
    var now = clock.instant();
    var there = documents.get(subject);
    var path = store.paths().monitor(subject);
    if (there != null && schedule.map(there.schedule()::equals).orElse(true)) {
      return false;
    }
    if (leftOut.containsKey(path)) {
      // Nothing of it can be kept.
      store.monitors().delete(path);
      leftOut.remove(path);
    }
    var document =
        store
            .monitors()
            .change(
                path,
                found ->
                    found
                        .map(old -> rescheduled(old, schedule, now))
                        .orElseGet(() -> created(directory, subject, schedule, now)))
            .value();
    if (there == null) {
      jobs.begin(document);
    } else {
      jobs.put(document);
    }
    documents.put(subject, document);
    return true;
  }

  private static MonitorDocument rescheduled(
      MonitorDocument old, Optional<String> schedule, Instant now) {
    var text = schedule.orElse(old.schedule());
    // That of the document as well: somebody else may have written it meanwhile.
    CronText.parse(text);
    return old.withSchedule(text, now);
  }

  private static MonitorDocument created(
      NetworkDirectory directory, Subject subject, Optional<String> schedule, Instant now) {
    var layer = directory.with(Clients.known()).target(subject.client());
    return new MonitorDocument(
        subject.network(),
        subject.client(),
        layer == Layer.CONSENSUS ? "consensus" : "execution",
        subject.guild(),
        subject.channel(),
        true,
        schedule.map(text -> text.strip()).orElse(CronText.DEFAULT),
        null,
        now,
        now);
  }

  /**
   * Watches a client no more, or none at all; in all channels of the guild.
   *
   * @param client empty for all clients
   * @throws Refusal when network or client are refused
   */
  public String deregister(String network, Optional<String> client, String guild) {
    var key = client.map(text -> text.toLowerCase(Locale.ROOT));
    synchronized (lock) {
      var found = of(network, key, guild);
      var useless =
          leftOut.keySet().stream()
              .filter(path -> store.paths().isMonitor(path, network, guild, key))
              .toList();
      // What is watched can be ended also when the document of networks has lost it.
      if (found.isEmpty() && useless.isEmpty()) {
        known.requireNetwork(network);
        key.ifPresent(known::requireClient);
      }
      found.forEach(this::remove);
      useless.forEach(this::removeLeftOut);
      int removed = found.size() + useless.size();
      if (key.isPresent()) {
        return (removed == 0 ? "Not registered: " : "Removed ") + key.get() + " on " + network;
      }
      return removed == 0
          ? "No registrations on " + network
          : "Removed " + removed + " registrations on " + network;
    }
  }

  private void removeLeftOut(String path) {
    store.monitors().delete(path);
    leftOut.remove(path);
  }

  private List<Subject> of(String network, Optional<String> client, String guild) {
    Predicate<Subject> wanted =
        subject ->
            subject.network().equals(network)
                && subject.guild().equals(guild)
                && client.map(subject.client()::equals).orElse(true);
    return documents.keySet().stream().filter(wanted).toList();
  }

  private void remove(Subject subject) {
    store.purgeMonitor(subject);
    documents.remove(subject);
    jobs.remove(subject);
  }
}
