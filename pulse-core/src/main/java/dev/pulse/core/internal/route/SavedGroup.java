package dev.pulse.core.internal.route;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A group as it is stored. Public because the JSON library must be able to make it.
 *
 * @param route the key of its route
 * @param labels what its alerts share
 * @param anchor when it was looked at first, in milliseconds since 1970
 * @param tick when it was looked at last with some result
 * @param channels what each channel knows of it, by name
 * @param kept for which reasons alerts were kept back, by incident
 * @param escalationKept whether an escalation was kept back
 */
public record SavedGroup(
    String route,
    Map<String, String> labels,
    long anchor,
    long tick,
    Map<String, SavedMemory> channels,
    Map<String, String> kept,
    boolean escalationKept) {
  private static final JsonAdapter<SavedGroup> JSON =
      new Moshi.Builder().build().adapter(SavedGroup.class);

  /**
   * What a channel knows.
   *
   * @param told which alerts fire
   * @param at when it was told something last
   * @param escalated whether it was drawn in later
   * @param waits whether a message is kept back
   * @param summarized whether all that it was told was in summaries
   */
  public record SavedMemory(
      List<SavedAlert> told,
      long at,
      boolean escalated,
      boolean waits,
      @Nullable Boolean summarized) {}

  /**
   * An alert that a channel was told of.
   *
   * @param incident the id of the incident
   * @param severity as it was told
   * @param since when it was told first
   */
  public record SavedAlert(long incident, Severity severity, long since) {}

  static String json(String route, Labels labels, Ledger ledger, long tick) {
    var channels = new TreeMap<String, SavedMemory>();
    ledger.memories().forEach((channel, memory) -> channels.put(channel, saved(memory)));
    var kept = new TreeMap<String, String>();
    ledger.kept().forEach((incident, reasons) -> kept.put(Long.toString(incident), reasons));
    return JSON.toJson(
        new SavedGroup(
            route, labels.asMap(), ledger.anchor(), tick, channels, kept, ledger.escalationKept()));
  }

  private static SavedMemory saved(Memory memory) {
    var told = new ArrayList<SavedAlert>(memory.told().size());
    memory
        .told()
        .forEach(
            (incident, alert) ->
                told.add(new SavedAlert(incident, alert.severity(), alert.since())));
    return new SavedMemory(
        told, memory.at(), memory.escalated(), memory.waits(), memory.summarized());
  }

  /**
   * Reads a group.
   *
   * @throws IllegalArgumentException when it is not one
   */
  static SavedGroup of(String json) {
    @Nullable SavedGroup group;
    try {
      group = JSON.fromJson(json);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new IllegalArgumentException("not a group", e);
    }
    if (group == null
        || group.route == null
        || group.labels == null
        || group.channels == null
        || group.kept == null) {
      throw new IllegalArgumentException("not all of a group");
    }
    return group;
  }

  Ledger ledger() {
    var ledger = Ledger.at(anchor);
    channels.forEach((channel, memory) -> ledger.remember(channel, memory(memory)));
    kept.forEach((incident, reasons) -> ledger.keepBack(Long.parseLong(incident), reasons));
    ledger.escalationKept(escalationKept);
    return ledger;
  }

  private static Memory memory(SavedMemory saved) {
    var told = new TreeMap<Long, Memory.Told>();
    saved.told.forEach(
        alert -> told.put(alert.incident(), new Memory.Told(alert.severity(), alert.since())));
    return new Memory(
        told, saved.at, saved.escalated, saved.waits, Boolean.TRUE.equals(saved.summarized));
  }
}
