package dev.pulse.core;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.maintenance.Announcement;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Destination;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import dev.pulse.api.schedule.Recurrence;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Store;
import dev.pulse.core.alerting.Delivery;
import dev.pulse.core.alerting.Explanation;
import dev.pulse.core.internal.alert.Change;
import dev.pulse.core.internal.alerting.AlertDesk;
import dev.pulse.core.internal.alerting.Explainer;
import dev.pulse.core.internal.alerting.TestMessage;
import dev.pulse.core.internal.engine.Engine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What people do with alerts while Pulse runs: take them over, keep them quiet, see who heard of
 * them and why. Everything they change is on disk when the method returns. Thread-safe.
 *
 * <pre>{@code
 * pulse.alerting().acknowledge(incident.id(), "Ada", "on it");
 * pulse.alerting().silence(
 *     List.of(Matcher.equal("team", "shop")), now, now.plus(Duration.ofHours(2)), "Ada", "moving house");
 * System.out.println(pulse.alerting().explain(incident.id()).sentence());
 * }</pre>
 */
public final class Alerting {
  private final AlertDesk desk;
  private final Engine engine;
  private final Store store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Executor executor;
  private final @Nullable Route route;
  private final List<Channel> channels;
  private final Explainer explainer;

  Alerting(
      AlertDesk desk,
      Engine engine,
      Store store,
      InstantSource clock,
      RandomGenerator random,
      Executor executor,
      @Nullable Route route,
      List<Channel> channels,
      Explainer explainer) {
    this.desk = desk;
    this.engine = engine;
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.executor = executor;
    this.route = route;
    this.channels = List.copyOf(channels);
    this.explainer = explainer;
  }

  /** The alerts that fire, the newest first; 10,000 at most. */
  public List<Alert> alerts() {
    return store.incidents().list(IncidentQuery.all().open(true).limit(10_000)).items().stream()
        .map(Incident::alert)
        .toList();
  }

  /**
   * Takes an incident over: people are not reminded of it any more, and it is not escalated.
   *
   * @param by who takes it over
   * @param comment what they say; may be empty
   * @return the incident afterwards; empty when no such incident is open
   */
  public Optional<Incident> acknowledge(long incident, String by, String comment) {
    return change(incident, Change.acknowledge(new Acknowledgement(by, clock.instant(), comment)));
  }

  /**
   * Adds a comment to the timeline of an incident.
   *
   * @return the incident afterwards; empty when no such incident is open
   */
  public Optional<Incident> comment(long incident, String by, String text) {
    return change(incident, Change.comment(clock.instant(), by, text));
  }

  /**
   * Closes an incident by hand. Where its target is in trouble still, its rule begins to count
   * again.
   *
   * @param by who closes it
   * @param comment why; may be empty
   * @return the incident afterwards; empty when no such incident is open
   */
  public Optional<Incident> resolve(long incident, String by, String comment) {
    return change(incident, Change.resolve(clock.instant(), by, comment));
  }

  private Optional<Incident> change(long id, Change change) {
    return store
        .incidents()
        .find(id)
        .flatMap(found -> engine.changeIncident(found.check(), id, change));
  }

  /** All silences that are not over for long, the oldest first. */
  public List<Silence> silences() {
    return desk.silences();
  }

  /**
   * Keeps alerts from people for a while.
   *
   * @param matchers what is silenced
   * @param from when it begins
   * @param to when it is over
   * @param by who wants it
   * @param comment why
   * @throws IllegalArgumentException that names what is not as it should be, see {@link Silence#of}
   */
  public Silence silence(
      List<Matcher> matchers, Instant from, Instant to, String by, String comment) {
    return desk.silence(Silence.of(newId(), matchers, from, to, by, comment));
  }

  /**
   * Keeps alerts from people on occasions that come again and again.
   *
   * @param recurrence the occasions
   * @throws IllegalArgumentException as for {@link #silence(List, Instant, Instant, String,
   *     String)}, and when the cron expression cannot be read
   */
  public Silence silence(
      List<Matcher> matchers,
      Instant from,
      Instant to,
      Recurrence recurrence,
      String by,
      String comment) {
    return desk.silence(Silence.of(newId(), matchers, from, to, by, comment).recurring(recurrence));
  }

  /**
   * Ends a silence; one that has not begun is gone.
   *
   * @return the silence; empty when there is none of that id
   */
  public Optional<Silence> expire(String id) {
    return desk.expire(requireNonNull(id, "id"));
  }

  /** The work that people have announced, the oldest first, until 30 days after its end. */
  public List<Announcement> announcements() {
    return desk.announcements();
  }

  /** The work that Pulse was built with; unmodifiable. */
  public List<Maintenance> maintenances() {
    return desk.maintenances();
  }

  /**
   * Announces work.
   *
   * @param name what people call it
   * @param text what else people should know; may be empty
   * @param from when it begins
   * @param to when it is over
   * @param recurrence the occasions between the two; empty when it is all of the time
   * @param checks the registrations it is for
   * @param tags the tags of registrations it is for; with no checks either, it is for all
   * @param by who announces it
   * @throws IllegalArgumentException that names what is not as it should be
   */
  public Announcement announce(
      String name,
      String text,
      Instant from,
      Instant to,
      Optional<Recurrence> recurrence,
      Collection<String> checks,
      Collection<String> tags,
      String by) {
    return desk.announce(
        new Announcement(
            newId(),
            name,
            text,
            from,
            to,
            recurrence,
            new TreeSet<>(checks),
            new TreeSet<>(tags),
            by));
  }

  /**
   * Ends announced work now; what has not begun is gone.
   *
   * @return whether there is any of that id
   */
  public boolean endAnnouncement(String id) {
    return desk.endAnnouncement(requireNonNull(id, "id"));
  }

  /** Where an alert with these labels would go. */
  public List<Destination> destinations(Labels labels) {
    return desk.router(router -> router.destinations(labels)).orElse(List.of());
  }

  /** The root of the routes; empty when nobody is told. */
  public Optional<Route> route() {
    return Optional.ofNullable(route);
  }

  /** The channels, in the order in which the routes name them. */
  public List<Channel> channels() {
    return channels;
  }

  /** The messages of a state, the oldest first; of those delivered, the ones of the last days. */
  public List<Delivery> deliveries(Delivery.State state) {
    return desk.deliveries(state);
  }

  /** How many messages wait for a channel. */
  public int pending(String channel) {
    return desk.outbox().pending(channel);
  }

  /** How many messages for a channel were given up. */
  public int dead(String channel) {
    return desk.outbox().dead(channel);
  }

  /**
   * Has a message sent again that was given up.
   *
   * @return whether there is one of that id
   */
  public boolean replay(String message) {
    return desk.outbox().replay(requireNonNull(message, "message"));
  }

  /**
   * Forgets a message that was given up.
   *
   * @return whether there is one of that id
   */
  public boolean discard(String message) {
    return desk.outbox().discard(requireNonNull(message, "message"));
  }

  /**
   * Why people heard of an incident, or did not.
   *
   * @return empty when there is no such incident
   */
  public Optional<Explanation> explain(long incident) {
    return explainer.explain(incident);
  }

  /**
   * Sends a made-up alert to a channel, past routes and outbox.
   *
   * @return what the receiver gave
   * @throws IllegalArgumentException when there is no such channel
   * @throws NotifyException when it was not delivered
   */
  public Receipt test(String channel, String by) {
    var found =
        channels.stream()
            .filter(each -> each.name().equals(channel))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no channel \"" + channel + "\"; there are " + channels));
    return TestMessage.send(found, by, clock.instant(), newId(), executor);
  }

  private String newId() {
    var bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
