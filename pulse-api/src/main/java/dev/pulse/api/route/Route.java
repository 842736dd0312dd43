package dev.pulse.api.route;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.notify.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts go: a tree that every alert enters at its root. It goes on to the first child whose
 * matchers all match, and to the next ones as long as those that matched {@linkplain #continuing
 * continue}; where no child matches, the route itself takes it. What a child does not say is as its
 * parent has it.
 *
 * <pre>{@code
 * Route.to(ops)
 *     .groupBy("team")
 *     .child(Route.to(pager).matching("severity=\"critical\"").repeatInterval(Duration.ofHours(1)));
 * }</pre>
 *
 * <p>Alerts of a route with equal values of the labels that it groups by are one group, and have
 * their messages in common. The first goes out {@link #groupWait} after the first alert of the
 * group, and then, in distances of {@link #groupInterval}, another one where something has changed;
 * where nothing has for {@link #repeatInterval}, people are reminded.
 *
 * <p>Defaults, at the root, are Alertmanager's: all alerts are one group, 30 seconds, 5 minutes, 4
 * hours, told at all times. Immutable; each method returns a changed copy.
 */
public final class Route {
  /** What stands for all labels in {@link #groupBy}: each alert is a group of its own. */
  public static final String ALL_LABELS = "...";

  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final List<Channel> channels;
  private final List<Matcher> matchers;
  private final boolean continues;
  private final @Nullable Set<String> groupBy;
  private final @Nullable Duration groupWait;
  private final @Nullable Duration groupInterval;
  private final @Nullable Duration repeatInterval;
  private final Map<String, List<TimeInterval>> active;
  private final Map<String, List<TimeInterval>> mute;
  private final @Nullable Escalation escalation;
  private final List<Route> children;

  /**
   * Who hears of a group that nobody acknowledges.
   *
   * @param after how long after the first message; 1 second to 7 days
   * @param channels who hears of it then
   */
  public record Escalation(Duration after, List<Channel> channels) {
    /** An escalation; keeps a copy of the list. */
    public Escalation {
      require("escalation", after, Duration.ofSeconds(1), Duration.ofDays(7));
      channels = List.copyOf(channels);
      if (channels.isEmpty()) {
        throw new IllegalArgumentException("an escalation needs a channel");
      }
    }
  }

  /** A route in the making. */
  private static final class Draft {
    private List<Channel> channels = List.of();
    private List<Matcher> matchers = List.of();
    private boolean continues;
    private @Nullable Set<String> groupBy;
    private @Nullable Duration groupWait;
    private @Nullable Duration groupInterval;
    private @Nullable Duration repeatInterval;
    private Map<String, List<TimeInterval>> active = Map.of();
    private Map<String, List<TimeInterval>> mute = Map.of();
    private @Nullable Escalation escalation;
    private List<Route> children = List.of();
  }

  private Route(Draft draft) {
    this.channels = draft.channels;
    this.matchers = draft.matchers;
    this.continues = draft.continues;
    this.groupBy = draft.groupBy;
    this.groupWait = draft.groupWait;
    this.groupInterval = draft.groupInterval;
    this.repeatInterval = draft.repeatInterval;
    this.active = draft.active;
    this.mute = draft.mute;
    this.escalation = draft.escalation;
    this.children = draft.children;
  }

  private Route changed(Consumer<Draft> change) {
    var draft = new Draft();
    draft.channels = channels;
    draft.matchers = matchers;
    draft.continues = continues;
    draft.groupBy = groupBy;
    draft.groupWait = groupWait;
    draft.groupInterval = groupInterval;
    draft.repeatInterval = repeatInterval;
    draft.active = active;
    draft.mute = mute;
    draft.escalation = escalation;
    draft.children = children;
    change.accept(draft);
    return new Route(draft);
  }

  /** A route to channels; a child without any goes to those of its parent. */
  public static Route to(Channel... channels) {
    var draft = new Draft();
    draft.channels = List.of(channels);
    return new Route(draft);
  }

  /**
   * This route for alerts that match, besides what was asked before.
   *
   * @param matchers of the form of {@link Matcher#parse}
   * @throws IllegalArgumentException when one has another form
   */
  public Route matching(String... matchers) {
    var all = new ArrayList<>(this.matchers);
    for (String matcher : matchers) {
      all.add(Matcher.parse(matcher));
    }
    return matching(all);
  }

  /** This route for alerts that match all of these. */
  public Route matching(List<Matcher> matchers) {
    return changed(draft -> draft.matchers = List.copyOf(matchers));
  }

  /** This route, which leaves what it takes to the routes after it as well. */
  public Route continuing() {
    return changed(draft -> draft.continues = true);
  }

  /**
   * This route with other groups.
   *
   * @param labels what the alerts of a group share; none for one group of all, {@link #ALL_LABELS}
   *     for a group of each
   * @throws IllegalArgumentException when one is not the name of a label
   */
  public Route groupBy(String... labels) {
    for (String label : labels) {
      if (!label.equals(ALL_LABELS) && !LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException(
            "groups are by names of labels or \"...\", not by \"" + label + "\"");
      }
    }
    return changed(
        draft -> draft.groupBy = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(labels))));
  }

  /**
   * This route with another wait for more alerts of a new group.
   *
   * @throws IllegalArgumentException unless 0 to 1 day
   */
  public Route groupWait(Duration wait) {
    require("group wait", wait, Duration.ZERO, Duration.ofDays(1));
    return changed(draft -> draft.groupWait = wait);
  }

  /**
   * This route with another distance of the messages about a group.
   *
   * @throws IllegalArgumentException unless 10 milliseconds to 7 days
   */
  public Route groupInterval(Duration interval) {
    require("group interval", interval, Duration.ofMillis(10), Duration.ofDays(7));
    return changed(draft -> draft.groupInterval = interval);
  }

  /**
   * This route with another time after which a message is repeated while nothing changes.
   *
   * @throws IllegalArgumentException unless 1 second to 366 days
   */
  public Route repeatInterval(Duration interval) {
    require("repeat interval", interval, Duration.ofSeconds(1), Duration.ofDays(366));
    return changed(draft -> draft.repeatInterval = interval);
  }

  /**
   * This route at these times only, besides those given before. What is kept back is told when such
   * a time comes, if it still fires.
   *
   * @param name what people call these times
   * @param intervals the times; one of them suffices
   */
  public Route activeDuring(String name, TimeInterval... intervals) {
    return changed(draft -> draft.active = with(draft.active, name, intervals));
  }

  /**
   * This route at other times than these, and than those given before.
   *
   * @param name what people call these times
   * @param intervals the times; one of them suffices
   */
  public Route muteDuring(String name, TimeInterval... intervals) {
    return changed(draft -> draft.mute = with(draft.mute, name, intervals));
  }

  /**
   * This route, which tells others as well when nobody acknowledges one of the alerts in time.
   * Holds for this route only, not for its children.
   */
  public Route escalateAfter(Duration after, Channel... channels) {
    return changed(draft -> draft.escalation = new Escalation(after, List.of(channels)));
  }

  /** This route with one more child, asked after those it has. */
  public Route child(Route child) {
    var all = new ArrayList<>(children);
    all.add(requireNonNull(child, "child"));
    return changed(draft -> draft.children = List.copyOf(all));
  }

  private static Map<String, List<TimeInterval>> with(
      Map<String, List<TimeInterval>> known, String name, TimeInterval... intervals) {
    if (requireNonNull(name, "name").isBlank() || intervals.length == 0) {
      throw new IllegalArgumentException("times need a name, and an interval at least");
    }
    var all = new LinkedHashMap<>(known);
    all.put(name, List.of(intervals));
    return Collections.unmodifiableMap(all);
  }

  private static void require(String what, Duration found, Duration least, Duration most) {
    if (found.compareTo(least) < 0 || found.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", but is " + found);
    }
  }

  /** The channels; empty for those of the parent. */
  public List<Channel> channels() {
    return channels;
  }

  /** What an alert must match; empty for any alert. */
  public List<Matcher> matchers() {
    return matchers;
  }

  /** Whether routes after this one are asked as well. */
  public boolean continues() {
    return continues;
  }

  /** The labels that the alerts of a group share; empty for those of the parent. */
  public Optional<Set<String>> groupBy() {
    return Optional.ofNullable(groupBy);
  }

  /** How long a new group waits for more alerts; empty for the parent's. */
  public Optional<Duration> groupWait() {
    return Optional.ofNullable(groupWait);
  }

  /** The distance of messages about a group; empty for the parent's. */
  public Optional<Duration> groupInterval() {
    return Optional.ofNullable(groupInterval);
  }

  /** After which time a message is repeated; empty for the parent's. */
  public Optional<Duration> repeatInterval() {
    return Optional.ofNullable(repeatInterval);
  }

  /** The times at which it tells, by name; empty for all times. Not passed on to children. */
  public Map<String, List<TimeInterval>> activeTimes() {
    return active;
  }

  /** The times at which it does not tell, by name. Not passed on to children. */
  public Map<String, List<TimeInterval>> muteTimes() {
    return mute;
  }

  /** Who hears of a group that nobody acknowledges. */
  public Optional<Escalation> escalation() {
    return Optional.ofNullable(escalation);
  }

  /** The children, in the order in which they are asked. */
  public List<Route> children() {
    return children;
  }

  @Override
  public String toString() {
    return matchers + " to " + channels;
  }
}
