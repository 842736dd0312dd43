package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule counts for one subject: bad ones in a row, good ones in a row since something is
 * open, since when, and when it opened lately. Confine to one thread.
 */
final class Row {
  private final AlertRule rule;
  private boolean open;
  private int bad;
  private int good;
  private @Nullable Instant badSince;
  private @Nullable Instant goodSince;
  private boolean flapping;
  private final List<Instant> openings = new ArrayList<>();

  /** What an opinion leads to. */
  enum Change {
    NONE,
    OPENS,
    CLOSES
  }

  Row(AlertRule rule) {
    this.rule = rule;
  }

  /** Counts an opinion. What it leads to has happened when this returns. */
  Change count(Opinion opinion, Instant at) {
    return switch (opinion) {
      case BAD -> bad(at);
      case GOOD -> good(at);
      case NONE -> Change.NONE;
    };
  }

  private Change bad(Instant at) {
    good = 0;
    goodSince = null;
    bad++;
    badSince = earlier(badSince, at);
    if (open || bad < rule.after() || lasts(badSince, at).compareTo(rule.forAtLeast()) < 0) {
      return Change.NONE;
    }
    open = true;
    rule.flapping().ifPresent(bound -> opened(bound, at));
    return Change.OPENS;
  }

  private void opened(AlertRule.Flapping bound, Instant at) {
    openings.removeIf(
        before -> before.isAfter(at) || lasts(before, at).compareTo(bound.window()) >= 0);
    openings.add(at);
    flapping = openings.size() >= bound.times();
    while (openings.size() > bound.times()) {
      openings.remove(0);
    }
  }

  private Change good(Instant at) {
    bad = 0;
    badSince = null;
    if (!open) {
      return Change.NONE;
    }
    good++;
    goodSince = earlier(goodSince, at);
    if (good < rule.recoverAfter() || lasts(goodSince, at).compareTo(quiet()) < 0) {
      return Change.NONE;
    }
    closed();
    return Change.CLOSES;
  }

  /** How long all must have been good. */
  private Duration quiet() {
    var keep = rule.keepFiringFor();
    var window = rule.flapping().map(AlertRule.Flapping::window).orElse(Duration.ZERO);
    return flapping && window.compareTo(keep) > 0 ? window : keep;
  }

  /** When the clock was set back, what came before is taken to be as old as it can be. */
  private static Instant earlier(@Nullable Instant since, Instant at) {
    return since == null || since.isAfter(at) ? at : since;
  }

  private static Duration lasts(Instant since, Instant at) {
    return Duration.between(since, at);
  }

  /** Sees an opinion of announced maintenance: it may end what is open, and begins nothing. */
  Change rest(Opinion opinion, Instant at) {
    if (opinion != Opinion.BAD) {
      bad = 0;
      badSince = null;
      return count(opinion, at);
    }
    reset();
    return Change.NONE;
  }

  /** It was closed by something else than good ones in a row. */
  void closed() {
    open = false;
    if (flapping) {
      flapping = false;
      openings.clear();
    }
    reset();
  }

  /** Sets what counts in a row to 0; what is open stays open. */
  void reset() {
    bad = 0;
    good = 0;
    badSince = null;
    goodSince = null;
  }

  /**
   * Believes somebody who knows whether something is open.
   *
   * @return whether this row said otherwise; it counts from 0 then
   */
  boolean align(boolean openElsewhere) {
    if (open == openElsewhere) {
      return false;
    }
    open = openElsewhere;
    flapping = false;
    reset();
    return true;
  }

  /** Goes back to the counts of an earlier time, unless something was opened or closed since. */
  void takeBack(SavedRow before) {
    if (before.open() == open) {
      count(before);
    } else {
      reset();
    }
  }

  boolean isOpen() {
    return open;
  }

  /** Whether the opening that was counted last is one too many. */
  boolean isFlapping() {
    return flapping;
  }

  int bad() {
    return bad;
  }

  @Nullable Instant badSince() {
    return badSince;
  }

  /** How often it opened within the window of flapping. */
  int openings() {
    return openings.size();
  }

  /** Whether it knows nothing any more that a new one would not. */
  boolean isBlank(Instant at) {
    var window = rule.flapping().map(AlertRule.Flapping::window).orElse(Duration.ZERO);
    return !open
        && bad == 0
        && openings.stream().allMatch(before -> lasts(before, at).compareTo(window) >= 0);
  }

  SavedRow save() {
    return new SavedRow(
        open,
        bad,
        good,
        badSince == null ? 0 : badSince.toEpochMilli(),
        goodSince == null ? 0 : goodSince.toEpochMilli(),
        flapping,
        openings.stream().map(Instant::toEpochMilli).toList());
  }

  void load(SavedRow saved) {
    open = saved.open();
    count(saved);
    flapping = saved.flapping();
    openings.clear();
    saved.openings().forEach(at -> openings.add(Instant.ofEpochMilli(at)));
  }

  private void count(SavedRow saved) {
    bad = saved.bad();
    good = saved.good();
    badSince = saved.badSince() == 0 ? null : Instant.ofEpochMilli(saved.badSince());
    goodSince = saved.goodSince() == 0 ? null : Instant.ofEpochMilli(saved.goodSince());
  }
}
