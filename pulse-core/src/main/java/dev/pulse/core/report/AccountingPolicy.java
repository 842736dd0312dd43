package dev.pulse.core.report;

import static dev.pulse.core.report.Spans.moment;

import dev.pulse.api.store.Uptime;
import dev.pulse.core.report.SlaEntry.Standing;
import java.time.Duration;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says in plain words how a report was reckoned, with the report's own numbers. */
final class AccountingPolicy {
  private static final int NAMED = 5;
  private static final int MOST_CHANGES = 40;

  private final SlaReport report;
  private final ZoneId zone;
  private final List<String> sentences = new ArrayList<>();

  AccountingPolicy(SlaReport report) {
    this.report = report;
    this.zone = report.zone();
  }

  List<String> sentences() {
    sentences.clear();
    stretch();
    clocks();
    counted();
    maintenance();
    beginnings();
    objective();
    outages();
    latencies();
    groups();
    sentences.add(
        "Percentages and ratios are rounded down, percentages to three digits: 100.000 % means that"
            + " the target was never seen down, not that it was nearly always up. \"No data\" means"
            + " that nothing is known, and is neither 0 nor 100 %.");
    return List.copyOf(sentences);
  }

  private void stretch() {
    var windows = report.windows();
    sentences.add(
        "The report covers "
            + Spans.text(Duration.between(windows.from(), windows.to()))
            + ", from "
            + moment(windows.from(), zone)
            + " to "
            + moment(windows.to(), zone)
            + ", in "
            + windows.count()
            + (windows.count() == 1 ? " window." : " windows.")
            + " Each window includes its beginning and excludes its end. The report was made at "
            + moment(report.madeAt(), zone)
            + "."
            + (report.asked().isAfter(windows.to())
                ? " It was asked for until "
                    + moment(report.asked(), zone)
                    + "; what had not happened yet is left out."
                : ""));
  }

  private void clocks() {
    var rules = zone.getRules();
    var changes = new ArrayList<String>();
    var next = rules.nextTransition(report.windows().from());
    while (next != null
        && next.getInstant().isBefore(report.windows().to())
        && changes.size() < MOST_CHANGES) {
      changes.add(change(next));
      next = rules.nextTransition(next.getInstant());
    }
    var offset = rules.getOffset(report.windows().from());
    sentences.add(
        "Days, weeks and months are those of the time zone "
            + zone
            + ", which is "
            + offset
            + " from UTC at the beginning. "
            + (changes.isEmpty()
                ? "Its clocks are not changed in this stretch, so every day has 24 hours."
                : "Its clocks are changed in this stretch, and such a day is longer or shorter than"
                    + " 24 hours: "
                    + String.join("; ", changes)
                    + "."));
  }

  private String change(ZoneOffsetTransition transition) {
    var day = transition.getDateTimeBefore().toLocalDate();
    var length = Duration.between(day.atStartOfDay(zone), day.plusDays(1).atStartOfDay(zone));
    return "on "
        + day
        + " from "
        + transition.getOffsetBefore()
        + " to "
        + transition.getOffsetAfter()
        + " (that day has "
        + hours(length)
        + ")";
  }

  /** A zone that leaves a whole day out, to change sides of the date line, has a day of 0 hours. */
  private static String hours(Duration length) {
    return length.toHours()
        + " hours"
        + (length.toMinutesPart() == 0 ? "" : " and " + length.toMinutesPart() + " minutes");
  }

  private void counted() {
    Uptime all = report.total().uptime();
    sentences.add(
        "A target is up while a result with the status PASS or WARN speaks for it, and down while"
            + " one with FAIL does. All other time is unknown: the result was UNKNOWN, or there was"
            + " none, for instance because Pulse itself was not running. Unknown time is neither up"
            + " nor down.");
    sentences.add(
        "A result speaks from the start of its run until the next result of its check, and never"
            + " longer than it is valid. Pulse sets that when it runs the check: two intervals of"
            + " its schedule and the time that a run may take, so that one missed run does not make"
            + " time unknown, and two do.");
    sentences.add(
        "Uptime is the time up divided by the time up or down. Of "
            + checks(report.total().checks())
            + " together: up "
            + Spans.text(all.up())
            + ", down "
            + Spans.text(all.down())
            + ", unknown "
            + Spans.text(all.unknown())
            + ", maintenance "
            + Spans.text(all.maintenance())
            + "; uptime "
            + Spans.percent(Shares.percent(all))
            + ".");
  }

  private void maintenance() {
    var text =
        new StringBuilder(
            "Maintenance, announced before or excluded afterwards, is left out of the uptime,"
                + " whatever was seen in it. ");
    if (report.exclusions().isEmpty()) {
      text.append("Nothing was excluded afterwards.");
    } else {
      text.append("Excluded afterwards: ")
          .append(
              report.exclusions().stream()
                  .map(
                      one ->
                          moment(one.from(), zone)
                              + " to "
                              + moment(one.to(), zone)
                              + " ("
                              + one.reason()
                              + ")")
                  .collect(Collectors.joining("; ")))
          .append(". Numbers of runs and latencies still include them.");
    }
    sentences.add(text.toString());
  }

  private void beginnings() {
    var late = report.checks().stream().filter(one -> one.noResultsBefore().isPresent()).toList();
    var never = report.checks().stream().filter(one -> one.runs().isEmpty()).toList();
    sentences.add(
        "The time before the oldest result of a check is unknown: nobody had looked yet, or older"
            + " results were removed. "
            + (late.isEmpty()
                ? "No check has its oldest result after the first window."
                : "The oldest result comes after the first window for "
                    + checks(late.size())
                    + ": "
                    + names(
                        late,
                        one ->
                            one.name()
                                + " ("
                                + Spans.window(one.noResultsBefore().orElseThrow(), zone)
                                + ")")
                    + ".")
            + (never.isEmpty()
                ? ""
                : " Without any result that is there: " + names(never, SlaEntry::name) + "."));
  }

  private static String checks(long count) {
    return count == 1 ? "1 check" : count + " checks";
  }

  private static String names(
      List<SlaEntry> entries, java.util.function.Function<SlaEntry, String> text) {
    var some = entries.stream().limit(NAMED).map(text).collect(Collectors.joining(", "));
    return entries.size() <= NAMED ? some : some + " and " + (entries.size() - NAMED) + " more";
  }

  private void objective() {
    if (report.objective().isEmpty()) {
      sentences.add("No objective was given, so nothing is judged.");
      return;
    }
    sentences.add(
        "The objective is "
            + Spans.percent(report.objective().getAsDouble())
            + ". It is met when it holds even if all of the unknown time had been down, missed when"
            + " it does not hold even if all of it had been up, and else undecided. Checks: "
            + count(Standing.MET)
            + " met, "
            + count(Standing.MISSED)
            + " missed, "
            + count(Standing.UNDECIDED)
            + " undecided.");
  }

  private long count(Standing standing) {
    return report.checks().stream()
        .filter(one -> one.standing().filter(standing::equals).isPresent())
        .count();
  }

  private void outages() {
    var outages = report.total().outages();
    var unclear = report.checks().stream().filter(one -> !one.outages().isComplete()).toList();
    sentences.add(
        "An outage is an unbroken stretch of down time; unknown time or maintenance ends it, and it"
            + " is cut off at the ends of the report. There were "
            + outages.count()
            + ". The mean time to recovery is that of the "
            + outages.recovered()
            + " that began inside the report and ended in it with a result that was up."
            + (unclear.isEmpty()
                ? ""
                : " Of "
                    + checks(unclear.size())
                    + " single results are no longer there, so that their outages cannot all"
                    + " be told apart: "
                    + names(unclear, SlaEntry::name)
                    + "."));
  }

  private void latencies() {
    double error =
        report.checks().stream().mapToDouble(one -> one.latency().relativeError()).max().orElse(0);
    long summarised =
        report.checks().stream().filter(one -> one.latency().relativeError() > 0).count();
    sentences.add(
        "Latencies are in milliseconds, rounded down, of all runs that measured one, whatever their"
            + " status. "
            + (summarised == 0
                ? "Their percentiles were reckoned from all single values."
                : "The percentiles of "
                    + checks(summarised)
                    + " come from summaries, and may be off by "
                    + Spans.percent(error)
                    + " of their value."));
  }

  private void groups() {
    report
        .groupedBy()
        .ifPresent(
            by ->
                sentences.add(
                    "Groups are formed by "
                        + by
                        + "; checks without are listed under (none). The times of a group are those"
                        + " of its checks added up, so each check weighs as much as its known time."
                        + " Groups have no percentiles, because those of several checks cannot be"
                        + " had from those of each."));
  }
}
